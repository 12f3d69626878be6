extension KnownMessage {
  /// OpenSMTPD, Haraka, qmail, Zimbra and gateways.
  static let otherServers: [KnownMessage] = [
    KnownMessage(
      "OpenSMTPD, sending", "mta error reason=TLS required but not supported by remote host",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "opportunistic TLS failed, downgrading to plain",
      ["starttls/retry-in-clear", "security/downgraded"], "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "STARTTLS rejected: %", ["starttls/refused-temporary", "starttls/refused-permanent"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c", isFrame: true),
    KnownMessage(
      "OpenSMTPD, sending", "mta closing reason=tls-failure",
      ["tls/closed-after-client-hello", "tls/client-alert-after-server-flight", "tls/no-shared-cipher"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "mta closing reason=tls-connect-failed",
      ["tls/closed-after-client-hello", "tls/no-server-hello"], "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, receiving", "smtp disconnected reason=tls-accept-failed",
      ["tls/no-shared-cipher", "tls/version-mismatch", "tls/client-alert-after-server-flight"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/smtp_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "cert-check result=\"unverified\"",
      ["security/unauthenticated-tls", "certificate/unknown-ca", "certificate/self-signed"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "Refuse to AUTH over insecure channel",
      ["auth/not-advertised-before-tls", "starttls/not-offered"], "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "AUTH not advertised", ["auth/not-advertised", "auth/not-advertised-before-tls"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "no supported AUTH method", ["auth/no-common-mechanism"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "AUTH rejected: %", ["auth/credentials-rejected"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c", isFrame: true),
    KnownMessage(
      "OpenSMTPD, sending", "BANNER rejected: %",
      ["greeting/rejected-554", "greeting/421-policy", "greeting/busy-421"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c", isFrame: true),
    KnownMessage(
      "OpenSMTPD, sending", "EHLO rejected: %", ["ehlo/rejected-name", "ehlo/rejected-no-fallback"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c", isFrame: true),
    KnownMessage(
      "OpenSMTPD, sending", "HELO rejected: %", ["ehlo/rejected-name"], "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c",
      isFrame: true),
    KnownMessage(
      "OpenSMTPD, sending", "Remote host sent too much data", ["security/response-injection"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "mta error reason=Connection closed unexpectedly",
      ["transport/closed-mid-session", "transport/reset-before-banner"], "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "mta error reason=Connection timeout", ["transport/no-syn-ack", "greeting/no-banner"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, sending", "mta error reason=Connection failed: %",
      ["transport/connection-refused", "transport/no-syn-ack"], "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c",
      isFrame: true),
    KnownMessage(
      "OpenSMTPD, sending", "message too large for peer", ["policy/message-size"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/mta_session.c"),
    KnownMessage(
      "OpenSMTPD, receiving", "smtp authentication user=% result=permfail", ["auth/credentials-rejected"],
      "OpenSMTPD 7.8 usr.sbin/smtpd/smtp_session.c"),

    KnownMessage(
      "Haraka", "STARTTLS failed. Marking % as non-TLS host for % seconds",
      ["starttls/suppressed-after-failure", "tls/client-alert-after-server-flight"], "Haraka 3.1.6 plugins/tls.js"),
    KnownMessage(
      "Haraka", "STARTTLS disabled because previous attempt failed",
      ["starttls/suppressed-after-failure", "starttls/offer-changed"], "Haraka 3.1.6 plugins/tls.js"),
    KnownMessage(
      "Haraka", "timeout setting up TLS", ["tls/stalled", "starttls/client-left-after-220"],
      "Haraka 3.1.6 plugins/tls.js"),
    KnownMessage(
      "Haraka", "No TLS available but required by configuration.",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities"],
      "Haraka 3.1.6 outbound/hmail.js"),
    KnownMessage(
      "Haraka", "Host failed TLS verification required by configuration.",
      ["tls/client-quit-after-handshake", "certificate/unknown-ca", "certificate/name-mismatch"],
      "Haraka 3.1.6 outbound/hmail.js"),
    KnownMessage(
      "Haraka", "TLS disabled for % because it was marked as non-TLS on %",
      ["starttls/retry-in-clear", "starttls/offered-unused"], "Haraka 3.1.6 outbound/hmail.js"),
    KnownMessage(
      "Haraka, in the reply", "501 SSL attempted over a non-SSL socket", ["tls/clienthello-on-plaintext-port"],
      "Haraka 3.1.6 connection.js"),
    KnownMessage(
      "Haraka", "AUTH configured for domain % but host % did not advertise AUTH capability",
      ["auth/not-advertised", "auth/not-advertised-before-tls"], "Haraka 3.1.6 outbound/hmail.js"),
    KnownMessage(
      "Haraka", "AUTH configured for domain % but host % did not offer any compatible types",
      ["auth/no-common-mechanism"], "Haraka 3.1.6 outbound/hmail.js"),

    KnownMessage(
      "qmail", "Sorry, I wasn't able to establish an SMTP connection.",
      ["transport/no-syn-ack", "transport/connection-refused", "transport/icmp-unreachable"], "notqmail qmail-remote.c"),
    KnownMessage(
      "qmail", "Connected to % but greeting failed.",
      ["greeting/rejected-554", "greeting/421-policy", "greeting/busy-421"], "notqmail qmail-remote.c", isFrame: true),
    KnownMessage(
      "qmail", "Connected to % but my name was rejected.", ["ehlo/rejected-name"], "notqmail qmail-remote.c"),
    KnownMessage(
      "qmail", "Connected to % but sender was rejected.", ["policy/sender-rejected"], "notqmail qmail-remote.c",
      isFrame: true),
    KnownMessage(
      "qmail", "% does not like recipient.", ["policy/recipient-rejected"], "notqmail qmail-remote.c"),
    KnownMessage(
      "qmail", "Connected to % but connection died.", ["transport/closed-mid-session", "transport/reset-mid-session"],
      "notqmail qmail-remote.c"),

    KnownMessage(
      "Zimbra", "auth_zimbra: % auth failed: authentication failed for [%]",
      ["auth/credentials-rejected", "auth/temporary-failure"], "public zimbra.log parsers"),
    KnownMessage(
      "Cisco ESA mail_logs", "ICID % TLS failed",
      [
        "tls/client-alert-after-server-flight", "tls/no-shared-cipher", "tls/version-mismatch",
        "tls/closed-after-client-hello",
      ], "Cisco document 118500"),
    KnownMessage(
      "Cisco ESA mail_logs", "DCID % TLS failed",
      ["tls/closed-after-client-hello", "tls/server-alert-after-client-hello", "tls/client-alert-after-server-flight"],
      "Cisco document 118500"),
    KnownMessage("Cisco ESA mail_logs", "ICID % TLS success", ["tls/completed"], "Cisco document 118500"),
    KnownMessage(
      "postgrey", "Recipient address rejected: Greylisted", ["policy/greylisted"],
      "Postfix log lines in public guides (postgrey)"),
    KnownMessage(
      "Gmail, in the reply",
      "Your email has been rate limited because this message wasn't sent over a TLS connection. Gmail requires all bulk email senders to use TLS/SSL for SMTP connections.",
      ["starttls/offered-unused", "starttls/required-by-server", "policy/tls-not-good-enough"],
      "Google, SMTP errors and codes"),
  ]
}
