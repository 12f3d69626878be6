import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let segmentLossStall = Rule(
    id: "transport/segment-loss-stall",
    title: "data was sent again and again and never confirmed",
    stage: .ehlo,
    severity: .problem,
    needs: .trouble,
    points: .all,
    meaning: """
      From one point on, what one side sent was never confirmed by the other, however often it was repeated. The path broke, a \
      device began to drop the packets of this connection, or the other host went away.
      """,
    distinction: """
      The same bytes were sent at least four times, and their size makes no difference: where only full-size packets are lost, or \
      where the connection had been idle for long, another finding says so. That the peer's silence is real, and not a \
      hole of the capture, is shown by the repetition.
      """,
    unknowable: "Whether the packets or their confirmations were lost, and where.",
    remedies: [
      .captureOnBothSides,
      Remedy(
        .network,
        "Look for packet loss, duplex mismatches and failing links on the way, and for a filter that cuts this conversation off at the point shown."
      ),
    ],
    nextCommands: [.path("mtr --tcp --port {port} {server}")],
    references: ["RFC 9293 section 3.8.1", "RFC 6298"],
    captures: []
  ) { it in
    let session = it.session
    guard let stall = session.lossStall, session.idleCut == nil else { return nil }
    let who = Session.word(stall.sender)
    let packets = [stall.tail.firstSent, stall.tail.lastRetransmission].compactMap { $0?.packet }
    return Match(
      .probable,
      "The \(who) sent the same \(stall.tail.count) bytes \(stall.tail.retransmissions + 1) times, and the \(Session.word(stall.sender.peer)) never confirmed them.",
      cause: Cause(.stopped, by: .network, basis: .inference),
      evidence: [session.wireEvidence(packets, meaning: "the first and the last time that the bytes were sent")],
      stage: session.reachedStage)
  }
}
