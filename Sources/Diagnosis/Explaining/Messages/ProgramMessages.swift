extension KnownMessage {
  /// Test tools and mail programs, and the errors of the systems beneath them.
  static let programs: [KnownMessage] = [
    KnownMessage(
      "curl", "STARTTLS not supported.",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped"],
      "measured, curl; lib/smtp.c"),
    KnownMessage(
      "curl", "STARTTLS denied, code %",
      ["starttls/refused-temporary", "starttls/refused-permanent"],
      "curl lib/smtp.c"),
    KnownMessage(
      "curl", "curl: (67) Login denied",
      ["auth/credentials-rejected"],
      "curl lib/strerror.c"),
    KnownMessage(
      "swaks", "Host did not advertise STARTTLS",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped"],
      "swaks"),
    KnownMessage(
      "swaks", "STARTTLS attempted but failed",
      ["starttls/refused-temporary", "starttls/refused-permanent"],
      "swaks"),
    KnownMessage(
      "swaks", "TLS startup failed (%)",
      ["tls/closed-after-client-hello", "tls/server-alert-after-client-hello", "tls/version-mismatch"],
      "swaks", isFrame: true),
    KnownMessage(
      "swaks", "Host did not advertise authentication",
      ["auth/not-advertised", "auth/not-advertised-before-tls"],
      "swaks"),
    KnownMessage(
      "swaks", "Auth not attempted, no advertised types available",
      ["auth/no-common-mechanism", "auth/not-advertised"],
      "swaks"),
    KnownMessage(
      "swaks", "Auth not attempted, requested type not available",
      ["auth/no-common-mechanism"],
      "swaks"),
    KnownMessage(
      "swaks", "No authentication type succeeded",
      ["auth/credentials-rejected", "auth/no-common-mechanism"],
      "swaks"),
    KnownMessage(
      "swaks", "Remote host closed connection unexpectedly.",
      ["transport/closed-mid-session", "transport/reset-before-banner"],
      "swaks"),
    KnownMessage(
      "msmtp", "the server does not support TLS via the STARTTLS command",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped"],
      "msmtp 1.8 src/msmtp.c"),
    KnownMessage(
      "msmtp", "the server does not support authentication",
      ["auth/not-advertised", "auth/not-advertised-before-tls"],
      "measured, msmtp 1.8; src/msmtp.c"),
    KnownMessage(
      "msmtp", "the server does not support authentication method %",
      ["auth/no-common-mechanism"],
      "msmtp 1.8 src/smtp.c"),
    KnownMessage(
      "msmtp", "cannot find a usable authentication method",
      ["auth/no-common-mechanism"],
      "msmtp 1.8 src/smtp.c"),
    KnownMessage(
      "msmtp", "cannot use a secure authentication method",
      ["auth/no-common-mechanism", "auth/not-advertised-before-tls"],
      "msmtp 1.8 src/smtp.c"),
    KnownMessage(
      "msmtp", "authentication failed (method %)",
      ["auth/credentials-rejected"],
      "msmtp 1.8 src/smtp.c"),
    KnownMessage(
      "msmtp", "TLS handshake failed: %",
      ["tls/closed-after-client-hello", "tls/server-alert-after-client-hello", "tls/version-mismatch"],
      "msmtp 1.8 src/mtls-gnutls.c", isFrame: true),
    KnownMessage(
      "msmtp", "TLS certificate verification failed",
      ["certificate/unknown-ca", "certificate/name-mismatch", "certificate/expired", "certificate/self-signed"],
      "msmtp 1.8 src/mtls.c", isFrame: true),
    KnownMessage(
      "msmtp", "the certificate owner does not match hostname %",
      ["certificate/name-mismatch"],
      "msmtp 1.8 src/mtls-openssl.c"),
    KnownMessage(
      "msmtp", "cannot get initial OK message from server",
      ["greeting/rejected-554", "greeting/busy-421", "greeting/not-smtp"],
      "msmtp 1.8 src/smtp.c"),
    KnownMessage(
      "msmtp", "the server sent an empty reply",
      ["transport/reset-before-banner", "transport/closed-mid-session"],
      "msmtp 1.8 src/smtp.c"),
    KnownMessage(
      "msmtp", "the server sent an invalid reply",
      ["greeting/not-smtp", "greeting/malformed", "tls/server-alert-after-client-hello"],
      "msmtp 1.8 src/smtp.c"),
    KnownMessage(
      "Outlook",
      "Your server does not support the connection encryption type you have specified. Try changing the encryption method.",
      [
        "starttls/not-offered", "tls/clienthello-on-plaintext-port", "tls/plaintext-on-implicit-port",
        "tls/version-mismatch",
      ],
      "Microsoft Q&A"),
    KnownMessage(
      "Outlook", "0x800CCC1A",
      ["starttls/not-offered", "tls/clienthello-on-plaintext-port", "tls/version-mismatch"],
      "unixs.ru"),
    KnownMessage(
      "Thunderbird",
      "Unable to establish a secure link with Outgoing server (SMTP) % using STARTTLS since it doesn't advertise that feature.",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped"],
      "Thunderbird, locale texts"),
    KnownMessage(
      "Thunderbird",
      "The message could not be sent because connecting to Outgoing server (SMTP) % failed. The server may be unavailable or is refusing SMTP connections.",
      ["transport/connection-refused", "transport/no-syn-ack", "greeting/rejected-554"],
      "Thunderbird, locale texts"),
    KnownMessage(
      "Thunderbird",
      "The message could not be sent because the connection to Outgoing server (SMTP) % was lost in the middle of the transaction.",
      ["transport/reset-mid-session", "transport/closed-mid-session"],
      "Thunderbird, locale texts"),
    KnownMessage(
      "Thunderbird", "The message could not be sent because the connection to Outgoing server (SMTP) % timed out.",
      ["transport/no-syn-ack", "tls/implicit-port-deadlock", "greeting/no-banner"],
      "Thunderbird, locale texts"),
    KnownMessage(
      "Thunderbird", "The Outgoing server (SMTP) % does not seem to support encrypted passwords.",
      ["auth/no-common-mechanism"],
      "Thunderbird, locale texts"),
    KnownMessage(
      "Thunderbird", "The Outgoing server (SMTP) % does not allow plaintext passwords.",
      ["auth/encryption-required", "auth/no-common-mechanism"],
      "Thunderbird, locale texts"),
    KnownMessage(
      "Thunderbird", "Unable to authenticate to Outgoing server (SMTP) %. Please check the password",
      ["auth/credentials-rejected"],
      "Thunderbird, locale texts", isFrame: true),
    KnownMessage(
      "Thunderbird", "The Kerberos/GSSAPI ticket was not accepted by the Outgoing server (SMTP) %",
      ["auth/credentials-rejected", "auth/gssapi"],
      "Thunderbird, locale texts"),
    KnownMessage(
      "Thunderbird", "The Outgoing server (SMTP) % does not support the selected authentication method.",
      ["auth/no-common-mechanism", "auth/not-advertised-before-tls"],
      "Thunderbird, locale texts"),
    KnownMessage(
      "Thunderbird", "The size of the message you are trying to send exceeds the global size limit of the server.",
      ["policy/message-size"],
      "Thunderbird, locale texts"),
    KnownMessage(
      "a system's", "Connection refused",
      ["transport/connection-refused"],
      "strerror(3)"),
    KnownMessage(
      "a system's", "Connection timed out",
      ["transport/no-syn-ack", "greeting/no-banner"],
      "strerror(3)"),
    KnownMessage(
      "a system's", "Connection reset by peer",
      ["transport/reset-mid-session", "transport/reset-before-banner", "transport/rst-injected"],
      "strerror(3)"),
    KnownMessage(
      "a system's", "No route to host",
      ["transport/icmp-unreachable", "transport/no-syn-ack"],
      "strerror(3)"),
    KnownMessage(
      "a system's", "Network is unreachable",
      ["transport/icmp-unreachable", "transport/address-family-fallback"],
      "strerror(3)"),
    KnownMessage(
      "Windows", "No connection could be made because the target machine actively refused it",
      ["transport/connection-refused"],
      "Windows Sockets error 10061"),
    KnownMessage(
      "Windows", "An existing connection was forcibly closed by the remote host",
      ["transport/reset-mid-session", "tls/closed-after-client-hello"],
      "Windows Sockets error 10054"),
    KnownMessage(
      "Windows",
      "A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond",
      ["transport/no-syn-ack", "greeting/no-banner"],
      "Windows Sockets error 10060"),
    KnownMessage(
      "curl", "SSL: no alternative certificate subject name matches target host name %",
      ["certificate/name-mismatch"],
      "curl lib/vtls, public reports"),
    KnownMessage(
      "curl", "SSL certificate problem: unable to get local issuer certificate",
      ["certificate/incomplete-chain", "certificate/unknown-ca", "certificate/substituted"],
      "curl lib/vtls/openssl.c, public reports"),
    KnownMessage(
      "Outlook", "None of the authentication methods supported by this client are supported by your server.",
      ["auth/no-common-mechanism", "auth/not-advertised", "auth/not-advertised-before-tls"],
      "Microsoft, Outlook error 0x800CCC80"),
    KnownMessage(
      "Outlook", "0x800CCC80",
      ["auth/no-common-mechanism", "auth/not-advertised"],
      "Microsoft, Outlook error 0x800CCC80"),
  ]
}
