import SMTPTranscript

extension ReplyReasons {
  /// Refusals that are about the mail: its size, its parameters, what it holds, a policy.
  static let messageRows: [Row] = [
    Row(
      .messageSize, .plainWords, any: ["message size exceeds fixed limit", "message size exceeds"],
      example: "552 5.3.4 Message size exceeds fixed limit", source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .messageSize, .plainWords, any: ["message size exceeds fixed maximum message size"],
      example: "552 5.2.3 Message size exceeds fixed maximum message size (10485760)",
      source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .messageSize, .plainWords, any: ["message size exceeds file system imposed limit"],
      example: "552 5.3.4 Message size exceeds file system imposed limit", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .messageSize, .plainWords, any: ["message size exceeds maximum permitted"],
      example: "552 Message size exceeds maximum permitted", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .messageSize, .plainWords, any: ["exceeds message size limit"],
      example: "552 5.3.4 Chunk exceeds message size limit", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .messageSize, .plainWords, any: ["message size exceeds my databytes limit", "databytes limit"],
      example: "552 sorry, that message size exceeds my databytes limit (#5.3.4)", source: "notqmail qmail-smtpd.c"),
    Row(
      .messageSize, .plainWords,
      any: [
        "message too big", "message is too large", "message too large", "exceeds size limit", "size limit exceeded",
        "exceeded size limit", "file too big", "too large to be",
      ],
      example: "550 Message too big!", source: "Haraka connection.js"),
    Row(
      .messageSize, .plainWords, any: ["transaction failed message too big"],
      example: "554 5.3.4 Message too big for system: Transaction failed, message too big",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .messageSize, .plainWords, any: ["message exceeded googles message size limits", "message size limits"],
      example: "552 5.3.4 Your message exceeded Google's message size limits.",
      source: "Google, SMTP errors and codes"),
    Row(
      .messageSize, .plainWords, any: ["header size exceeds fixed maximum size"],
      example: "552 5.3.4 Header size exceeds fixed maximum size", source: "Exchange Server, receive connector"),
    Row(
      .messageSize, .plainWords, any: ["message header is ridiculously long", "header line is too long"],
      example: "552 Message header is ridiculously long", source: "Exim 4.99 src/receive.c"),
    Row(.messageSize, .replyCode, codes: [552], verbs: [.mail, .data, .bdat], source: "RFC 5321 section 4.2.3"),
    Row(
      .parameter, .plainWords, any: ["unsupported option"], example: "555 5.5.4 Unsupported option: REQUIRETLS",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .parameter, .plainWords, any: ["must declare smtputf8", "requires smtputf8"],
      example: "553 5.6.7 Must declare SMTPUTF8 to send unicode address", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .parameter, .plainWords, any: ["unrecognized parameter", "unknown parameter"],
      example: "501 5.5.4 Unrecognized parameter", source: "Exchange Server, receive connector"),
    Row(
      .parameter, .plainWords, any: ["invalid command parameters"], example: "555 Invalid command parameters",
      source: "Haraka connection.js"),
    Row(
      .parameter, .plainWords, any: ["dsn support is disabled"], example: "501 5.7.1 DSN support is disabled",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .parameter, .plainWords, any: ["unsupported body type"], example: "501 5.5.4 Unsupported BODY type",
      source: "Exchange Server, receive connector"),
    Row(
      .parameter, .plainWords, any: ["bad message size syntax"], example: "501 5.5.4 Bad message size syntax",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .parameter, .plainWords, any: ["require xoorg extension"],
      example: "451 5.7.3 Require XOORG extension to send mail", source: "Exchange Server, receive connector"),
    Row(.parameter, .status, codes: [555], example: "555 syntax error (#5.5.4)", source: "notqmail qmail-smtpd.c"),
    Row(.parameter, .replyCode, codes: [504], source: "RFC 5321 section 4.2.3"),
    Row(.parameter, .weakStatus, codes: [504, 553], statuses: ["x.5.4"], source: "IANA, SMTP enhanced status codes"),
    Row(
      .content, .plainWords, any: ["invalid message content", "invalid content"],
      example: "554 5.6.0 Invalid message content", source: "Exchange Server, receive connector"),
    Row(
      .content, .plainWords, any: ["contains bare linefeeds", "bare line feed", "bare lf received"],
      example: "554 5.6.0 Invalid message content, contains bare linefeeds",
      source: "Exchange Server, receive connector"),
    Row(
      .content, .plainWords, any: ["messages of type message partial are not supported"],
      example: "554 5.6.1 Messages of type message/partial are not supported",
      source: "Exchange Server, receive connector"),
    Row(
      .content, .plainWords, any: ["likely unsolicited email", "likely unsolicited mail"],
      example: """
        550 5.7.1 This message is likely unsolicited email. To reduce the amount of spam sent to Gmail, \
        this message has been blocked.
        """, source: "Google, SMTP errors and codes"),
    Row(
      .content, .plainWords, any: ["email message is malformed", "message is malformed"],
      example: "554 5.6.0 Email message is malformed. Not accepted.", source: "Google, SMTP errors and codes"),
    Row(
      .content, .plainWords, any: ["not rfc 5322 compliant", "not rfc 2822 compliant", "message must be rfc 5322"],
      example: "550 5.7.1 Delivery not authorized, message refused: Message is not RFC 2822 compliant",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .content, .plainWords, any: ["message must be rfc 5322 section"],
      example: "550 5.7.512 Access denied, message must be RFC 5322 section 3.6.2 compliant",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .content, .plainWords, any: ["message header not crlf terminated"],
      example: "552 Message header not CRLF terminated", source: "Exim 4.99 src/receive.c"),
    Row(
      .content, .plainWords, any: ["too many mime parts"],
      example: "554 Transaction failed due to too many MIME parts", source: "Haraka connection.js"),
    Row(
      .content, .plainWords, any: ["known spam signature"], example: "550 Mail matches a known spam signature",
      source: "Haraka plugins/data.signatures.js"),
    Row(
      .content, .plainWords, any: ["credential leak detected"],
      example: "550 Credential leak detected: never give out your username/password to anyone!",
      source: "Haraka plugins/prevent_credential_leaks.js"),
    Row(
      .content, .plainWords, any: ["domain present in the spamhaus dbl"],
      example: """
        550 5.7.1 Your email was rejected due to having a domain present in the Spamhaus DBL -- see \
        https://www.spamhaus.org/dbl/
        """, source: "iCloud, postmaster error codes"),
    Row(
      .content, .plainWords,
      any: [
        "message rejected as spam", "classified as spam", "rejected due to spam content",
        "rejected due to banned content", "spam message", "spam content", "spamassassin", "spam score",
      ],
      example: "571 5.7.1 message classified as spam (Nachricht als Spam eingestuft)",
      source: "bytecamp, delivery errors"),
    Row(
      .content, .plainWords,
      any: [
        "contains virus", "contains a virus", "virus found", "virus", "malware", "phishing", "unsafe content",
        "prohibited attachment", "attachment type", "banned attachment",
      ],
      source: "RFC 3463 section 3.7"),
    Row(
      .content, .words,
      any: [
        "content rejected", "rejected content", "message content", "content filter", "high probability of spam",
        "suspected spam", "message looks like spam",
      ],
      source: "RFC 3463 section 3.7"),
    Row(.content, .weakStatus, .probable, any: ["spam", "unsolicited"], source: "RFC 3463 section 3.7"),
    Row(
      .content, .weakStatus, .probable, verbs: [.data, .bdat],
      any: ["message rejected", "message refused", "message denied", "mail rejected", "mail refused"],
      example: "550 Message denied", source: "Haraka connection.js"),
    Row(
      .content, .weakStatus, .probable, verbs: [.data, .bdat], any: ["message denied temporarily"],
      example: "450 Message denied temporarily", source: "Haraka connection.js"),
    Row(
      .content, .words, any: ["insecure content", "suspicious due to the nature of the content"],
      source: "Google, SMTP errors and codes"),
    Row(
      .policy, .words, any: ["message rejected due to local policy", "due to local policy", "local policy"],
      example: """
        550 5.7.1 [CS01] Message rejected due to local policy. Please visit \
        https://support.apple.com/en-us/HT204137
        """, source: "iCloud, postmaster error codes"),
    Row(
      .policy, .words, any: ["due to policy restrictions", "policy restrictions"],
      example: """
        554-Transaction failed
        554-Reject due to policy restrictions.
        554 For explanation visit https://www.example.com/help/index.php?id=2425&ip=192.0.2.10&c=hd
        """, source: "seen in captures"),
    Row(
      .policy, .words,
      any: [
        "reject due to policy violations", "policy violation*", "policy reasons", "violates our policy",
        "against policy", "security policy",
      ],
      example: "421 Reject due to policy violations", source: "GMX, postmaster error messages"),
    Row(
      .policy, .words, any: ["email policy"],
      example: "550 5.7.1 This message violates example.com email policy. - gcdp k4 - gsmtp",
      source: "Google, SMTP errors and codes"),
    Row(
      .policy, .words, any: ["administrative prohibition", "administratively prohibited"],
      example: "550 Administrative prohibition", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .policy, .words, any: ["insufficient authorization"], example: "550 5.7.0 Error: insufficient authorization",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .policy, .words, any: ["not authorized"], example: "550 5.7.1 Not authorized",
      source: "Exchange Server, receive connector"),
    Row(
      .policy, .words, any: ["access denied"],
      example: "554 5.7.1 <post@example.net>: Recipient address rejected: Access denied",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .policy, .words, any: ["delivery not authorized"], example: "550 5.7.1 Delivery not authorized",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .policy, .words, any: ["command rejected"], example: "550 5.7.1 Command rejected",
      source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(.policy, .weakStatus, .probable, any: ["policy", "prohibited"], source: "RFC 3463 section 3.8"),
    Row(
      .policy, .words, any: ["direct send not allowed"],
      example: """
        550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from \
        unauthorized sources
        """, source: "Exchange Online, non-delivery reports"),
    Row(
      .policy, .words, any: ["email sending denied"], example: "550 5.7.0 Email sending denied.",
      source: "Google, SMTP errors and codes"),
    Row(
      .policy, .weakStatus, codes: [534, 550, 551, 553, 554, 450, 451], statuses: ["x.7.0", "x.7.1"],
      source: "IANA, SMTP enhanced status codes"),
  ]
}
