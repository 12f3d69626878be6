extension KnownMessage {
  private static let source = "Sendmail 8.18 "

  static let sendmail: [KnownMessage] = [
    KnownMessage(
      "Sendmail, sending", "403 4.7.0 TLS handshake failed.",
      [
        "tls/closed-after-client-hello", "tls/version-mismatch", "tls/no-shared-cipher",
        "tls/client-alert-after-server-flight", "tls/weak-dh",
      ], source + "cf/m4/proto.m4"),
    KnownMessage(
      "Sendmail, sending", "STARTTLS failed.",
      ["tls/closed-after-client-hello", "starttls/refused-temporary", "starttls/220-then-close"],
      source + "cf/m4/proto.m4"),
    KnownMessage(
      "Sendmail, sending", "STARTTLS temporarily not possible.", ["starttls/refused-temporary"],
      source + "cf/m4/proto.m4"),
    KnownMessage(
      "Sendmail, sending", "DANE: missing STARTTLS.",
      ["starttls/not-offered", "ehlo/masked-capabilities", "starttls/stripped"], source + "cf/m4/proto.m4"),
    KnownMessage(
      "Sendmail, sending", "DANE check failed.",
      ["tls/client-quit-after-handshake", "certificate/unknown-ca", "certificate/name-mismatch"],
      source + "cf/m4/proto.m4"),
    KnownMessage(
      "Sendmail, sending", "ruleset=tls_server, relay=%, reject=403 4.7.0 other side does not support STARTTLS",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities"],
      source + "cf/m4/proto.m4"),
    KnownMessage(
      "Sendmail, sending", "other side does not support STARTTLS",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped"],
      source + "cf/m4/proto.m4"),
    KnownMessage(
      "Sendmail, sending", "STARTTLS=client, relay=%, warning=DANE configured in DNS but STARTTLS not offered",
      ["starttls/not-offered", "ehlo/masked-capabilities"], source + "sendmail/deliver.c"),
    KnownMessage(
      "Sendmail, sending", "STARTTLS=client, relay=%, warning=DANE configured in DNS but STARTTLS failed",
      ["tls/closed-after-client-hello", "tls/client-alert-after-server-flight"], source + "sendmail/deliver.c"),
    KnownMessage(
      "Sendmail, sending", "server not authenticated.",
      ["tls/client-quit-after-handshake", "certificate/unknown-ca", "certificate/name-mismatch"],
      source + "sendmail/deliver.c"),
    KnownMessage(
      "Sendmail, sending", "STARTTLS=client, error: connect failed=%, reason=%, SSL_error=%, errno=%, retry=%",
      ["tls/closed-after-client-hello", "tls/server-alert-after-client-hello", "tls/client-alert-after-server-flight"],
      source + "sendmail/deliver.c", isFrame: true),
    KnownMessage(
      "Sendmail, receiving",
      "STARTTLS=server, error: accept failed=%, reason=%, SSL_error=%, errno=%, retry=%, relay=%",
      [
        "tls/no-shared-cipher", "tls/version-mismatch", "tls/client-alert-after-server-flight",
        "starttls/client-left-after-220",
      ], source + "sendmail/srvrsmtp.c", isFrame: true),
    KnownMessage(
      "Sendmail, sending", "STARTTLS=client, relay=%, tlsstate=%, status=trying_again",
      ["starttls/retry-in-clear", "security/downgraded"], source + "sendmail/deliver.c"),
    KnownMessage(
      "Sendmail, sending", "STARTTLS=client, relay=%, version=%, verify=FAIL, cipher=%",
      ["security/unauthenticated-tls", "tls/completed"], source + "sendmail/tls.c"),
    KnownMessage(
      "Sendmail", "STARTTLS=%: file % unsafe: %", ["starttls/not-offered", "starttls/required-not-offered"],
      source + "sendmail/tls.c"),
    KnownMessage(
      "Sendmail, sending", "AUTH=client, available mechanisms=% do not fulfill requirements",
      ["auth/no-common-mechanism", "auth/not-advertised-before-tls"], source + "sendmail/usersmtp.c"),
    KnownMessage(
      "Sendmail, sending", "AUTH=client, relay=%, authinfo failed", ["auth/credentials-rejected"],
      source + "sendmail/usersmtp.c"),
    KnownMessage(
      "Sendmail, sending", "AUTH=client, relay=%, temporary failure, connection abort", ["auth/temporary-failure"],
      source + "sendmail/usersmtp.c"),
    KnownMessage(
      "Sendmail, receiving", "AUTH failure (%): authentication failure %, relay=%", ["auth/credentials-rejected"],
      source + "sendmail/srvrsmtp.c"),
    KnownMessage(
      "Sendmail, receiving", "AUTH warning: no mechanisms", ["auth/not-advertised"], source + "sendmail/srvrsmtp.c"),
    KnownMessage(
      "Sendmail, receiving", "% did not issue MAIL/EXPN/VRFY/ETRN during connection to %",
      [
        "starttls/not-offered", "greeting/client-left", "auth/no-common-mechanism",
        "transport/client-abandoned-connect",
      ],
      source + "sendmail/srvrsmtp.c"),
    KnownMessage(
      "Sendmail, receiving", "possible SMTP attack: command=%, count=%", ["policy/too-many-errors"],
      source + "sendmail/srvrsmtp.c"),
    KnownMessage(
      "Sendmail, receiving", "probable open proxy: command=%",
      ["security/verb-smuggling-http", "policy/protocol-violation"], source + "sendmail/srvrsmtp.c"),
    KnownMessage(
      "Sendmail, receiving", "rejecting commands from % due to pre-greeting traffic", ["greeting/pregreet"],
      source + "sendmail/srvrsmtp.c"),
    KnownMessage(
      "Sendmail, sending", "stat=Deferred: Connection timed out with %", ["transport/no-syn-ack"],
      source + "sendmail/err.c and strerror(3)"),
    KnownMessage(
      "Sendmail, sending", "stat=Deferred: Connection refused by %", ["transport/connection-refused"],
      source + "sendmail/err.c and strerror(3)"),
    KnownMessage(
      "Sendmail, sending", "stat=Deferred: Connection reset by %",
      ["transport/reset-mid-session", "transport/reset-before-banner"], source + "sendmail/err.c and strerror(3)"),
  ]
}
