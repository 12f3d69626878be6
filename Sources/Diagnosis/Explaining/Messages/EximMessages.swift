extension KnownMessage {
  private static let source = "Exim 2025-12 "

  static let exim: [KnownMessage] = [
    KnownMessage(
      "Exim, sending", "a TLS session is required, but the server did not offer TLS support",
      [
        "starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped",
        "ehlo/rejected-helo-fallback",
      ], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "a TLS session is required, but an attempt to start TLS failed",
      [
        "tls/closed-after-client-hello", "tls/version-mismatch", "tls/no-shared-cipher",
        "tls/client-alert-after-server-flight",
        "starttls/refused-temporary",
      ], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "TLS session: (certificate verification failed): certificate invalid",
      ["certificate/unknown-ca", "certificate/name-mismatch", "certificate/expired", "certificate/self-signed"],
      source + "src/src/tls-gnu.c"),
    KnownMessage(
      "Exim, sending", "TLS session: (certificate verification failed): certificate revoked", ["certificate/revoked"],
      source + "src/src/tls-gnu.c"),
    KnownMessage(
      "Exim", "(certificate verification failed)",
      ["certificate/unknown-ca", "certificate/name-mismatch", "certificate/expired", "certificate/self-signed"],
      source + "src/src/tls-gnu.c", isFrame: true),
    KnownMessage(
      "Exim", "certificate not supplied", ["certificate/client-missing"], source + "src/src/tls-gnu.c"),
    KnownMessage(
      "Exim", "no certificate received from peer", ["certificate/client-missing"], source + "src/src/tls-gnu.c"),
    KnownMessage(
      "Exim, sending", "TLS session: (gnutls_handshake): timed out",
      ["tls/no-server-hello", "tls/stalled", "transport/pmtu-blackhole"], source + "src/src/tls-gnu.c", isFrame: true),
    KnownMessage(
      "Exim, sending", "TLS session: (SSL_connect): timed out",
      ["tls/no-server-hello", "tls/stalled", "transport/pmtu-blackhole"], source + "src/src/tls-openssl.c",
      isFrame: true),
    KnownMessage(
      "Exim, sending", "TLS session: (gnutls_handshake)",
      ["tls/closed-after-client-hello", "tls/server-alert-after-client-hello", "tls/client-alert-after-server-flight"],
      source + "src/src/tls-gnu.c", isFrame: true),
    KnownMessage(
      "Exim, sending", "TLS session: (SSL_connect)",
      ["tls/closed-after-client-hello", "tls/server-alert-after-client-hello", "tls/client-alert-after-server-flight"],
      source + "src/src/tls-openssl.c", isFrame: true),
    KnownMessage(
      "Exim, sending", "%: delivering unencrypted to H=% (not in hosts_require_tls)",
      ["starttls/retry-in-clear", "security/downgraded"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "DANE attempt failed; TLS connection to %",
      ["tls/client-alert-after-server-flight", "tls/client-quit-after-handshake", "certificate/unknown-ca"],
      source + "src/src/transports/smtp.c", isFrame: true),
    KnownMessage(
      "Exim", "(SSL_connect) Server certificate revoked", ["certificate/revoked"], source + "src/src/tls-openssl.c"),
    KnownMessage(
      "Exim, receiving", "TLS error on connection from % (SSL_accept): TCP connection closed by peer",
      ["starttls/client-left-after-220", "tls/closed-after-server-flight"], source + "src/src/tls-openssl.c"),
    KnownMessage(
      "Exim, receiving", "TLS error on connection from %",
      [
        "tls/no-shared-cipher", "tls/version-mismatch", "tls/client-alert-after-server-flight",
        "tls/closed-after-server-flight",
      ], source + "src/src/tls-gnu.c, src/src/smtp_in.c", isFrame: true),
    KnownMessage(
      "Exim", "A TLS fatal alert has been received: %",
      ["tls/server-alert-after-client-hello", "tls/client-alert-after-server-flight"], source + "src/src/tls-gnu.c",
      isFrame: true),
    KnownMessage(
      "Exim, sending", "synch error before connect", ["security/response-injection"],
      source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "Connection aborted; STARTTLS support by % required by DNS SRV", ["starttls/not-offered"],
      source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "authentication required but server did not advertise AUTH support",
      ["auth/not-advertised", "auth/not-advertised-before-tls"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "authentication required but authentication attempt(s) failed",
      ["auth/credentials-rejected", "auth/no-common-mechanism"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "% authenticator failed H=%", ["auth/credentials-rejected"], source + "src/src/transports/smtp.c"
    ),
    KnownMessage(
      "Exim, receiving", "% authenticator failed for %: 535 Incorrect authentication data",
      ["auth/credentials-rejected"], source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, sending", "% authenticator cancelled", ["auth/cancelled", "auth/abandoned-after-challenge"],
      source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, receiving", "rejected EHLO from %: syntactically invalid argument(s): %", ["ehlo/rejected-name"],
      source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "rejected HELO from %: syntactically invalid argument(s): %", ["ehlo/rejected-name"],
      source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "rejected AUTH from %: AUTH command used when not advertised",
      ["auth/attempted-not-advertised", "auth/not-advertised-before-tls"], source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "STARTTLS command used when not advertised", ["starttls/attempted-not-advertised"],
      source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "STARTTLS received after TLS started", ["starttls/already-active"],
      source + "src/src/tls-openssl.c"),
    KnownMessage(
      "Exim, receiving",
      "SMTP protocol synchronization error (input sent without waiting for greeting): rejected connection from %",
      ["greeting/pregreet"], source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving",
      "SMTP protocol synchronization error (next input sent too soon: pipelining was not advertised): rejected %",
      ["policy/protocol-violation"], source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "SMTP command timeout on connection from %", ["policy/server-timeout"],
      source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "SMTP command timeout on TLS connection from %", ["tls/idle-inside", "policy/server-timeout"],
      source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "SMTP data timeout (message abandoned) on connection from %",
      ["transport/pmtu-blackhole", "transport/segment-loss-stall", "policy/server-timeout"],
      source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "unexpected disconnection while reading SMTP command from %",
      ["transport/closed-mid-session", "starttls/not-offered", "transport/reset-mid-session"],
      source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "SMTP call from % dropped: too many syntax or protocol errors (last command was %)",
      ["policy/too-many-errors"], source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "SMTP call from % dropped: too many nonmail commands", ["policy/too-many-errors"],
      source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "SMTP call from % dropped: too many unrecognized commands",
      ["policy/too-many-errors", "policy/protocol-violation"], source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "no MAIL in SMTP connection from %",
      ["greeting/client-left", "starttls/not-offered", "auth/no-common-mechanism"], source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "Connection from % refused: too many connections", ["greeting/busy-421"],
      source + "src/src/daemon.c"),
    KnownMessage(
      "Exim, receiving", "temporarily refused connection from %: not in reserve list", ["greeting/busy-421"],
      source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, receiving", "refused connection from % (host_reject_connection)", ["greeting/rejected-554"],
      source + "src/src/smtp_in.c"),
    KnownMessage(
      "Exim, sending", "SMTP timeout after initial connection", ["greeting/no-banner", "tls/implicit-port-deadlock"],
      source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "SMTP timeout after EHLO", ["ehlo/timeout"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "SMTP timeout after STARTTLS", ["starttls/no-reply"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "SMTP timeout after MAIL FROM", ["policy/no-reply"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "SMTP timeout after RCPT TO", ["policy/no-reply"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "SMTP timeout after end of data",
      ["policy/no-reply", "transport/pmtu-blackhole"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "Remote host closed connection in response to initial connection",
      ["transport/reset-before-banner"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "Remote host closed connection in response to EHLO",
      ["transport/closed-mid-session", "transport/reset-mid-session"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "Remote host closed connection in response to STARTTLS",
      ["transport/closed-mid-session", "transport/rst-injected", "starttls/no-reply"],
      source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "Remote host closed connection in response to %",
      ["transport/closed-mid-session", "transport/reset-mid-session"], source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "Malformed SMTP reply in response to %",
      ["greeting/malformed", "ehlo/reply-malformed", "greeting/not-smtp"],
      source + "src/src/transports/smtp.c"),
    KnownMessage(
      "Exim, sending", "H=% Connection timed out", ["transport/no-syn-ack"], source + "src/src/ip.c and strerror(3)"),
    KnownMessage(
      "Exim, sending", "H=% Connection refused", ["transport/connection-refused"],
      source + "src/src/ip.c and strerror(3)"),
  ]
}
