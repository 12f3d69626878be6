extension KnownMessage {
  private static let source = "Postfix 3.12 "

  /// What smtp(8) writes when it sends, and smtpd(8) and postscreen(8) when they receive.
  static let postfix: [KnownMessage] = [
    KnownMessage(
      "Postfix, sending", "TLS is required, but was not offered by host %",
      [
        "starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped",
        "ehlo/rejected-helo-fallback",
      ], source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "TLS is required, but host % refused to start TLS: %",
      ["starttls/refused-temporary", "starttls/refused-permanent", "security/forged-refusal"],
      source + "src/smtp/smtp_proto.c", isFrame: true),
    KnownMessage(
      "Postfix, sending", "TLS is required, but our TLS engine is unavailable", ["starttls/offered-unused"],
      source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "Cannot start TLS: handshake failure",
      [
        "tls/closed-after-client-hello", "tls/version-mismatch", "tls/no-shared-cipher",
        "tls/client-alert-after-server-flight", "tls/stalled",
      ], source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "SSL_connect error to %: lost connection",
      ["tls/closed-after-client-hello", "starttls/220-then-close", "transport/reset-mid-session"],
      source + "src/tls/tls_client.c"),
    KnownMessage(
      "Postfix, sending", "SSL_connect error to %: Connection timed out",
      ["tls/no-server-hello", "tls/stalled", "transport/pmtu-blackhole"], source + "src/tls/tls_client.c"),
    KnownMessage(
      "Postfix, sending", "SSL_connect error to %: Connection reset by peer",
      ["tls/closed-after-client-hello", "transport/reset-mid-session", "transport/rst-injected"],
      source + "src/tls/tls_client.c"),
    KnownMessage(
      "Postfix, sending", "SSL_connect error to %",
      [
        "tls/closed-after-client-hello", "tls/server-alert-after-client-hello", "tls/client-alert-after-server-flight",
        "starttls/220-then-plaintext",
      ], source + "src/tls/tls_client.c", isFrame: true),
    KnownMessage(
      "Postfix, sending", "Server certificate not verified",
      [
        "tls/client-quit-after-handshake", "certificate/unknown-ca", "certificate/name-mismatch",
        "certificate/self-signed",
        "certificate/expired",
      ], source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "certificate verification failed for %: untrusted issuer %",
      ["certificate/unknown-ca", "certificate/incomplete-chain", "certificate/substituted", "certificate/self-signed"],
      source + "src/tls/tls_verify.c"),
    KnownMessage(
      "Postfix, sending", "certificate verification failed for %: self-signed certificate", ["certificate/self-signed"],
      source + "src/tls/tls_verify.c"),
    KnownMessage(
      "Postfix", "certificate verification failed for %: not designated for use as a % certificate",
      ["certificate/wrong-eku"], source + "src/tls/tls_verify.c"),
    KnownMessage(
      "Postfix", "certificate verification failed for %: certificate has expired", ["certificate/expired"],
      source + "src/tls/tls_verify.c"),
    KnownMessage(
      "Postfix", "certificate verification failed for %: certificate not yet valid", ["certificate/not-yet-valid"],
      source + "src/tls/tls_verify.c"),
    KnownMessage(
      "Postfix", "certificate verification failed for %: num=%",
      ["certificate/unknown-ca", "certificate/incomplete-chain", "certificate/name-mismatch", "certificate/expired"],
      source + "src/tls/tls_verify.c", isFrame: true),
    KnownMessage(
      "Postfix, sending", "conversation with % timed out while receiving the initial server greeting",
      ["greeting/no-banner", "tls/implicit-port-deadlock", "greeting/slow-banner"], source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "conversation with % timed out while performing the EHLO handshake", ["ehlo/timeout"],
      source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "conversation with % timed out while performing the HELO handshake",
      ["ehlo/timeout", "ehlo/rejected-helo-fallback"], source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "conversation with % timed out while receiving the STARTTLS response", ["starttls/no-reply"],
      source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "conversation with % timed out while sending MAIL FROM",
      ["policy/no-reply", "transport/segment-loss-stall"], source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "conversation with % timed out while sending RCPT TO",
      ["policy/no-reply", "transport/segment-loss-stall"], source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "conversation with % timed out while sending DATA command",
      ["policy/no-reply", "transport/segment-loss-stall"], source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "conversation with % timed out while sending message body",
      ["transport/pmtu-blackhole", "transport/segment-loss-stall", "transport/zero-window", "policy/no-reply"],
      source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending",
      "conversation with % timed out while sending end of data -- message may be sent more than once",
      ["policy/no-reply", "transport/pmtu-blackhole", "transport/idle-state-expired"], source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "lost connection with % while receiving the initial server greeting",
      ["transport/reset-before-banner", "greeting/no-banner"], source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "lost connection with % while performing the EHLO handshake",
      ["transport/closed-mid-session", "transport/reset-mid-session", "transport/rst-injected"],
      source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "lost connection with % while performing the HELO handshake",
      ["transport/closed-mid-session", "transport/reset-mid-session", "ehlo/rejected-helo-fallback"],
      source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "lost connection with % while receiving the STARTTLS response",
      ["transport/reset-mid-session", "transport/closed-mid-session", "transport/rst-injected", "starttls/no-reply"],
      source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "lost connection with % while sending MAIL FROM",
      ["transport/closed-mid-session", "transport/reset-mid-session"], source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "lost connection with % while sending RCPT TO",
      ["transport/closed-mid-session", "transport/reset-mid-session"], source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "lost connection with % while sending DATA command",
      ["transport/closed-mid-session", "transport/reset-mid-session"], source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "lost connection with % while sending message body",
      ["transport/reset-mid-session", "transport/closed-mid-session", "transport/pmtu-blackhole"],
      source + "src/smtp/smtp_trouble.c"),
    KnownMessage(
      "Postfix, sending", "lost connection with % while sending end of data -- message may be sent more than once",
      ["transport/closed-mid-session", "transport/reset-mid-session", "transport/idle-state-expired"],
      source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "host % refused to talk to me: %",
      ["greeting/rejected-554", "greeting/421-policy", "greeting/busy-421", "ehlo/rejected-name"],
      source + "src/smtp/smtp_proto.c", isFrame: true),
    KnownMessage(
      "Postfix, sending", "connect to %: Connection timed out", ["transport/no-syn-ack"],
      source + "src/smtp/smtp_connect.c and strerror(3)"),
    KnownMessage(
      "Postfix, sending", "connect to %: Connection refused", ["transport/connection-refused"],
      source + "src/smtp/smtp_connect.c and strerror(3)"),
    KnownMessage(
      "Postfix, sending", "connect to %: No route to host",
      ["transport/icmp-unreachable", "transport/no-syn-ack"], source + "src/smtp/smtp_connect.c and strerror(3)"),
    KnownMessage(
      "Postfix, sending", "connect to %: Network is unreachable",
      ["transport/icmp-unreachable", "transport/address-family-fallback"],
      source + "src/smtp/smtp_connect.c and strerror(3)"),
    KnownMessage(
      "Postfix, sending", "connect to %: Connection reset by peer",
      ["transport/reset-before-banner", "transport/connection-refused"],
      source + "src/smtp/smtp_connect.c and strerror(3)"),
    KnownMessage(
      "Postfix, sending", "mail for % loops back to myself", ["greeting/loop"], source + "src/smtp/smtp_addr.c"),
    KnownMessage(
      "Postfix, sending", "host % greeted me with my own hostname %", ["greeting/loop"],
      source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "SASL authentication failed; server % said: %",
      ["auth/credentials-rejected", "auth/temporary-failure", "auth/smtp-auth-disabled"],
      source + "src/smtp/smtp_sasl_glue.c", isFrame: true),
    KnownMessage(
      "Postfix, sending", "SASL authentication failed; cannot authenticate to server %: no mechanism available",
      ["auth/no-common-mechanism", "auth/not-advertised-before-tls"], source + "src/smtp/smtp_sasl_glue.c"),
    KnownMessage(
      "Postfix, sending", "SASL authentication failed; cannot authenticate to server %",
      ["auth/abandoned-after-challenge", "auth/no-common-mechanism"], source + "src/smtp/smtp_sasl_glue.c"),
    KnownMessage(
      "Cyrus SASL", "SASL authentication failure: No worthy mechs found",
      ["auth/no-common-mechanism", "auth/not-advertised-before-tls"], "Cyrus SASL lib/common.c"),
    KnownMessage(
      "Postfix, sending",
      "server % offered no compatible authentication mechanisms for this type of connection security",
      ["auth/no-common-mechanism", "auth/not-advertised-before-tls"], source + "src/smtp/smtp_sasl_proto.c"),
    KnownMessage(
      "Postfix, sending", "% offered no supported AUTH mechanisms: %", ["auth/no-common-mechanism"],
      source + "src/smtp/smtp_sasl_proto.c"),
    KnownMessage(
      "Postfix, sending", "authentication protocol loop with server %", ["auth/abandoned-after-challenge"],
      source + "src/smtp/smtp_sasl_glue.c"),
    KnownMessage(
      "Postfix, sending", "enabling PIX workarounds: % for %",
      ["greeting/masked-banner", "ehlo/masked-capabilities", "starttls/inspection-swallows-tls"],
      source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "Host offered STARTTLS: [%]", ["starttls/offered-unused"], source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "message size % exceeds size limit % of server %", ["policy/message-size"],
      source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "no server was found that supports REQUIRETLS", ["policy/feature-missing"],
      source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "message requires SMTPUTF8, but no % server supports", ["policy/feature-missing"],
      source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix, sending", "unexpected server message", ["security/response-injection", "ehlo/reply-malformed"],
      source + "src/smtp/smtp_proto.c"),
    KnownMessage(
      "Postfix", "Untrusted TLS connection established to %", ["security/unauthenticated-tls", "tls/completed"],
      source + "src/tls/tls_misc.c"),
    KnownMessage(
      "Postfix", "Anonymous TLS connection established to %", ["security/anonymous-cipher", "tls/completed"],
      source + "src/tls/tls_misc.c"),
    KnownMessage(
      "Postfix", "Trusted TLS connection established to %", ["tls/completed"], source + "src/tls/tls_misc.c"),
    KnownMessage(
      "Postfix", "Verified TLS connection established to %", ["tls/completed"], source + "src/tls/tls_misc.c"),

    KnownMessage(
      "Postfix, receiving", "SSL_accept error from %: lost connection",
      ["starttls/client-left-after-220", "tls/closed-after-server-flight", "tls/client-alert-after-server-flight"],
      source + "src/tls/tls_server.c"),
    KnownMessage(
      "Postfix, receiving", "SSL_accept error from %: Connection timed out",
      ["tls/stalled", "transport/pmtu-blackhole", "tls/clienthello-incomplete"], source + "src/tls/tls_server.c"),
    KnownMessage(
      "Postfix, receiving", "SSL_accept error from %: Connection reset by peer",
      ["transport/reset-mid-session", "tls/closed-after-server-flight"], source + "src/tls/tls_server.c"),
    KnownMessage(
      "Postfix, receiving", "SSL_accept error from %",
      [
        "tls/no-shared-cipher", "tls/version-mismatch", "tls/client-alert-after-server-flight",
        "starttls/220-then-client-plaintext",
      ], source + "src/tls/tls_server.c", isFrame: true),
    KnownMessage(
      "Postfix, receiving", "lost connection after STARTTLS from %",
      [
        "starttls/client-left-after-220", "tls/client-alert-after-server-flight", "tls/closed-after-server-flight",
        "tls/version-mismatch",
      ], source + "src/smtpd/smtpd.c", isFrame: true),
    KnownMessage(
      "Postfix, receiving", "lost connection after CONNECT from %",
      ["transport/client-abandoned-connect", "greeting/client-left"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "lost connection after EHLO from %",
      ["starttls/not-offered", "auth/not-advertised", "auth/no-common-mechanism", "transport/closed-mid-session"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "lost connection after AUTH from %",
      ["auth/credentials-rejected", "auth/abandoned-after-challenge", "transport/closed-mid-session"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "lost connection after UNKNOWN from %",
      ["policy/protocol-violation", "tls/clienthello-on-plaintext-port", "security/verb-smuggling-http"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "lost connection after DATA from %",
      ["transport/closed-mid-session", "transport/reset-mid-session", "transport/pmtu-blackhole"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "lost connection after RCPT from %",
      ["transport/closed-mid-session", "transport/reset-mid-session"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "lost connection after MAIL from %",
      ["transport/closed-mid-session", "transport/reset-mid-session"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "timeout after STARTTLS from %",
      ["tls/stalled", "transport/pmtu-blackhole", "policy/server-timeout"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "timeout after CONNECT from %",
      ["policy/server-timeout", "tls/implicit-port-deadlock"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "timeout after % from %", ["policy/server-timeout"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "too many errors after % from %", ["policy/too-many-errors"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "abort: TLS from %: No client certificate presented", ["certificate/client-missing"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "abort: TLS from %: Client certificate not trusted", ["certificate/client-rejected"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "SASL % authentication failed: authentication failure, sasl_username=%",
      ["auth/credentials-rejected"], source + "src/smtpd/smtpd_sasl_glue.c; Cyrus SASL lib/common.c"),
    KnownMessage(
      "Postfix, receiving", "SASL % authentication failed: %, sasl_username=%",
      ["auth/credentials-rejected", "auth/temporary-failure"], source + "src/smtpd/smtpd_sasl_glue.c"),
    KnownMessage(
      "Postfix, receiving", "SASL % authentication failed: Connection lost to authentication server",
      ["auth/temporary-failure"], source + "src/smtpd/smtpd_sasl_glue.c, src/xsasl/xsasl_dovecot_server.c"),
    KnownMessage(
      "Postfix, receiving", "SASL % authentication failed: Invalid authentication mechanism",
      ["auth/unrecognized-mechanism"], source + "src/xsasl/xsasl_dovecot_server.c"),
    KnownMessage(
      "Postfix, receiving", "SASL % authentication aborted", ["auth/cancelled"],
      source + "src/smtpd/smtpd_sasl_glue.c"),
    KnownMessage(
      "Postfix, receiving", "improper command pipelining after % from %", ["policy/protocol-violation"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "non-SMTP command from %", ["security/verb-smuggling-http", "policy/protocol-violation"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "No server certs available. TLS won't be enabled",
      ["starttls/not-offered", "starttls/required-not-offered"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix", "cannot load Certification Authority data, disabling TLS support",
      ["starttls/not-offered", "starttls/required-not-offered", "starttls/refused-temporary"],
      source + "src/tls/tls_certkey.c"),
    KnownMessage(
      "Postfix, receiving", "New TLS session rate limit exceeded: % from % for service %", ["starttls/rate-limited"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "Refusing STARTTLS request from % for service %", ["starttls/rate-limited"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "AUTH command rate limit exceeded: % from % for service %", ["auth/too-many-attempts"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "Connection concurrency limit exceeded: % from % for service %",
      ["greeting/busy-421", "greeting/421-policy"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "Connection rate limit exceeded: % from % for service %",
      ["greeting/421-policy", "greeting/busy-421"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "Message delivery request rate limit exceeded: % from % for service %",
      ["policy/rate-limited"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "Recipient address rate limit exceeded: % from % for service %", ["policy/rate-limited"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix postscreen", "PREGREET % after % from %", ["greeting/pregreet"],
      source + "src/postscreen/postscreen_early.c"),
    KnownMessage(
      "Postfix postscreen", "DNSBL rank % for %", ["policy/dnsbl", "greeting/rejected-554"],
      source + "src/postscreen/postscreen_early.c"),
    KnownMessage(
      "Postfix postscreen", "HANGUP after % from % in %",
      ["transport/client-abandoned-connect", "greeting/client-left"], source + "src/postscreen/postscreen_misc.c"),
    KnownMessage(
      "Postfix postscreen", "COMMAND PIPELINING from % after %", ["policy/protocol-violation"],
      source + "src/postscreen/postscreen_smtpd.c"),
    KnownMessage(
      "Postfix postscreen", "NON-SMTP COMMAND from % after %",
      ["policy/protocol-violation", "security/verb-smuggling-http"], source + "src/postscreen/postscreen_smtpd.c"),
    KnownMessage(
      "Postfix postscreen", "BARE NEWLINE from % after %", ["security/line-ending-smuggling"],
      source + "src/postscreen/postscreen_smtpd.c"),
    KnownMessage(
      "Postfix postscreen", "reject: CONNECT from %: all server ports busy", ["greeting/busy-421"],
      source + "src/postscreen/postscreen.c"),
    KnownMessage(
      "Postfix postscreen", "reject: CONNECT from %: too many connections", ["greeting/busy-421"],
      source + "src/postscreen/postscreen.c"),
    KnownMessage(
      "Postfix, receiving", "timeout after EHLO from %", ["policy/server-timeout"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "timeout after MAIL from %", ["policy/server-timeout"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "timeout after RCPT from %", ["policy/server-timeout"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "timeout after DATA from %", ["policy/server-timeout", "transport/pmtu-blackhole"],
      source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "timeout after AUTH from %", ["policy/server-timeout"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, receiving", "timeout after END-OF-MESSAGE from %",
      ["policy/server-timeout", "transport/pmtu-blackhole"], source + "src/smtpd/smtpd.c"),
    KnownMessage(
      "Postfix, in the reply", "530 5.7.0 Must issue a STARTTLS command first",
      ["starttls/required-by-server", "starttls/required-not-offered", "starttls/offered-unused"],
      source + "src/smtpd/smtpd.c"),
  ]
}
