import SMTPTranscript

extension ReplyReasons {
  /// Refusals that are about a login.
  static let loginRows: [Row] = [
    Row(
      .loginRequired, .plainWords,
      any: ["authentication required", "authentication is required", "smtp authentication is required"],
      example: "530 5.7.0 Authentication required", source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .loginRequired, .plainWords, any: ["client was not authenticated", "client not authenticated"],
      example: "530 5.7.1 Client was not authenticated", source: "Exchange Online, non-delivery reports"),
    Row(
      .loginRequired, .plainWords,
      any: ["not authenticated to send anonymous mail", "authenticated to send anonymous mail"],
      example: "530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .loginRequired, .plainWords, codes: [530], any: ["not authenticated"], example: "530 5.7.1 Not authenticated",
      source: "Exchange Server, receive connector"),
    Row(
      .loginRequired, .plainWords, any: ["must issue an auth command first", "auth command first", "auth first"],
      example: "530 5.5.1 Invalid command: Must issue an AUTH command first",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .loginRequired, .plainWords, any: ["send auth command first"],
      example: "503 5.5.4 Error: send AUTH command first", source: "Postfix 3.12 src/smtpd/smtpd_sasl_proto.c"),
    Row(
      .loginRequired, .plainWords, any: ["need ehlo and auth first", "ehlo and auth first"],
      example: "503 Error: need EHLO and AUTH first !", source: "seen in captures"),
    Row(
      .loginRequired, .plainWords,
      any: ["sender address rejected not logged in", "not logged in", "log in first", "must log in"],
      example: "553 5.7.1 <carol@example.com>: Sender address rejected: not logged in",
      source: "Postfix 3.12 src/smtpd/smtpd_check.c"),
    Row(
      .loginRequired, .plainWords, any: ["require basic authentication"],
      example: "451 5.7.3 Require basic authentication", source: "Exchange Server, receive connector"),
    Row(
      .loginRequired, .plainWords,
      any: ["must authenticate", "authenticate first", "please authenticate", "authentication needed"],
      source: "RFC 4954 section 6"),
    Row(.loginRequired, .provider, statuses: ["5.7.57"], source: "Exchange Online, non-delivery reports"),
    Row(
      .loginRequired, .status, .probable, codes: [530], none: ["tls", "starttls", "encryption"],
      source: "RFC 4954 section 6"),
    Row(
      .credentials, .plainWords, codes: [535], any: ["user credentials were incorrect"],
      example: "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.",
      source: "seen in captures"),
    Row(
      .credentials, .words, codes: [535, 501, 550, 554],
      any: ["error authentication failed", "authentication failed", "authentication failure"],
      example: "535 5.7.8 Error: authentication failed: (reason unavailable)",
      source: "Postfix 3.12 src/smtpd/smtpd_sasl_glue.c"),
    Row(
      .credentials, .words, codes: [535], any: ["authentication unsuccessful"],
      example: "535 5.7.3 Authentication unsuccessful", source: "Exchange Server, receive connector"),
    Row(
      .credentials, .words, any: ["incorrect authentication data"], example: "535 Incorrect authentication data",
      source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .credentials, .plainWords,
      any: ["username and password not accepted", "invalid credentials", "incorrect password", "invalid password"],
      example: "535 5.7.8 Username and Password not accepted.", source: "Google, SMTP errors and codes"),
    Row(
      .credentials, .status, codes: [535], example: "535 Authentication failed",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(
      .loginDisabled, .plainWords, any: ["smtpclientauthentication is disabled"],
      example: """
        535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. \
        Visit https://aka.ms/smtp_auth_disabled for more information.
        """, source: "seen in captures"),
    Row(
      .loginDisabled, .plainWords,
      any: ["authentication unsuccessful basic authentication is disabled", "basic authentication is disabled"],
      example: "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
      source: "Exchange Online, non-delivery reports"),
    Row(
      .loginDisabled, .plainWords,
      any: ["basic authentication is not supported for client submission", "basic authentication is not supported"],
      example: "550 5.7.30 Basic authentication is not supported for Client Submission.",
      source: "Exchange team, announcement"),
    Row(
      .loginDisabled, .plainWords, verbs: [.auth, .xExps],
      any: [
        "account disabled", "account is disabled", "account has been disabled", "account locked", "account is locked",
      ],
      source: "IANA, SMTP enhanced status codes"),
    Row(
      .strongerLoginNeeded, .plainWords,
      any: ["application specific password required", "application specific password", "app password"],
      example: "534 5.7.9 Application-specific password required.", source: "Google, SMTP errors and codes"),
    Row(
      .strongerLoginNeeded, .plainWords, any: ["log in with your web browser", "log in via your web browser"],
      example: "534 5.7.9 Please log in with your web browser and then try again.",
      source: "Google, SMTP errors and codes"),
    Row(
      .strongerLoginNeeded, .plainWords, any: ["log in through your web browser"],
      example: "534 5.7.14 Please log in through your web browser and then try again.",
      source: "Google, SMTP errors and codes"),
    Row(
      .strongerLoginNeeded, .plainWords, any: ["password transition is needed", "password transition needed"],
      source: "RFC 4954 section 6"),
    Row(
      .strongerLoginNeeded, .plainWords, any: ["authentication mechanism is too weak", "mechanism too weak"],
      source: "RFC 4954 section 6"),
    Row(.strongerLoginNeeded, .status, codes: [534], source: "RFC 4954 section 6"),
    Row(
      .loginUnavailable, .plainWords, any: ["temporary authentication failure"],
      example: "454 4.7.0 Temporary authentication failure: Connection lost to authentication server",
      source: "Postfix 3.12 src/smtpd/smtpd_sasl_glue.c"),
    Row(
      .loginUnavailable, .plainWords, any: ["temporary authorization failure"],
      example: "454 4.7.0 Temporary authorization failure", source: "Exchange Server, receive connector"),
    Row(
      .loginUnavailable, .plainWords, any: ["cannot authenticate due to a temporary system problem"],
      example: "454 4.7.0 Cannot authenticate due to a temporary system problem. Try again later.",
      source: "Google, SMTP errors and codes"),
    Row(
      .loginUnavailable, .plainWords, any: ["unable to authenticate at present"],
      example: "435 Unable to authenticate at present", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .loginUnavailable, .status, codes: [454, 435], verbs: [.auth, .xExps], example: "454 4.3.0 Try again later",
      source: "Postfix 3.12 src/smtpd/smtpd_sasl_proto.c"),
    Row(.loginUnavailable, .weakStatus, codes: [450, 451], verbs: [.auth, .xExps], source: "RFC 4954 section 6"),
    Row(
      .mechanismUnknown, .plainWords, any: ["unrecognized authentication type"],
      example: "504 5.7.4 Unrecognized authentication type", source: "Exchange Server, receive connector"),
    Row(
      .mechanismUnknown, .plainWords, any: ["xoauth is no longer supported"],
      example: "504 5.7.4 XOAUTH is no longer supported.", source: "Google, SMTP errors and codes"),
    Row(
      .mechanismUnknown, .plainWords, codes: [504], any: ["auth mechanism", "authentication mechanism"],
      example: "504 5.3.3 AUTH mechanism CRAM-MD5 not available", source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .mechanismUnknown, .plainWords, codes: [504], any: ["auth method", "authentication method"],
      example: "504 5.7.4 Security features not supported: AUTH method \"NTLM\" not supported",
      source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(.mechanismUnknown, .status, codes: [504], verbs: [.auth, .xExps], source: "RFC 4954 section 6"),
    Row(
      .loginMalformed, .plainWords, any: ["invalid base64 data"], example: "501 Invalid base64 data",
      source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .loginMalformed, .plainWords, verbs: [.auth, .xExps],
      any: ["base64", "malformed", "cannot decode", "could not decode"], source: "RFC 4954 section 6"),
    Row(
      .loginMalformed, .plainWords,
      any: ["invalid base64 data in continued response", "invalid base64 data in initial response"],
      example: "535 5.7.8 Error: authentication failed: Invalid base64 data in continued response",
      source: "Postfix 3.12 src/smtpd/smtpd_sasl_glue.c"),
    Row(
      .loginMalformed, .plainWords, any: ["cannot decode auth parameter"],
      example: "501 5.5.4 cannot decode AUTH parameter AGFsaWNl", source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .loginMalformed, .plainWords, any: ["syntax error cannot decode response", "cannot decode response"],
      example: "501 5.5.2 Syntax error, cannot decode response.", source: "Google, SMTP errors and codes"),
    Row(
      .loginMalformed, .plainWords, any: ["invalid auth string"], example: "504 Invalid AUTH string",
      source: "Haraka plugins/auth/auth_base.js"),
    Row(
      .loginMalformed, .status, .probable, codes: [501], verbs: [.auth, .xExps], none: ["syntax auth"],
      source: "RFC 4954 section 6"),
    Row(
      .loginTooLong, .plainWords, any: ["sasl response limit exceeded"],
      example: "500 5.5.6 SASL response limit exceeded", source: "Postfix 3.12 src/smtpd/smtpd_sasl_glue.c"),
    Row(.loginTooLong, .plainWords, any: ["authentication exchange line is too long"], source: "RFC 4954 section 6"),
    Row(
      .loginTooLong, .plainWords, codes: [500], verbs: [.auth, .xExps], any: ["line too long", "command too long"],
      example: "500 5.5.2 Command too long", source: "Exchange Server, receive connector"),
    Row(
      .initialResponseRefused, .plainWords, any: ["initial data not expected", "initial response not"],
      example: "553 Initial data not expected", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .loginAlreadyDone, .plainWords, any: ["error already authenticated", "already authenticated"],
      example: "503 5.5.1 Error: already authenticated", source: "Postfix 3.12 src/smtpd/smtpd_sasl_proto.c"),
    Row(
      .loginAlreadyDone, .plainWords, any: ["auth command already specified"],
      example: "503 5.5.2 Auth command already specified", source: "Exchange Server, receive connector"),
    Row(
      .loginAlreadyDone, .plainWords, verbs: [.auth, .xExps], any: ["mail transaction in progress"],
      example: "503 5.5.1 Error: MAIL transaction in progress", source: "Postfix 3.12 src/smtpd/smtpd_sasl_proto.c"),
    Row(
      .loginAlreadyDone, .plainWords, verbs: [.auth, .xExps], any: ["not permitted in mail transaction"],
      example: "503 not permitted in mail transaction", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .loginAlreadyDone, .plainWords, any: ["no identity changes permitted"],
      example: "503 5.7.0 No identity changes permitted.", source: "Google, SMTP errors and codes"),
    Row(
      .loginNotOffered, .plainWords, any: ["auth command used when not advertised"],
      example: "503 AUTH command used when not advertised", source: "Exim 4.99 src/smtp_in.c"),
    Row(
      .loginNotOffered, .plainWords, any: ["authentication not enabled", "auth not enabled"],
      example: "503 5.5.1 Error: authentication not enabled", source: "Postfix 3.12 src/smtpd/smtpd_sasl_proto.c"),
    Row(
      .loginNotOffered, .plainWords,
      any: [
        "auth not available", "auth not supported", "authentication not available", "authentication is not available",
      ],
      example: "503 5.3.3 AUTH not available", source: "Sendmail 8 sendmail/srvrsmtp.c"),
    Row(
      .loginNotOffered, .status, codes: [500, 502], verbs: [.auth, .xExps],
      example: "502 5.5.1 Error: command not implemented", source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .loginNotOffered, .words, verbs: [.auth, .xExps],
      any: ["invalid command command not supported", "command not supported"],
      example: "503 5.5.1 Invalid command: Command not supported", source: "OpenSMTPD usr.sbin/smtpd/smtp_session.c"),
    Row(.loginNotOffered, .weakStatus, codes: [503], verbs: [.auth, .xExps], source: "RFC 4954 section 6"),
    Row(
      .loginAttempts, .plainWords, any: ["too many auth commands"],
      example: "450 4.7.1 Error: too many AUTH commands from mail.example.com[192.0.2.10]",
      source: "Postfix 3.12 src/smtpd/smtpd.c"),
    Row(
      .loginAttempts, .plainWords,
      any: [
        "too many login attempts", "too many failed login*", "too many failed auth*", "too many invalid login*",
        "too many authentication failures",
      ],
      example: "454 4.7.0 Too many login attempts, please try again later.", source: "Google, SMTP errors and codes"),
    Row(
      .loginNeedsEncryption, .plainWords, any: ["encryption required for requested authentication mechanism"],
      example: "504 5.5.4 Encryption required for requested authentication mechanism",
      source: "Postfix 3.12 src/smtpd/smtpd_sasl_proto.c"),
    Row(
      .loginNeedsEncryption, .plainWords, any: ["require starttls to authenticate"],
      example: "451 5.7.3 Require STARTTLS to authenticate", source: "Exchange Server, receive connector"),
    Row(
      .loginNeedsEncryption, .plainWords, any: ["require starttls to do basic authentication"],
      example: "451 5.7.3 Require STARTTLS to do basic authentication", source: "Exchange Server, receive connector"),
    Row(.loginNeedsEncryption, .status, codes: [538], source: "RFC 4954 section 6"),
    Row(
      .unknown, .plainWords, verbs: [.auth, .xExps], any: ["authentication aborted", "auth aborted"],
      example: "501 5.7.0 Authentication aborted", source: "Postfix 3.12 src/smtpd/smtpd_sasl_glue.c"),
    Row(
      .unknown, .plainWords, verbs: [.auth, .xExps], any: ["authentication cancelled", "authentication canceled"],
      example: "501 Authentication cancelled", source: "Exim 4.99 src/smtp_in.c"),
  ]
}
