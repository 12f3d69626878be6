import SMTPSession
import StreamAssembly

extension Rule {
  static let captureSnaplenCut = Rule(
    id: "capture/snaplen-cut",
    title: "packets were cut by the snapshot length",
    stage: .connect,
    severity: .caveat,
    needs: .captureMark,
    meaning: """
      The capture kept the beginning of each packet only. Lines and TLS messages that lie behind the cut cannot be read; the \
      sizes are still right. What was not offered, or not said, cannot be told from such a capture.
      """,
    remedies: [Remedy(.network, "Capture again with whole packets: tcpdump -s0, or no snapshot length at all.")],
    captures: ["keys-cut-tls13", "snaplen-68"]
  ) { it in
    let session = it.session
    let cuts = session.clientFlow.snapshotCuts &+ session.serverFlow.snapshotCuts
    guard cuts > 0 else { return nil }
    let bytes = session.clientFlow.missing.snapshotLength &+ session.serverFlow.missing.snapshotLength
    let hole = session.visibility.holes.first { $0.reason == .snapshotLength }
    return Match(
      .certain, "\(cuts) packets of this connection were cut when they were captured; \(bytes) bytes are missing.",
      evidence: [session.packetEvidence(hole?.at.packet ?? session.start.packet, meaning: "the first cut shows here")])
  }
}
