import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let captureAsymmetricPath = Rule(
    id: "capture/asymmetric-path",
    title: "packets of one side came by different ways",
    stage: .connect,
    severity: .caveat,
    needs: .captureMark,
    meaning: """
      The packets of one side reached the place of capture with different TTLs. They took different ways, or several machines \
      answer under one address, such as a device that accepts the connection before the server does. Differences between \
      replies may then come from different machines.
      """,
    distinction: "Resets are left out of the comparison, and so are copies of one packet.",
    remedies: [Remedy(.network, "Capture on the mail server itself to see what it really sends.")],
    captures: []
  ) { it in
    let session = it.session
    for (side, spread) in [
      (Side.server, session.serverFlow.hopLimitSpread), (.client, session.clientFlow.hopLimitSpread),
    ] {
      guard let (low, high) = spread, let first = session[flow: side].firstPacket else {
        continue
      }
      return Match(
        .certain, "Packets of the \(Session.word(side)) came with TTLs from \(low) to \(high).",
        evidence: [session.packetEvidence(first.packet, meaning: "the first packet of the \(Session.word(side))")])
    }
    return nil
  }
}

extension DirectionFacts {
  /// The lowest and the highest TTL or hop limit of all segments, the SYN among them; `nil` where all are the same.
  fileprivate var hopLimitSpread: (low: UInt8, high: UInt8)? {
    guard let hopLimits else { return nil }
    let low = min(hopLimits.lowerBound, synHopLimit ?? hopLimits.lowerBound)
    let high = max(hopLimits.upperBound, synHopLimit ?? hopLimits.upperBound)
    return low < high ? (low, high) : nil
  }
}
