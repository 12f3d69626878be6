import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsNameUnrecognized = Rule(
    id: "tls/sni-unrecognized",
    title: "server does not know the name that the client asked for",
    stage: .clientHello,
    severity: .problem,
    needs: .tls,
    meaning: """
      The client named the host that it wanted to reach, and the server answered that it is not known by that name. Usual reasons: an MX \
      record or an alias that points at a server which was never told of the name, or a relay addressed by another name than \
      that of its certificate. Sent as a mere warning it stops nothing.
      """,
    distinction: "The alert unrecognized_name says exactly this, and the name stands in the ClientHello.",
    remedies: [
      Remedy(
        .server,
        "Add the name to the server's certificates and its map of names, or let unknown names get the default certificate."
      ),
      Remedy(
        .client, "Ask for the name that the server has.",
        products: [
          .postfix: "smtp_tls_servername or servername= in smtp_tls_policy_maps",
          .exim: "tls_sni of the transport",
        ]),
    ],
    nextCommands: [.messages, .noName],
    references: ["RFC 6066 section 3"],
    captures: [
      "tls-sni-refused"
    ]
  ) { it in
    if let match = TLSRefusal.match(
      it, .nameUnrecognized,
      { refusal in
        let name = refusal.handshake.hello?.serverName ?? ""
        return Match(
          .certain, "The client asked for \(name), and the server does not know that name: \(refusal.words).",
          cause: refusal.cause, evidence: refusal.story, stage: refusal.stage)
      })
    {
      return match
    }
    guard let handshake = it.handshake, it.handshakeRefusal == nil || handshake.tls.completed,
      let warning = handshake.tls.serverStream.alerts.first(where: {
        $0.description == .unrecognizedName && $0.level == .warning
      }), let name = handshake.hello?.serverName
    else { return nil }
    return Match(
      .certain, "The server warned that it does not know the name \(name), and went on all the same.",
      evidence: handshake.helloEvidence
        + handshake.evidence(.server, offset: warning.offset, .alert, meaning: "a warning only"),
      severity: .note)
  }
}
