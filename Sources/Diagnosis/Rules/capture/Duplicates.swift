import SMTPSession
import StreamAssembly

extension Rule {
  static let captureDuplicates = Rule(
    id: "capture/duplicates",
    title: "packets were captured more than once",
    stage: .connect,
    severity: .caveat,
    needs: .captureMark,
    meaning: """
      The same packets are in the capture twice: it was taken on several interfaces, on a mirror port that copies both \
      directions, or on both sides of a router. The copies were left out; they are no retransmissions.
      """,
    distinction: """
      A copy has the same IP identification, sequence numbers and flags and follows within milliseconds, often with a TTL that is smaller by one. \
      A real retransmission comes later and as a new packet.
      """,
    remedies: [Remedy(.network, "Capture on one interface, not on any, or remove the copies with editcap -d.")],
    captures: ["any-interface", "span-duplicates"]
  ) { it in
    let session = it.session
    let copies = session.clientFlow.captureDuplicates &+ session.serverFlow.captureDuplicates
    guard copies > 0 else { return nil }
    return Match(
      .certain, "\(copies) packets of this connection are in the capture more than once; the copies were left out.",
      evidence: [session.packetEvidence(session.start.packet, meaning: "the connection's first packet")])
  }
}
