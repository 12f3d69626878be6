extension KnownMessage {
  private static let responses = "Exchange 2013 Transport, SmtpResponse texts"

  /// Exchange on premises: queues, reports, protocol logs, events.
  static let exchange: [KnownMessage] = [
    KnownMessage(
      "Exchange 2003 queue", "The remote SMTP service does not support TLS.",
      [
        "starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped",
        "ehlo/rejected-helo-fallback",
      ], "Microsoft KB 329061"),
    KnownMessage(
      "Exchange 2003 report",
      "The recipient could not be processed because it would violate the security policy in force. SMTP: 530 5.7.0 Must issue a start TLS command first.",
      ["starttls/required-by-server", "starttls/required-not-offered"], "Microsoft KB 329061"),
    KnownMessage(
      "Exchange 2003 queue", "The remote SMTP service rejected AUTH negotiation",
      ["auth/no-common-mechanism", "auth/not-advertised", "auth/credentials-rejected"], "Microsoft KB 329636"),
    KnownMessage(
      "Exchange 2007 event 1032",
      "The Receive connector requires TLS before the MailFrom command can be run. However, the connector is not configured to accept TLS.",
      ["starttls/required-not-offered"], "TechNet, Exchange 2007 event 1032"),
    KnownMessage(
      "Exchange event 12014",
      "Microsoft Exchange could not find a certificate that contains the domain name % in the personal store on the local computer. Therefore, it is unable to support the STARTTLS SMTP verb for the connector % with a FQDN parameter of %",
      ["starttls/not-offered", "starttls/required-not-offered"], "blog.expta.com 2010-09, event 12014"),
    KnownMessage(
      "Exchange event 2015",
      "Send connector % couldn't connect to remote domain %. The send connector requires Transport Layer Security (TLS) authentication, but is unable to establish TLS with the receiving server for the remote domain. Check this connector's authentication setting and the EHLO response from the remote server %.",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities"],
      "TechNet ff982694, event 2015"),
    KnownMessage(
      "Exchange event 11012",
      "A message from domain-secured domain % on connector % could not be authenticated because the server did not use Transport Layer Security (TLS).",
      ["starttls/not-offered", "certificate/domain-security"], "TechNet ff982887, event 11012"),
    KnownMessage(
      "Exchange event 11022",
      "Failed to confirm domain capabilities % on connector % because validation of the Transport Layer Security (TLS) certificate failed with status %",
      ["certificate/client-rejected", "certificate/domain-security"], "TechNet ff985053, event 11022"),
    KnownMessage(
      "Exchange event 1035",
      "Inbound authentication failed with error % for Receive connector %. The authentication mechanism is %. The source IP address of the client who tried to authenticate to Microsoft Exchange is %",
      ["auth/credentials-rejected"], "Microsoft Q&A, event 1035"),
    KnownMessage(
      "Exchange event 1012",
      "Receive connector %: Authentication failures have exceeded the maximum of % for the connection from %. Disconnecting.",
      ["auth/too-many-attempts"], "Exchange 2010, Transport errors and events"),
    KnownMessage(
      "Exchange SmtpSend log",
      "Connector is configured to send mail only over TLS connections and remote doesn't support TLS",
      ["starttls/not-offered", "starttls/not-offered-to-this-client", "ehlo/masked-capabilities"],
      "Exchange 2013 Transport, EHLO command"),
    KnownMessage(
      "Exchange SmtpSend log", "TLS negotiation failed with error NoCredentials",
      ["starttls/client-left-after-220", "starttls/220-then-close"], "supertekboy.com 2017-02"),
    KnownMessage(
      "Exchange SmtpSend log", "TLS negotiation failed with error UnknownCredentials",
      ["starttls/client-left-after-220", "starttls/220-then-close"], "Microsoft KB 4051498"),
    KnownMessage(
      "Exchange SmtpSend log", "NoCredentials", ["starttls/client-left-after-220"], "supertekboy.com 2017-02"),
    KnownMessage(
      "Exchange SmtpSend log", "UnknownCredentials", ["starttls/client-left-after-220"], "Microsoft KB 4051498"),
    KnownMessage(
      "Exchange SmtpSend log", "TLS negotiation failed with error SocketError",
      ["tls/closed-after-client-hello", "tls/version-mismatch", "transport/reset-mid-session"],
      "Microsoft, mail with TLS 1.1 or TLS 1.0"),
    KnownMessage(
      "Exchange SmtpSend log", "TLS negotiation failed with error InvalidToken",
      ["starttls/220-then-plaintext", "starttls/inspection-swallows-tls", "tls/framing-error"],
      "postalserver/postal#829"),
    KnownMessage(
      "Exchange SmtpSend log", "InvalidToken", ["starttls/220-then-plaintext", "starttls/inspection-swallows-tls"],
      "postalserver/postal#829"),
    KnownMessage(
      "Exchange SmtpSend log", "TLS negotiation failed with error %",
      ["tls/closed-after-client-hello", "tls/version-mismatch", "certificate/unknown-ca"],
      "Microsoft KB 4051498", isFrame: true),
    KnownMessage(
      "Exchange queue", "421 4.4.2 Connection dropped due to SocketError",
      ["tls/closed-after-client-hello", "transport/reset-mid-session", "tls/version-mismatch"],
      "Microsoft, mail with TLS 1.1 or TLS 1.0; " + responses),
    KnownMessage(
      "Exchange queue", "SocketError", ["tls/closed-after-client-hello", "transport/reset-mid-session"],
      "Microsoft, mail with TLS 1.1 or TLS 1.0"),
    KnownMessage(
      "Exchange queue", "421 4.4.2 Connection dropped due to TimedOut",
      ["transport/pmtu-blackhole", "tls/stalled", "policy/no-reply"], responses),
    KnownMessage(
      "Exchange queue", "421 4.4.2 Connection dropped",
      ["transport/reset-mid-session", "transport/closed-mid-session"],
      responses),
    KnownMessage(
      "Exchange queue", "421 4.4.1 Connection timed out", ["transport/no-syn-ack", "policy/no-reply"], responses),
    KnownMessage(
      "Exchange queue", "421 4.2.1 Unable to connect",
      ["transport/no-syn-ack", "transport/connection-refused", "starttls/client-left-after-220"],
      responses + "; supertekboy.com 2017-02"),
    KnownMessage(
      "Exchange queue", "Failed to connect. Winsock error code: 10060, Win32 error code: 10060",
      ["transport/no-syn-ack"],
      "public reports of Exchange 2016"),
    KnownMessage(
      "Exchange queue", "Failed to connect. Winsock error code: 10061, Win32 error code: 10061",
      ["transport/connection-refused"], "public reports of Exchange 2016; Windows Sockets error 10061"),
    KnownMessage(
      "Exchange queue", "Failed to connect. Winsock error code: 10054, Win32 error code: 10054",
      ["transport/reset-before-banner", "transport/connection-refused"],
      "public reports of Exchange 2016; Windows Sockets error 10054"),
    KnownMessage(
      "Exchange queue",
      "454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.",
      ["starttls/client-left-after-220", "starttls/offered-unused"], "Exchange 2013 Transport"),
    KnownMessage(
      "Exchange queue", "451 5.7.3 Cannot achieve Exchange Server authentication",
      ["auth/x-exps", "ehlo/masked-capabilities", "auth/not-advertised"], responses),
    KnownMessage(
      "Exchange queue", "451 5.7.3 Require STARTTLS to authenticate",
      ["auth/not-advertised-before-tls", "starttls/not-offered"], responses),
    KnownMessage(
      "Exchange queue", "451 5.7.3 Require STARTTLS to do basic authentication",
      ["auth/not-advertised-before-tls", "starttls/not-offered"], responses),
    KnownMessage(
      "Exchange queue", "451 5.7.3 Require basic authentication", ["auth/no-common-mechanism", "auth/not-advertised"],
      responses),
    KnownMessage(
      "Exchange queue", "454 4.7.5 Certificate validation failure",
      [
        "certificate/unknown-ca", "certificate/name-mismatch", "certificate/expired", "tls/client-quit-after-handshake",
        "certificate/self-signed",
      ], responses),
    KnownMessage(
      "Exchange queue", "421 4.4.0 Remote server response was not RFC conformant",
      ["ehlo/reply-malformed", "greeting/malformed", "greeting/not-smtp"], responses),
    KnownMessage(
      "Exchange, in the reply", "454 4.7.0 Cannot accept TLS as maximum TLS rate exceeded for server",
      ["starttls/rate-limited", "starttls/refused-temporary"], responses),
    KnownMessage(
      "Exchange, in the reply",
      "454 4.7.0 Temporary authentication failure because negotiated Tls cipher strength is too weak",
      ["policy/tls-not-good-enough", "auth/temporary-failure"], responses),
    KnownMessage(
      "Exchange, in the reply", "554 5.7.3 Unable to initialize security subsystem", ["starttls/refused-permanent"],
      responses),
    KnownMessage(
      "Exchange, in the reply", "503 5.5.2 Only one STARTTLS command can be issued per session",
      ["starttls/already-active"], responses),
    KnownMessage(
      "Exchange, in the reply",
      "421 4.3.2 The maximum number of concurrent connections has exceeded a limit, closing transmission channel",
      ["greeting/busy-421", "greeting/421-policy"], responses),
    KnownMessage(
      "Exchange, in the reply", "421 4.4.2 Message submission rate for this client has exceeded the configured limit",
      ["policy/rate-limited"], responses),
    KnownMessage(
      "Exchange, in the reply", "451 4.7.0 Timeout waiting for client input", ["policy/server-timeout"], responses),
  ]

  /// Exchange Online: message traces and reports.
  static let exchangeOnline: [KnownMessage] = [
    KnownMessage(
      "Exchange Online", "450 4.4.315 Connection timed out", ["transport/no-syn-ack", "greeting/no-banner"],
      "Microsoft, non-delivery reports"),
    KnownMessage(
      "Exchange Online", "450 4.4.316 Connection refused [Message=Socket error code 10061]",
      ["transport/connection-refused"], "Microsoft, non-delivery reports, 4.4.316"),
    KnownMessage(
      "Exchange Online",
      "450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]",
      ["starttls/not-offered", "starttls/required-by-server", "starttls/not-offered-to-this-client"],
      "public report of 2020-12-09"),
    KnownMessage(
      "Exchange Online", "450 4.4.317 Cannot connect to remote server",
      ["transport/no-syn-ack", "transport/icmp-unreachable", "starttls/not-offered", "transport/connection-refused"],
      "Microsoft, mail flow intelligence"),
    KnownMessage(
      "Exchange Online", "450 4.4.318 Connection was closed abruptly",
      ["transport/reset-before-banner", "transport/reset-mid-session", "tls/closed-after-client-hello"],
      "Microsoft, mail flow intelligence"),
    KnownMessage(
      "Exchange Online", "451 4.4.397 Error communicating with target host.",
      ["transport/reset-mid-session", "tls/stalled", "transport/pmtu-blackhole"], "public reports"),
    KnownMessage(
      "Exchange Online", "450 4.7.320 Certificate validation failed [Message=SubjectMismatch]",
      ["certificate/name-mismatch", "tls/client-quit-after-handshake"], "xostmoen.wordpress.com 2017-11"),
    KnownMessage("Exchange Online", "SubjectMismatch", ["certificate/name-mismatch"], "xostmoen.wordpress.com 2017-11"),
    KnownMessage(
      "Exchange Online", "450 4.7.320 Certificate validation failed",
      [
        "tls/client-quit-after-handshake", "certificate/unknown-ca", "certificate/name-mismatch", "certificate/expired",
        "certificate/self-signed",
      ], "Microsoft, mail flow intelligence"),
    KnownMessage(
      "Exchange Online", "5.7.321 starttls-not-supported: Destination mail server must support TLS to receive mail.",
      ["starttls/not-offered", "starttls/stripped", "ehlo/masked-capabilities"], "Microsoft, DANE for SMTP error codes"),
    KnownMessage(
      "Exchange Online", "5.7.322 certificate-expired: Destination mail server's certificate is expired.",
      ["certificate/expired"], "Microsoft, DANE for SMTP error codes"),
    KnownMessage(
      "Exchange Online", "5.7.323 tlsa-invalid: The domain failed DANE validation.",
      ["tls/client-quit-after-handshake", "certificate/name-mismatch", "certificate/unknown-ca"],
      "Microsoft, DANE for SMTP error codes"),
  ]

  /// The system log of Windows, source Schannel, by the first words of each event.
  static let windows: [KnownMessage] = [
    KnownMessage(
      "Windows event 36871", "A fatal error occurred while creating a TLS client credential.",
      ["starttls/client-left-after-220", "tls/internal-error"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36871", "A fatal error occurred while creating a TLS server credential.",
      ["starttls/220-then-close", "tls/closed-after-client-hello", "tls/internal-error"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36870", "A fatal error occurred when attempting to access the TLS server credential private key.",
      ["starttls/220-then-close", "starttls/refused-temporary", "tls/closed-after-client-hello"],
      "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36874",
      "An TLS 1.2 connection request was received from a remote client application, but none of the cipher suites supported by the client application are supported by the server. The SSL connection request has failed.",
      ["tls/no-shared-cipher", "tls/closed-after-client-hello"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36873", "No supported cipher suites were found when initiating a TLS connection.",
      ["starttls/client-left-after-220", "tls/no-shared-cipher"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36875",
      "The remote server has requested TLS client authentication, but no suitable client certificate could be found.",
      ["certificate/client-requested", "certificate/client-missing"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36876", "The certificate received from the remote server has not validated correctly.",
      ["certificate/unknown-ca", "certificate/name-mismatch", "certificate/expired"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36877", "The certificate received from the remote client application has not validated correctly.",
      ["certificate/client-rejected"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36881", "The certificate received from the remote server has either expired or is not yet valid.",
      ["certificate/expired", "certificate/not-yet-valid"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36882",
      "The certificate received from the remote server was issued by an untrusted certificate authority.",
      ["certificate/unknown-ca", "certificate/incomplete-chain", "certificate/self-signed"],
      "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36883", "The certificate received from the remote server has been revoked.",
      ["certificate/revoked"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36884", "The certificate received from the remote server does not contain the expected name.",
      ["certificate/name-mismatch"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36885",
      "When asking for client authentication, this server sends a list of trusted certificate authorities to the client. The client uses this list to choose a client certificate that is trusted by the server. Currently, this server trusts so many certificate authorities that the list has grown too long. This list has thus been truncated.",
      ["certificate/ca-list-too-long"], "Microsoft KB 2464556"),
    KnownMessage(
      "Windows event 36886", "No suitable default server credential exists on this system.",
      ["starttls/not-offered", "starttls/220-then-close"], "Microsoft, Schannel events"),
    KnownMessage(
      "Windows event 36887",
      "A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is %.",
      ["tls/server-alert-after-client-hello", "tls/client-alert-after-server-flight", "tls/version-mismatch"],
      "Microsoft, Schannel events", isFrame: true),
    KnownMessage(
      "Windows event 36888",
      "A fatal alert was generated and sent to the remote endpoint. This may result in termination of the connection. The TLS protocol defined fatal error code is %.",
      [
        "tls/no-shared-cipher", "tls/version-mismatch", "tls/server-alert-after-client-hello",
        "tls/client-alert-after-server-flight",
      ],
      "Microsoft, Schannel events", isFrame: true),
  ]
}
