import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let captureSegmentationOffload = Rule(
    id: "capture/segmentation-offload",
    title: "packets are larger than the wire allows",
    stage: .connect,
    severity: .caveat,
    needs: .captureMark,
    meaning: """
      The capture was taken on a machine that hands large blocks to its network card, or gets them from it, and lets the card cut or join \
      them. So the packets seen are not those of the wire. That harms nothing by itself, but no finding may rest on \
      packet sizes on that side.
      """,
    remedies: [
      Remedy(
        .network,
        "Where packet sizes matter, turn it off for the capture: ethtool -K INTERFACE tso off gso off gro off lro off.")
    ],
    captures: []
  ) { it in
    let session = it.session
    guard session.clientFlow.sawOffload || session.serverFlow.sawOffload else { return nil }
    let sides = [Side.client, .server].filter { session[flow: $0].sawOffload }
    let largest = sides.map { session[flow: $0].largestPayload }.max() ?? 0
    let who = sides.map { "the \(Session.word($0))" }.joined(separator: " and ")
    return Match(
      .certain,
      "Packets of \(who) carry up to \(largest) bytes: they were captured before the network card cut them, or after it joined them.",
      evidence: [session.packetEvidence(session.start.packet, meaning: "the connection's first packet")])
  }
}
