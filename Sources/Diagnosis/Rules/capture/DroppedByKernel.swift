import SMTPSession

extension Rule {
  static let captureDroppedByKernel = Rule(
    id: "capture/dropped-by-kernel",
    title: "capturing machine dropped packets",
    stage: .connect,
    severity: .caveat,
    meaning: """
      The capture's own statistics say that packets were dropped before they could be written, and bytes of this session are \
      missing. The holes are the capture's, not the network's.
      """,
    remedies: [
      Remedy(
        .network,
        "Capture again with a filter for the host and the port, a larger buffer (tcpdump -B 65536) and a fast disk.")
    ],
    references: ["pcapng, Interface Statistics Block"],
    captures: []
  ) { session in
    guard let drops = session.visibility.kernelDrops, drops > 0,
      let hole = session.visibility.holes.first(where: { $0.reason == .notCaptured })
    else { return nil }
    return Match(
      .certain, "The capturing machine dropped \(drops) packets in all, and bytes of this session are missing.",
      evidence: [session.packetEvidence(hole.at.packet, meaning: "the first packet after missing bytes")])
  }
}
