import PacketLayers
import SMTPSession

extension Rule {
  static let captureNonStandardPort = Rule(
    id: "capture/non-standard-port",
    title: "mail on a port that is not registered for it",
    stage: .connect,
    severity: .note,
    meaning: """
      The conversation is SMTP by its words, on a port of its own. Content filters and relays inside a site talk so \
      (10024 and 10025 are usual), and test servers. If it is such an inner leg, it says nothing about how the mail travels over the \
      Internet.
      """,
    captures: ["healthy-lmtp", "non-standard-port"]
  ) { it in
    let session = it.session
    guard session.servicePort == .other, session.greeting != nil || !session.hellos.isEmpty else { return nil }
    let inside = session.client.address == session.server.address ? ", within one machine" : ""
    return Match(
      .certain, "This is mail on port \(session.server.port)\(inside).",
      evidence: [
        session.hellos.first.map {
          session.evidence(session.exchanges[$0.exchange].command, meaning: "the client introduces itself as in SMTP")
        } ?? session.packetEvidence(session.start.packet, meaning: "the connection's first packet")
      ])
  }
}
