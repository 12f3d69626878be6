extension ReplyReasons {
  /// Refusals that are about the order of commands, their form, and patience.
  static let mannersRows: [Row] = [
    Row(
      .helloRequired, .plainWords, any: ["send helo ehlo first", "send ehlo helo first", "helo ehlo first"],
      example: "503 5.5.1 Error: send HELO/EHLO first", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .helloRequired, .plainWords, any: ["send hello first", "need hello", "hello first"],
      example: "503 5.5.2 Send hello first", source: "Exchange Server, receive connector"),
    Row(
      .helloRequired, .plainWords, any: ["send ehlo first", "ehlo first", "lhlo first"],
      example: "503 5.5.2 Send EHLO first", source: "Exchange Server, receive connector"),
    Row(
      .helloRequired, .plainWords, any: ["ehlo helo first"], example: "503 5.5.1 EHLO/HELO first.",
      source: "Google, SMTP errors and codes"),
    Row(
      .helloRequired, .plainWords,
      any: ["polite people say helo", "polite people say hello", "helo first", "send helo"],
      example: "503 5.0.0 Polite people say HELO first", source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .helloRequired, .plainWords, any: ["demand that you introduce yourself first"],
      example: "503 5.0.0 I demand that you introduce yourself first", source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .helloRequired, .plainWords, any: ["helo or ehlo required", "expected helo"],
      example: "503 HELO or EHLO required", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .helloRequired, .plainWords, any: ["use ehlo helo before mail"], example: "503 Use EHLO/HELO before MAIL",
      source: "Haraka connection.js"),
    Row(
      .outOfOrder, .words, any: ["bad sequence of commands", "bad sequence", "out of sequence", "out of order"],
      example: "503 5.5.1 Bad sequence of commands", source: "Exchange Server, receive connector"),
    Row(
      .outOfOrder, .words,
      any: [
        "need mail command", "need mail before", "mail first", "mail required first", "use mail before rcpt",
        "mail after bdat", "need mail",
      ],
      example: "503 5.5.2 Need mail command", source: "Exchange Server, receive connector"),
    Row(
      .outOfOrder, .words, any: ["need rcpt command", "need rcpt", "rcpt first", "rcpt required first"],
      example: "503 5.5.1 Error: need RCPT command", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .outOfOrder, .words, any: ["nested mail command"], example: "503 5.5.1 Error: nested MAIL command",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .outOfOrder, .words, any: ["data after bdat", "no data after bdat", "rcpt after bdat"],
      example: "503 5.5.1 Error: DATA after BDAT", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .outOfOrder, .words, any: ["need mail before rcpt"], example: "503 5.0.0 Need MAIL before RCPT",
      source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .outOfOrder, .plainWords, any: ["no valid recipients"], example: "554 5.5.1 Error: no valid recipients",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .outOfOrder, .words, any: ["sender already given", "sender already specified"],
      example: "503 5.5.2 Sender already specified", source: "Exchange Server, receive connector"),
    Row(
      .outOfOrder, .words, any: ["sender not yet given"], example: "503 sender not yet given",
      source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .outOfOrder, .words, any: ["valid rcpt command must precede"],
      example: "503 Valid RCPT command must precede DATA", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .outOfOrder, .plainWords, any: ["command not allowed at this point", "already identified"],
      example: "503 5.5.1 Invalid command: Command not allowed at this point.",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .outOfOrder, .words, any: ["no recipient specified"],
      example: "503 5.5.4 Invalid command arguments: No recipient specified",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .outOfOrder, .words, any: ["mail first", "rcpt first"], example: "503 MAIL first (#5.5.1)",
      source: "notqmail qmail-smtpd.c"),
    Row(
      .outOfOrder, .words, any: ["mail transaction in progress"], example: "503 Error: MAIL transaction in progress",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(.outOfOrder, .replyCode, codes: [503], source: "RFC 5321 section 4.2.3"),
    Row(
      .outOfOrder, .weakStatus, codes: [503], statuses: ["x.5.0", "x.5.1", "x.5.2", "x.0.0"],
      source: "IANA, SMTP enhanced status codes"),
    Row(
      .synchronization, .plainWords, any: ["smtp protocol synchronization", "protocol synchronization"],
      example: "554 5.5.0 Error: SMTP protocol synchronization", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .synchronization, .plainWords, any: ["smtp synchronization error", "synchronization error"],
      example: "554 SMTP synchronization error", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .synchronization, .plainWords, codes: [521, 550, 554], any: ["protocol error"],
      example: "550 5.5.1 Protocol error", source: "Postfix 3.12 src/postscreen/postscreen_smtpd.c"),
    Row(
      .synchronization, .plainWords, any: ["improper use of smtp command pipelining", "improper command pipelining"],
      example: "503 5.5.0 <mail.example.com>: Helo command rejected: Improper use of SMTP command pipelining",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .synchronization, .plainWords, codes: [221, 521], any: ["i can break rules"],
      example: "521 5.7.0 Error: I can break rules, too. Goodbye.",
      source: "Postfix 3.12 src/postscreen/postscreen_smtpd.c"),
    Row(
      .synchronization, .plainWords, any: ["pipelining not supported", "without pipelining"],
      example: "500 5.5.1 Invalid command: Pipelining not supported",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .synchronization, .plainWords, any: ["no commands allowed to pipeline after starttls"],
      example: "454 4.5.0 SMTP protocol violation, no commands allowed to pipeline after STARTTLS, see RFC 3207.",
      source: "Google, SMTP errors and codes"),
    Row(
      .synchronization, .plainWords, any: ["smtp protocol violation", "protocol violation"],
      example: "451 4.5.0 SMTP protocol violation.", source: "Google, SMTP errors and codes"),
    Row(
      .tooManyErrors, .plainWords, any: ["too many errors"],
      example: "421 4.7.0 mx.example.net Error: too many errors", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .tooManyErrors, .plainWords, any: ["too many errors on this connection"],
      example: "421 4.7.0 Too many errors on this connection, closing transmission channel",
      source: "Exchange Server, receive connector"),
    Row(
      .tooManyErrors, .plainWords, any: ["too many nonmail commands"], example: "554 Too many nonmail commands",
      source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .tooManyErrors, .plainWords,
      any: ["too many syntax or protocol errors", "too many syntax", "too many protocol errors"],
      example: "501 Too many syntax or protocol errors", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .tooManyErrors, .plainWords,
      any: [
        "too many unrecognized commands", "too many unrecognized", "too many unknown commands",
        "too many invalid commands", "too many bad commands",
      ],
      example: "502 5.5.1 Too many unrecognized commands, goodbye.", source: "Google, SMTP errors and codes"),
    Row(
      .unknownCommand, .words, any: ["command not implemented", "unimplemented"],
      example: "502 5.3.3 Command not implemented", source: "Exchange Server, receive connector"),
    Row(
      .unknownCommand, .words, any: ["command not recognized"], example: "500 5.5.2 Error: command not recognized",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .unknownCommand, .words, any: ["unrecognized command"], example: "500 5.3.3 Unrecognized command",
      source: "Exchange Server, receive connector"),
    Row(
      .unknownCommand, .words, any: ["command unrecognized", "unknown command", "unrecognised command"],
      example: "500 5.5.1 Invalid command: Command unrecognized", source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .unknownCommand, .words, codes: [500, 502, 503], any: ["invalid command", "command not supported"],
      example: "500 5.5.1 Invalid command.", source: "seen in captures"),
    Row(
      .unknownCommand, .words, any: ["vrfy command is disabled"], example: "502 5.5.1 VRFY command is disabled",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .unknownCommand, .words, any: ["do not allow this operation"],
      example: "502 5.7.0 Sorry, we do not allow this operation", source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .unknownCommand, .words, codes: [502], any: ["unimplemented"], example: "502 unimplemented (#5.5.1)",
      source: "notqmail qmail-smtpd.c"),
    Row(.unknownCommand, .replyCode, codes: [500, 502], source: "RFC 5321 section 4.2.3"),
    Row(
      .unknownCommand, .weakStatus, codes: [500, 502, 521], statuses: ["x.3.3", "x.5.1"],
      source: "IANA, SMTP enhanced status codes"),
    Row(
      .syntax, .words, codes: [500], any: ["bad syntax", "bad utf 8 syntax"], example: "500 5.5.2 Error: bad syntax",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .syntax, .words, codes: [500, 501, 550, 555],
      any: ["syntax", "syntax error", "syntax error in parameters", "missing recipient"],
      example: "501 5.5.4 Syntax: MAIL FROM:<address>", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .syntax, .plainWords, any: ["no parameters allowed", "syntax error no parameters allowed"],
      example: "501 5.7.11 Syntax error (no parameters allowed).", source: "Google, SMTP errors and codes"),
    Row(
      .syntax, .words, codes: [500, 521], any: ["command too long", "command line too long", "line too long"],
      example: "521 Command line too long", source: "Haraka connection.js"),
    Row(
      .syntax, .words, any: ["missing size for bdat command"], example: "501 missing size for BDAT command",
      source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .syntax, .words, any: ["must have an address operand"], example: "501 MAIL must have an address operand",
      source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .syntax, .words, any: ["command parsing failed"], example: "501 Command parsing failed",
      source: "Haraka connection.js"),
    Row(
      .syntax, .replyCode, codes: [501], example: "501 5.0.0 Missing recipient",
      source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .syntax, .weakStatus, codes: [501], statuses: ["x.5.4", "x.5.0", "x.5.1"],
      source: "IANA, SMTP enhanced status codes"),
    Row(
      .idle, .plainWords, codes: [421], any: ["timeout exceeded"],
      example: "421 4.4.2 mx.example.net Error: timeout exceeded", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .idle, .plainWords, codes: [421],
      any: ["smtp command timeout", "smtp incoming data timeout", "idle too long", "idle timeout"],
      example: "421 mx.example.net: SMTP command timeout - closing connection", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .idle, .plainWords, codes: [421], any: ["lost input channel"],
      example: "421 4.4.1 mx.example.net Lost input channel from mail.example.com",
      source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .idle, .plainWords, codes: [421], any: ["connection timed out"], example: "421 4.4.1 Connection timed out",
      source: "Exchange Server, receive connector"),
    Row(
      .idle, .plainWords, any: ["timeout waiting for client input"],
      example: "451 4.7.0 Timeout waiting for client input", source: "Exchange Server, receive connector"),
    Row(
      .idle, .plainWords, any: ["timeout closing connection"], example: "451 4.4.2 Timeout - closing connection.",
      source: "Google, SMTP errors and codes"),
    Row(
      .idle, .plainWords, any: ["connection expired"], example: "421 4.7.0 Connection expired, try reconnecting.",
      source: "Google, SMTP errors and codes"),
    Row(
      .idle, .words, codes: [451], statuses: ["4.4.2"], any: ["timeout"], example: "451 timeout (#4.4.2)",
      source: "notqmail qmail-smtpd.c"),
    Row(
      .idle, .words, codes: [421], any: ["timeout", "timed out", "time limit"], example: "421 timeout",
      source: "Haraka connection.js"),
  ]
}
