import SMTPSession

extension Rule {
  static let captureDroppedByKernel = Rule(
    id: "capture/dropped-by-kernel",
    title: "capturing machine dropped packets",
    stage: .connect,
    severity: .caveat,
    needs: .captureMark,
    meaning: """
      The capture's own statistics say that packets were dropped before they could be written, and something of this session is \
      missing: bytes in its middle, or its beginning or end. What is missing is the capture's loss, or may be, and not the \
      network's. Where only the end is missing, a peer that seems to have fallen silent may have answered.
      """,
    remedies: [
      Remedy(
        .network,
        "Capture again with a filter for the host and the port, a larger buffer (tcpdump -B 65536, smtptrace live --buffer 512) and a fast disk."
      )
    ],
    references: ["pcapng, Interface Statistics Block"],
    captures: []
  ) { it in
    let session = it.session
    guard let drops = session.visibility.kernelDrops, drops > 0 else { return nil }
    if let hole = session.visibility.holes.first(where: { $0.reason == .notCaptured }) {
      return Match(
        .certain, "The capturing machine dropped \(drops) packets in all, and bytes of this session are missing.",
        evidence: [session.packetEvidence(hole.at.packet, meaning: "the first packet after missing bytes")])
    }
    // Bytes behind the last packet that was captured leave no hole.
    if session.completion != .closed {
      return Match(
        .probable,
        "The capturing machine dropped \(drops) packets in all, and does not show how this session ended: its end may be among them.",
        evidence: [session.packetEvidence(session.end.packet, meaning: "the last packet that was captured")])
    }
    guard !session.visibility.seesStart || !session.visibility.seesBothDirections else { return nil }
    return Match(
      .probable,
      "The capturing machine dropped \(drops) packets in all, and a part of this session was not seen: it may be among them.",
      evidence: [session.packetEvidence(session.start.packet, meaning: "the first packet that was captured")])
  }
}
