extension ReplyReasons {
  /// Refusals that are about the server itself and the way on from it.
  static let serverRows: [Row] = [
    Row(
      .noMailHere, .plainWords, any: ["does not accept mail", "does not accept email"],
      none: ["over ipv6", "sender address rejected", "accept mail from", "accept email from"],
      example: "521 mx.example.net does not accept mail",
      source: "RFC 7504 section 3"),
    Row(
      .noMailHere, .plainWords,
      any: [
        "recipient address rejected domain does not accept mail", "does not accept mail nullmx", "nullmx", "null mx",
      ],
      none: ["sender address rejected"],
      example: """
        556 5.1.10 <post@example.net>: Recipient address rejected: Domain example.net does not accept \
        mail (nullMX)
        """, source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .noMailHere, .plainWords, any: ["no smtp service here"], example: "554 No SMTP service here",
      source: "RFC 5321 section 4.2.3"),
    Row(.noMailHere, .weakStatus, .probable, any: ["no smtp service"], source: "RFC 5321 section 4.2.3"),
    Row(.noMailHere, .status, codes: [556], source: "RFC 7504 section 3"),
    Row(.noMailHere, .replyCode, .certain, codes: [521], source: "RFC 7504 section 3"),
    Row(
      .routing, .plainWords, any: ["hop count exceeded"],
      example: "554 5.4.6 Hop count exceeded - possible mail loop", source: "Exchange Server, receive connector"),
    Row(
      .routing, .plainWords, any: ["too many hops", "message is looping"],
      example: "554 too many hops, this message is looping (#5.4.6)", source: "notqmail qmail-smtpd.c"),
    Row(
      .routing, .plainWords,
      any: ["too many received headers", "suspected mail loop", "possible mail loop", "mail loop"],
      example: "550 Too many \"Received\" headers - suspected mail loop", source: "Exim 4.99 src/receive.c"),
    Row(
      .routing, .plainWords, any: ["message exceeded 50 hops", "email loop"],
      example: "554 5.4.6 Message exceeded 50 hops, this may indicate an email loop.",
      source: "Google, SMTP errors and codes"),
    Row(
      .routing, .plainWords, any: ["loop detected", "routing loop"],
      example: "500 5.4.6 Routing loop detected: Loop detected", source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .routing, .words, any: ["unable to route"], example: "554 5.4.4 Unable to route",
      source: "Exchange Server, receive connector"),
    Row(
      .routing, .words, any: ["unable to look up host", "mail exchanger"],
      example: """
        450 4.4.4 <post@example.net>: Recipient address rejected: Unable to look up host mx.example.net \
        as mail exchanger: Host not found, try again
        """, source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .routing, .words, any: ["message expired"], example: "500 4.4.7 Message expired",
      source: "Exchange Server, receive connector"),
    Row(
      .routing, .words, any: ["onward transmission not accepted"], example: "450 Onward transmission not accepted",
      source: "Exim 4.99 src/receive.c"),
    Row(
      .routing, .words, any: ["cannot resolve"], example: "451 Cannot resolve <post@example.net> at this time",
      source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .routing, .words, any: ["multiple destination domains per transaction is unsupported"],
      example: "451 4.3.0 Multiple destination domains per transaction is unsupported. Please try again.",
      source: "Google, SMTP errors and codes"),
    Row(
      .serverTrouble, .words, any: ["temporary lookup failure", "temporary lookup error"],
      example: "451 4.3.0 <post@example.net>: Temporary lookup failure",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .serverTrouble, .words, any: ["server configuration error", "server configuration problem"],
      example: "451 4.3.5 Server configuration error", source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .serverTrouble, .words, any: ["server configuration error"], example: "421 4.3.5 Server configuration error",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .serverTrouble, .words, any: ["insufficient system storage"], example: "452 4.3.1 Insufficient system storage",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .serverTrouble, .plainWords, any: ["insufficient system resources"],
      example: "452 4.6.0 Insufficient system resources (I/O)", source: "Exchange Server, receive connector"),
    Row(
      .serverTrouble, .words, any: ["insufficient disk space", "disk full", "disk space"],
      example: "452 4.4.5 Insufficient disk space; try again later", source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .serverTrouble, .words, any: ["space shortage"], example: "452 Space shortage, please try later",
      source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .serverTrouble, .words, any: ["mail system error"], example: "421 4.3.0 Mail system error",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .serverTrouble, .words, any: ["server local data error", "server local error"],
      example: "421 4.3.0 mx.example.net Server local data error", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .serverTrouble, .words, any: ["unable to queue messages"], example: "458 Unable to queue messages",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .serverTrouble, .words, any: ["service unavailable try again later"],
      example: "421 mx.example.net Service unavailable - try again later", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .serverTrouble, .words, any: ["no system resources"], example: "421 4.3.2 No system resources",
      source: "Postfix 3.12 src/postscreen/postscreen.c"),
    Row(
      .serverTrouble, .plainWords, any: ["lost input connection"],
      example: "421 mx.example.net lost input connection", source: "seen in captures"),
    Row(
      .serverTrouble, .plainWords, any: ["lost incoming connection"], example: "421 Lost incoming connection",
      source: "Exim 4.99 src/receive.c"),
    Row(
      .serverTrouble, .words, any: ["temporary local problem"],
      example: "451 Temporary local problem - please try later", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .serverTrouble, .words, any: ["error while writing spool file", "error in writing spool file", "spool file"],
      example: "451 Error while writing spool file", source: "Exim 4.99 src/receive.c"),
    Row(
      .serverTrouble, .words, any: ["error while reading input data"], example: "451 Error while reading input data",
      source: "Exim 4.99 src/receive.c"),
    Row(
      .serverTrouble, .words, any: ["temporary error"], example: "421 4.3.0 Temporary Error",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .serverTrouble, .words, any: ["temporary failure"], example: "421 4.3.0 Temporary failure",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .serverTrouble, .words, any: ["internal server error", "internal error", "internal failure"],
      example: "421 Internal server error", source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .serverTrouble, .words,
      any: [
        "temporary system problem", "temporary server error", "temporary server network configuration error",
        "temporary system failure", "server error",
      ],
      example: "421 4.3.0 Temporary System Problem. Try again later.", source: "Google, SMTP errors and codes"),
    Row(
      .serverTrouble, .words,
      any: ["email server has temporarily rejected this message", "mail server temporarily rejected message"],
      example: "451 4.3.0 Email server has temporarily rejected this message.",
      source: "Google, SMTP errors and codes"),
    Row(
      .serverTrouble, .words, any: ["internal server error"], example: "451 4.3.2 Internal server error",
      source: "Yahoo, sender error codes"),
    Row(
      .serverTrouble, .words, any: ["system incorrectly configured"],
      example: "550 5.3.5 System incorrectly configured", source: "Exchange Server, receive connector"),
    Row(
      .serverTrouble, .words, any: ["temporary local error initializing data"],
      example: "421 4.3.2 Temporary local error initializing data. System not accepting network messages. (SF1)",
      source: "Exchange Server, receive connector"),
    Row(
      .serverTrouble, .words, any: ["error reading message body"],
      example: "451 4.3.0 I/O error reading message body", source: "Exchange Server, receive connector"),
    Row(
      .serverTrouble, .words, any: ["message failed to be made redundant"],
      example: "451 4.4.0 Message failed to be made redundant", source: "Exchange Server, receive connector"),
    Row(
      .serverTrouble, .words, any: ["out of memory"], example: "421 out of memory (#4.3.0)",
      source: "notqmail qmail-smtpd.c"),
    Row(
      .serverTrouble, .words, any: ["unable to read controls"], example: "421 unable to read controls (#4.3.0)",
      source: "notqmail qmail-smtpd.c"),
    Row(
      .serverTrouble, .words, any: ["qqt failure", "unable to figure out my ip addresses"],
      example: "451 qqt failure (#4.3.0)", source: "notqmail qmail-smtpd.c"),
    Row(.serverTrouble, .words, any: ["plugin timeout"], example: "450 plugin timeout", source: "Haraka plugins.js"),
    Row(
      .serverTrouble, .words, any: ["local error in processing", "local error"],
      example: "451 Requested action aborted: local error in processing", source: "RFC 5321 section 4.2.3"),
    Row(
      .serverTrouble, .words, any: ["lookup failed", "dns lookup failed"], example: "450 Lookup Failed",
      source: "Haraka connection.js"),
    Row(
      .serverTrouble, .plainWords,
      any: ["cannot achieve exchange server authentication", "exchange server authentication failed"],
      example: "451 5.7.3 Cannot achieve Exchange Server authentication", source: "Exchange Server, receive connector"),
    Row(.serverTrouble, .replyCode, codes: [451, 452, 458], source: "RFC 5321 section 4.2.3"),
    Row(
      .busy, .words, any: ["all server ports are busy", "all screening ports are busy", "ports are busy"],
      example: "421 4.3.2 All server ports are busy; abuse: postmaster@example.net",
      source: "Postfix 3.12 src/postscreen/postscreen.c"),
    Row(
      .busy, .words, any: ["all screening ports are busy"], example: "421 4.3.2 All screening ports are busy",
      source: "Postfix 3.12 src/postscreen/postscreen.c"),
    Row(
      .busy, .words, any: ["too many connections", "too many concurrent"],
      example: "421 4.7.0 Error: too many connections", source: "Postfix 3.12 src/postscreen/postscreen.c"),
    Row(
      .busy, .words, any: ["too many concurrent smtp connections"],
      example: "421 mx.example.net: Too many concurrent SMTP connections; please try again later",
      source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .busy, .words, any: ["too much load", "system load", "server load", "load average"],
      example: "421 mx.example.net: Too much load; please try again later", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .busy, .words, any: ["server busy", "server is busy", "too busy", "system busy", "overloaded"],
      example: "421 4.4.5 Server busy, try again later.", source: "Google, SMTP errors and codes"),
    Row(
      .busy, .words, any: ["too busy please try again later"], example: "421 Too busy; please try again later",
      source: "Haraka plugins/toobusy.js"),
    Row(
      .busy, .plainWords, any: ["maximum number of concurrent server connections"],
      example: """
        421 4.3.2 The maximum number of concurrent server connections has exceeded a limit, closing \
        transmission channel
        """, source: "Exchange Server, receive connector"),
    Row(
      .busy, .plainWords, any: ["organization queue quota exceeded"],
      example: "450 4.7.0 Organization queue quota exceeded.", source: "Exchange Server, receive connector"),
    Row(
      .busy, .words, any: ["resources temporarily unavailable", "resources temporarily not available"],
      example: "451 mta5.example.net Resources temporarily unavailable. Please try again later [#4.16.1].",
      source: "Yahoo, sender error codes"),
    Row(
      .busy, .words, any: ["unable to process connection at this time"],
      example: "421 Unable to process connection at this time", source: "Mimecast, SMTP error codes"),
    Row(
      .shuttingDown, .words, codes: [421],
      any: ["service not available", "service not available closing transmission channel"],
      example: "421 4.3.2 Service not available, closing transmission channel", source: "seen in captures"),
    Row(
      .shuttingDown, .words, codes: [421], any: ["service not available"], example: "421 4.3.2 Service not available",
      source: "Exchange Server, receive connector"),
    Row(
      .shuttingDown, .words, codes: [421],
      any: ["service shutting down", "shutting down", "going down", "shutdown", "sigterm"],
      example: "421 4.3.2 mx.example.net Service shutting down", source: "seen in captures"),
    Row(
      .shuttingDown, .words, codes: [421], any: ["error shutting down"],
      example: "421 4.4.2 mx.example.net Error: shutting down", source: "seen in captures"),
    Row(
      .shuttingDown, .words, codes: [421], any: ["service not active"], example: "421 4.3.2 Service not active",
      source: "Exchange Server, receive connector"),
    Row(
      .shuttingDown, .replyCode, codes: [421], any: ["closing connection", "closing transmission channel"],
      source: "RFC 5321 section 4.2.3"),
    Row(
      .shuttingDown, .words, codes: [421], any: ["server closing connection"],
      example: "421 4.7.0 Server closing connection", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .shuttingDown, .words, any: ["system not accepting network messages"],
      example: "421 4.3.2 System not accepting network messages", source: "Exchange Server, receive connector"),
    Row(.shuttingDown, .replyCode, codes: [421], source: "RFC 5321 section 4.2.3"),
  ]
}
