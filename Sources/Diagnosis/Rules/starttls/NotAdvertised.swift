import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSNotAdvertised = Rule(
    id: "starttls/attempted-not-advertised",
    title: "client asked for TLS that was not offered",
    stage: .starttls,
    severity: .problem,
    needs: .unusualStartTLS,
    meaning: """
      STARTTLS does not stand in the server's list, and the client asked for it all the same: it is told to insist, or to guard \
      against a removed offer. A server that has no TLS then refuses the command. One that agrees can do TLS and does not say so, or \
      something on the way removed the line.
      """,
    distinction: "The whole list was captured before the command.",
    unknowable: "Whether the offer was missing at the server or removed on the way.",
    remedies: [
      Remedy(
        .server, "Make TLS work and offer it.",
        products: [
          .postfix: "smtpd_tls_security_level = may with smtpd_tls_chain_files",
          .exim: "tls_advertise_hosts and tls_certificate",
          .exchange:
            "Tls in the AuthMechanism of the receive connector that the client meets, and a certificate enabled for SMTP",
        ]),
      .inspection,
      Remedy(.client, "If this server shall be used without TLS, do not force TLS for it."),
    ],
    nextCommands: [.hello, .trace],
    logMessages: [LogMessage("Exim", "503 STARTTLS command used when not advertised")],
    references: ["RFC 3207 section 4"],
    captures: ["attempted-not-advertised", "attempted-not-advertised-openssl"]
  ) { it in
    let session = it.session
    if let refused = it.refusedStartTLS(.notAdvertised) {
      return it.startTLSMatch(
        refused, by: .client,
        "The client asked for TLS, which was not offered, and the server refused: \"\(refused.reply.brief)\"",
        command: "the client asks for TLS, which is not in the list", answer: "the server refuses")
    }
    guard let attempt = it.acceptedStartTLS, attempt.request.wasAdvertised == false,
      attempt.request.verb == .startTLS,
      let reply = attempt.reply
    else { return nil }
    return Match(
      .certain, "The client asked for TLS, which was not in the server's list, and the server agreed.",
      evidence: [
        session.evidence(attempt.exchange.command, meaning: "the client asks for what was not offered"),
        session.evidence(reply, meaning: "the server agrees: it can do TLS, or the offer was removed on the way"),
      ], severity: .note)
  }
}
