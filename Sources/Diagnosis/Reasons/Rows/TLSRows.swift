import SMTPTranscript

extension ReplyReasons {
  /// Refusals that are about TLS.
  static let tlsRows: [Row] = [
    Row(
      .tlsRequired, .plainWords,
      any: [
        "must issue a starttls command first", "must issue starttls", "starttls command first", "starttls first",
        "issue starttls",
      ],
      example: "530 5.7.0 Must issue a STARTTLS command first", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .tlsRequired, .plainWords, any: ["must issue a start tls command first", "start tls command first"],
      example: "530 5.7.0 Must issue a start TLS command first", source: "Exchange Server 2003, non-delivery report"),
    Row(
      .tlsRequired, .plainWords, any: ["starttls is required", "starttls required"],
      example: "451 5.7.3 STARTTLS is required to send mail", source: "Exchange Server, receive connector"),
    Row(
      .tlsRequired, .plainWords, any: ["tls required", "tls is required", "requires tls"],
      example: "421 4.7.0 TLS required for RCPT domain, closing connection.", source: "Google, SMTP errors and codes"),
    Row(
      .tlsRequired, .plainWords, any: ["sent over a tls connection", "sent over a tls"],
      example: "550 5.7.29 This message was blocked because it wasn't sent over a TLS connection.",
      source: "Google, SMTP errors and codes"),
    Row(
      .tlsRequired, .plainWords, any: ["not using a tls connection", "youre not using a tls connection"],
      example: "421 4.7.29 Your email has been rate limited because you're not using a TLS connection.",
      source: "Google, SMTP errors and codes"),
    Row(
      .tlsRequired, .plainWords, any: ["tls encryption required", "tls encryption is required"],
      example: "550 5.7.1 TLS encryption required", source: "seen in captures"),
    Row(
      .tlsRequired, .plainWords,
      any: [
        "must use tls", "must be encrypted", "encryption required", "encryption needed", "requires encryption",
        "encrypted connection required", "encrypted connection is required", "encrypted session required",
        "only accept tls", "without tls",
      ],
      source: "RFC 3207 section 4"),
    Row(
      .tlsRequired, .plainWords, any: ["session encryption is required"],
      example: "450 4.7.1 Session encryption is required", source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .tlsRequired, .plainWords, any: ["failed to establish appropriate tls channel", "appropriate tls channel"],
      example: "454 4.7.0 Failed to establish appropriate TLS channel: Access Denied", source: "seen in captures"),
    Row(.tlsRequired, .status, codes: [523], source: "IANA, SMTP enhanced status codes"),
    Row(
      .tlsTooWeak, .plainWords, any: ["certificate validation failure", "certificate validation failed"],
      example: "454 4.7.5 Certificate validation failure", source: "Exchange Server, receive connector"),
    Row(
      .tlsTooWeak, .plainWords,
      any: [
        "no verified certificate", "requires a client certificate", "client certificate required",
        "valid client certificate",
      ],
      example: "550 no verified certificate", source: "Exim 4.99 src/acl.c"),
    Row(
      .tlsTooWeak, .plainWords, any: ["tls 1 0 and 1 1 are not supported", "update your client to support tls"],
      example: """
        421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS \
        1.2. Visit https://aka.ms/smtp_auth_tls
        """, source: "Exchange team, announcement"),
    Row(
      .tlsTooWeak, .plainWords,
      any: [
        "temporary authentication failure because negotiated tls cipher strength is too weak",
        "cipher strength is too weak", "encryption too weak", "cipher too weak",
      ],
      example: "454 4.7.0 Temporary authentication failure because negotiated Tls cipher strength is too weak",
      source: "Exchange Server, receive connector"),
    Row(
      .tlsTooWeak, .plainWords, any: ["cryptographic failure"], example: "554 5.7.5 Cryptographic failure",
      source: "Exchange Server, receive connector"),
    Row(.tlsTooWeak, .plainWords, any: ["not authenticated by tls"], source: "Sendmail 8 cf/m4/proto.m4"),
    Row(
      .tlsTooWeak, .provider, any: ["partner connector configured", "restrictdomainstocertificate"],
      example: """
        550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the \
        message's recipient domain.
        """, source: "Exchange Online, non-delivery reports"),
    Row(.tlsTooWeak, .provider, statuses: ["4.7.66", "5.7.51"], source: "Exchange Online, non-delivery reports"),
    Row(
      .tlsMustNotBeUsed, .plainWords,
      any: ["must not use tls", "sender address rejected must not use tls", "tls not allowed", "tls is not allowed"],
      source: "Trend Micro KA-0009041"),
    Row(
      .tlsUnavailable, .plainWords, any: ["tls not available", "tls is not available"],
      example: "454 4.7.0 TLS not available due to local problem", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .tlsUnavailable, .plainWords, any: ["tls currently unavailable", "tls unavailable"],
      example: "454 TLS currently unavailable", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .tlsUnavailable, .plainWords,
      any: ["tls not available after start", "tls currently not available", "starttls temporarily not possible"],
      example: "454 4.3.3 TLS not available after start", source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .tlsUnavailable, .plainWords, any: ["unable to initialize security subsystem"],
      example: "554 5.7.3 Unable to initialize security subsystem", source: "Exchange Server, receive connector"),
    Row(
      .tlsUnavailable, .plainWords, codes: [554], verbs: [.startTLS], any: ["security failure"],
      example: "554 Security failure", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .tlsUnavailable, .plainWords,
      any: [
        "starttls command used when not advertised", "starttls not supported", "starttls not available",
        "tls not supported",
      ],
      example: "503 STARTTLS command used when not advertised", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .tlsUnavailable, .status, codes: [454], verbs: [.startTLS], example: "454 4.3.0 Try again later",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(.tlsUnavailable, .status, .probable, codes: [450, 451, 403], verbs: [.startTLS], source: "RFC 3207 section 4"),
    Row(
      .tlsRate, .plainWords, any: ["too many new tls sessions"],
      example: "454 4.7.0 Error: too many new TLS sessions from mail.example.com[192.0.2.10]",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .tlsRate, .plainWords, any: ["maximum tls rate exceeded"],
      example: "454 4.7.0 Cannot accept TLS as maximum TLS rate exceeded for server",
      source: "Exchange Server, receive connector"),
    Row(
      .tlsAlreadyActive, .plainWords, any: ["tls already active", "already in tls", "tls is already active"],
      example: "554 5.5.1 Error: TLS already active", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .tlsAlreadyActive, .plainWords, any: ["channel already secured", "already secured"],
      example: "503 5.5.1 Invalid command: Channel already secured", source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .tlsAlreadyActive, .plainWords, any: ["only one starttls command can be issued"],
      example: "503 5.5.2 Only one STARTTLS command can be issued per session",
      source: "Exchange Server, receive connector"),
  ]
}
