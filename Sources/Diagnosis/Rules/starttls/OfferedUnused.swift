import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSOfferedUnused = Rule(
    id: "starttls/offered-unused",
    title: "server offered STARTTLS and the client did not use it",
    stage: .starttls,
    severity: .exposure,
    needs: [.hello, .clearOnly],
    meaning: """
      Encryption was there for the asking, and the client sent its mail or its login in clear all the same: TLS is switched off in \
      the client, for this destination or altogether, or the client fell back to clear text after TLS had failed before.
      """,
    distinction:
      "STARTTLS stands in the server's list, the client never asked for it, and a mail or a login was accepted in clear. A server that then demands TLS is another finding.",
    unknowable: "Why the client did without; an earlier session in which TLS failed would tell.",
    remedies: [
      Remedy(
        .client, "Switch TLS on.",
        products: [
          .exchange: "IgnoreSTARTTLS $false on the send connector",
          .postfix: "smtp_tls_security_level = may",
          .exim: "take the host out of hosts_avoid_tls",
          .sendmail: "no Try_TLS:host NO in the access map",
          .openSMTPD: "not smtp+notls",
        ]),
      Remedy(
        .server, "To take no mail or no passwords in clear: {products}.",
        products: [
          .postfix: "smtpd_tls_security_level = encrypt (submission only), smtpd_tls_auth_only = yes",
          .exchange: "RequireTLS on the receive connector",
        ]),
    ],
    nextCommands: [.startTLS],
    logMessages: [LogMessage("Postfix", "Host offered STARTTLS:")],
    references: ["RFC 3207 section 4", "RFC 7435"],
    captures: ["offered-unused", "retry-in-clear", "retry-in-clear-opensmtpd"]
  ) { it in
    let session = it.session
    guard session.tls == nil, it.startTLSAttempts.isEmpty, !session.staysInside, let hello = session.lastClearHello,
      hello.offersSTARTTLS, hello.verb == .ehlo, hello.exchange < session.exchanges.count,
      let reply = session.reply(to: hello)
    else { return nil }
    func offer() -> Evidence {
      let line = reply.lines.firstIndex { $0.uppercased().hasPrefix("STARTTLS") }
      return session.evidence(reply, quoting: line, meaning: "the server offers TLS")
    }
    if let mail = session.acceptedClearMail, mail.exchange < session.exchanges.count {
      return Match(
        .certain, "The server offered STARTTLS, and the client sent its mail in clear without trying it.",
        cause: Cause(.downgraded, by: .client, basis: .ending),
        evidence: [
          offer(),
          session.evidence(session.exchanges[mail.exchange].command, meaning: "the client sends mail in clear"),
        ])
    }
    guard let login = session.acceptedClearLogin, login.exchange < session.exchanges.count else { return nil }
    return Match(
      .certain, "The server offered STARTTLS, and the client logged in without it.",
      cause: Cause(.downgraded, by: .client, basis: .ending),
      evidence: [
        offer(), session.evidence(session.exchanges[login.exchange].command, meaning: "the client logs in outside TLS"),
      ])
  }
}
