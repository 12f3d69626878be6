extension KnownMessage {
  /// The libraries with which programs send mail.
  static let languages: [KnownMessage] = [
    KnownMessage(
      "Python", "STARTTLS extension not supported by server.",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped"],
      "measured, Python 3.11 smtplib"),
    KnownMessage(
      "Python", "SMTP AUTH extension not supported by server.",
      ["auth/not-advertised", "auth/not-advertised-before-tls"],
      "Python 3.11 smtplib"),
    KnownMessage(
      "Python", "No suitable authentication method found.",
      ["auth/no-common-mechanism"],
      "Python 3.11 smtplib"),
    KnownMessage(
      "Python", "smtplib.SMTPAuthenticationError: %",
      ["auth/credentials-rejected"],
      "Python 3.11 smtplib", isFrame: true),
    KnownMessage(
      "Python", "smtplib.SMTPServerDisconnected: Connection unexpectedly closed",
      ["transport/reset-before-banner", "transport/closed-mid-session", "tls/implicit-port-deadlock"],
      "Python 3.11 smtplib"),
    KnownMessage(
      "Python", "smtplib.SMTPHeloError",
      ["ehlo/rejected-name", "ehlo/rejected-no-fallback"],
      "Python 3.11 smtplib", isFrame: true),
    KnownMessage(
      "Python", "ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number",
      ["tls/clienthello-on-plaintext-port", "starttls/220-then-plaintext", "tls/answered-in-clear"],
      "measured, Python 3.11"),
    KnownMessage(
      "Python", "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed",
      [
        "certificate/unknown-ca", "certificate/incomplete-chain", "certificate/self-signed", "certificate/expired",
        "certificate/name-mismatch",
      ],
      "measured, Python 3.11", isFrame: true),
    KnownMessage(
      "Python", "The handshake operation timed out",
      ["tls/no-server-hello", "tls/implicit-port-deadlock", "tls/stalled"],
      "Python 3.11 _ssl.c"),
    KnownMessage(
      "PHPMailer", "SMTP Error: Could not authenticate.",
      ["auth/credentials-rejected", "auth/no-common-mechanism"],
      "PHPMailer src/PHPMailer.php", isFrame: true),
    KnownMessage(
      "PHPMailer", "SMTP Error: Could not connect to SMTP host.",
      ["transport/no-syn-ack", "transport/connection-refused", "greeting/no-banner"],
      "PHPMailer src/PHPMailer.php", isFrame: true),
    KnownMessage(
      "PHPMailer", "SMTP connect() failed.",
      ["transport/no-syn-ack", "transport/connection-refused", "certificate/unknown-ca"],
      "PHPMailer src/PHPMailer.php", isFrame: true),
    KnownMessage(
      "PHPMailer", "No supported authentication methods found",
      ["auth/no-common-mechanism"],
      "PHPMailer src/SMTP.php"),
    KnownMessage(
      "PHPMailer", "SMTP Error: data not accepted.",
      ["policy/message-rejected", "policy/refused"],
      "PHPMailer src/PHPMailer.php", isFrame: true),
    KnownMessage(
      "PHPMailer", "SMTP Error: The following recipients failed: %",
      ["policy/recipient-rejected", "policy/relay-denied"],
      "PHPMailer src/PHPMailer.php", isFrame: true),
    KnownMessage(
      "PHP",
      "stream_socket_enable_crypto(): SSL operation failed with code 1. OpenSSL Error messages: error:0A000086:SSL routines::certificate verify failed",
      [
        "certificate/unknown-ca", "certificate/incomplete-chain", "certificate/self-signed", "certificate/expired",
        "certificate/name-mismatch",
      ],
      "php/doc-en#4713", isFrame: true),
    KnownMessage(
      "PHP", "stream_socket_enable_crypto(): Peer certificate CN=% did not match expected CN=%",
      ["certificate/name-mismatch"],
      "PHP ext/openssl/xp_ssl.c"),
    KnownMessage(
      "Jakarta Mail", "STARTTLS is required but host does not support STARTTLS",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped"],
      "Jakarta Mail, SMTPTransport"),
    KnownMessage(
      "Jakarta Mail", "Could not convert socket to TLS",
      ["certificate/unknown-ca", "tls/version-mismatch", "tls/no-shared-cipher", "tls/closed-after-client-hello"],
      "Jakarta Mail, SMTPTransport", isFrame: true),
    KnownMessage(
      "Jakarta Mail", "No authentication mechanisms supported by both server and client",
      ["auth/no-common-mechanism"],
      "jakartaee/mail-api#84"),
    KnownMessage(
      "Jakarta Mail", "javax.mail.AuthenticationFailedException: %",
      ["auth/credentials-rejected"],
      "Jakarta Mail", isFrame: true),
    KnownMessage(
      "Jakarta Mail", "Could not connect to SMTP host: %, port: %, response: %",
      ["greeting/rejected-554", "greeting/busy-421", "greeting/421-policy"],
      "Jakarta Mail, SMTPTransport", isFrame: true),
    KnownMessage(
      "Jakarta Mail", "Couldn't connect to host, port: %; timeout %",
      ["transport/no-syn-ack", "transport/connection-refused"],
      "Jakarta Mail, SMTPTransport"),
    KnownMessage(
      "Java", "No appropriate protocol (protocol is disabled or cipher suites are inappropriate)",
      ["tls/version-mismatch", "starttls/client-left-after-220", "tls/no-shared-cipher"],
      "convertigo#514"),
    KnownMessage(
      "Java", "PKIX path building failed: unable to find valid certification path to requested target",
      ["certificate/unknown-ca", "certificate/incomplete-chain", "certificate/self-signed", "certificate/substituted"],
      "OpenJDK, public reports"),
    KnownMessage(
      "Java", "The server selected protocol version % is not accepted by client preferences %",
      ["tls/version-mismatch"],
      "OpenJDK, public reports"),
    KnownMessage(
      "Java", "Server chose %, but that protocol version is not enabled or not supported by the client.",
      ["tls/version-mismatch"],
      "OpenJDK, public reports"),
    KnownMessage(
      "Java", "Received fatal alert: handshake_failure",
      ["tls/no-shared-cipher", "tls/server-alert-after-client-hello", "tls/no-common-group"],
      "OpenJDK, public reports"),
    KnownMessage(
      "Java", "Received fatal alert: protocol_version",
      ["tls/version-mismatch"],
      "OpenJDK, public reports"),
    KnownMessage(
      "Java", "Unsupported or unrecognized SSL message",
      ["tls/clienthello-on-plaintext-port", "starttls/220-then-plaintext"],
      "OpenJDK SSLSocketInputRecord"),
    KnownMessage(
      "Java", "Unrecognized SSL message, plaintext connection?",
      ["tls/clienthello-on-plaintext-port", "starttls/220-then-plaintext"],
      "OpenJDK, public reports"),
    KnownMessage(
      "Java", "Remote host terminated the handshake",
      ["tls/closed-after-client-hello", "starttls/220-then-close"],
      "OpenJDK, public reports"),
    KnownMessage(
      "Java", "Remote host closed connection during handshake",
      ["tls/closed-after-client-hello", "starttls/220-then-close"],
      "OpenJDK, public reports"),
    KnownMessage(
      ".NET SmtpClient", "Server does not support secure connections.",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped"],
      "System.Net.Mail resource text"),
    KnownMessage(
      ".NET SmtpClient", "The SMTP server requires a secure connection or the client was not authenticated.",
      ["starttls/required-by-server", "auth/required"],
      "System.Net.Mail resource text", isFrame: true),
    KnownMessage(
      ".NET", "The remote certificate is invalid according to the validation procedure",
      ["certificate/unknown-ca", "certificate/name-mismatch", "certificate/expired", "certificate/self-signed"],
      "System.Net.Security resource text"),
    KnownMessage(
      ".NET",
      "Unable to read data from the transport connection: An existing connection was forcibly closed by the remote host.",
      ["transport/reset-mid-session", "tls/closed-after-client-hello"],
      "System.Net resource text"),
    KnownMessage(
      "MailKit", "The SMTP server does not support the STARTTLS extension.",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped"],
      "MailKit Net/Smtp/SmtpClient.cs"),
    KnownMessage(
      "MailKit", "The SMTP server does not support authentication.",
      ["auth/not-advertised", "auth/not-advertised-before-tls"],
      "MailKit Net/Smtp/SmtpClient.cs"),
    KnownMessage(
      "MailKit", "No compatible authentication mechanisms found.",
      ["auth/no-common-mechanism"],
      "MailKit Net/Smtp/SmtpClient.cs"),
    KnownMessage(
      "MailKit", "The SMTP server has unexpectedly disconnected.",
      ["transport/closed-mid-session", "transport/reset-mid-session"],
      "MailKit Net/Smtp/SmtpStream.cs"),
    KnownMessage(
      "MailKit", "The host name did not match the name given in the server's SSL certificate",
      ["certificate/name-mismatch"],
      "MailKit Security/SslHandshakeException.cs"),
    KnownMessage(
      "MailKit", "port % is typically reserved for plain-text connections",
      ["tls/clienthello-on-plaintext-port"],
      "MailKit Security/SslHandshakeException.cs"),
    KnownMessage(
      "MailKit", "An error occurred while attempting to establish an SSL or TLS connection.",
      [
        "tls/closed-after-client-hello", "certificate/unknown-ca", "tls/version-mismatch",
        "tls/clienthello-on-plaintext-port",
      ],
      "MailKit Security/SslHandshakeException.cs", isFrame: true),
    KnownMessage(
      "nodemailer", "Greeting never received",
      ["greeting/no-banner", "tls/implicit-port-deadlock", "greeting/slow-banner"],
      "nodemailer lib/smtp-connection/index.js"),
    KnownMessage(
      "nodemailer", "Invalid greeting. response=%",
      ["greeting/rejected-554", "greeting/not-smtp", "greeting/421-policy"],
      "nodemailer lib/smtp-connection/index.js", isFrame: true),
    KnownMessage(
      "nodemailer", "Error upgrading connection with STARTTLS",
      ["starttls/refused-temporary", "starttls/refused-permanent", "starttls/attempted-not-advertised"],
      "nodemailer lib/smtp-connection/index.js", isFrame: true),
    KnownMessage(
      "nodemailer", "EHLO failed but HELO does not support required STARTTLS. response=%",
      ["ehlo/rejected-helo-fallback", "ehlo/rejected-no-fallback"],
      "nodemailer lib/smtp-connection/index.js"),
    KnownMessage(
      "nodemailer", "Error initiating TLS - %",
      ["tls/clienthello-on-plaintext-port", "certificate/unknown-ca", "tls/version-mismatch"],
      "nodemailer lib/smtp-connection/index.js", isFrame: true),
    KnownMessage(
      "nodemailer", "Invalid login: %",
      ["auth/credentials-rejected"],
      "nodemailer lib/smtp-connection/index.js", isFrame: true),
    KnownMessage(
      "nodemailer", "Error: Connection closed unexpectedly",
      ["transport/closed-mid-session", "transport/reset-before-banner"],
      "nodemailer lib/smtp-connection/index.js"),
    KnownMessage(
      "nodemailer", "Unknown authentication method %",
      ["auth/no-common-mechanism"],
      "nodemailer lib/smtp-connection/index.js"),
    KnownMessage(
      "nodemailer", "Message size larger than allowed %",
      ["policy/message-size"],
      "nodemailer lib/smtp-connection/index.js"),
    KnownMessage(
      "nodemailer", "Server does not support REQUIRETLS extension",
      ["policy/feature-missing"],
      "nodemailer lib/smtp-connection/index.js"),
    KnownMessage(
      "nodemailer", "Server terminates connection. response=%",
      ["greeting/busy-421", "policy/server-trouble"],
      "nodemailer lib/smtp-connection/index.js"),
    KnownMessage(
      "Go", "tls: first record does not look like a TLS handshake",
      ["tls/clienthello-on-plaintext-port", "starttls/220-then-plaintext"],
      "Go crypto/tls"),
    KnownMessage(
      "Go", "x509: certificate signed by unknown authority",
      ["certificate/unknown-ca", "certificate/incomplete-chain", "certificate/self-signed"],
      "Go crypto/x509"),
    KnownMessage(
      "Go", "x509: certificate has expired or is not yet valid",
      ["certificate/expired", "certificate/not-yet-valid"],
      "Go crypto/x509"),
    KnownMessage(
      "Go", "x509: certificate is valid for %, not %",
      ["certificate/name-mismatch"],
      "Go crypto/x509"),
    KnownMessage(
      "Go", "smtp: server doesn't support AUTH",
      ["auth/not-advertised", "auth/not-advertised-before-tls"],
      "Go net/smtp"),
    KnownMessage(
      "Go", "remote error: tls: handshake failure",
      ["tls/no-shared-cipher", "tls/server-alert-after-client-hello"],
      "Go crypto/tls"),
    KnownMessage(
      "Go", "tls: server selected unsupported protocol version %",
      ["tls/version-mismatch"],
      "Go crypto/tls"),
    KnownMessage(
      "Ruby", "Net::SMTPAuthenticationError",
      ["auth/credentials-rejected"],
      "Ruby net/smtp", isFrame: true),
    KnownMessage(
      "Symfony Mailer", "Unable to connect with STARTTLS",
      ["certificate/unknown-ca", "tls/version-mismatch", "tls/closed-after-client-hello"],
      "symfony/mailer EsmtpTransport", isFrame: true),
    KnownMessage(
      "Symfony Mailer", "Failed to authenticate on SMTP server with username % using the following authenticators: %",
      ["auth/credentials-rejected"],
      "symfony/mailer EsmtpTransport", isFrame: true),
    KnownMessage(
      "Symfony Mailer", "Failed to find an authenticator supported by the SMTP server.",
      ["auth/no-common-mechanism"],
      "symfony/mailer EsmtpTransport"),
    KnownMessage(
      "Symfony Mailer", "Connection could not be established with host %",
      ["transport/no-syn-ack", "transport/connection-refused"],
      "symfony/mailer", isFrame: true),
    KnownMessage(
      "Python", "EOF occurred in violation of protocol",
      ["tls/closed-after-client-hello", "starttls/220-then-close", "transport/closed-mid-session"],
      "CPython Modules/_ssl.c"),
    KnownMessage(
      "Python", "ConnectionRefusedError: [Errno 111] Connection refused",
      ["transport/connection-refused"],
      "CPython, strerror(3)"),
    KnownMessage(
      "Python", "TimeoutError: [Errno 110] Connection timed out",
      ["transport/no-syn-ack", "greeting/no-banner"],
      "CPython, strerror(3)"),
    KnownMessage(
      "Node.js", "connect ECONNREFUSED %",
      ["transport/connection-refused"],
      "Node.js, errors of libuv"),
    KnownMessage(
      "Node.js", "connect ETIMEDOUT %",
      ["transport/no-syn-ack"],
      "Node.js, errors of libuv"),
    KnownMessage(
      "Node.js", "read ECONNRESET",
      ["transport/reset-mid-session", "transport/reset-before-banner", "tls/closed-after-client-hello"],
      "Node.js, errors of libuv"),
    KnownMessage(
      "Node.js", "Hostname/IP does not match certificate's altnames: %",
      ["certificate/name-mismatch"],
      "Node.js lib/tls.js"),
  ]
}
