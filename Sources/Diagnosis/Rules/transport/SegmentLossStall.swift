import PlainWords
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
      From one point on, what one side sent was never confirmed by the other, however often it was repeated; where the capture was \
      taken behind the loss, the bytes never came, though later packets show that they were sent. The path broke, a device began to drop the packets of this connection, or the other host went away.
      """,
    distinction: """
      The same bytes were sent at least four times, or their receiver asked for them until the end, and their size makes no difference: where only full-size packets are lost, or \
      where the connection had been idle for long, another finding says so. That the peer's silence is real, and not a \
      hole of the capture, is shown by the repetition, or by the receiver that never acknowledges them.
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
    guard session.idleCut == nil else { return nil }
    if let stall = session.lossStall {
      let who = Session.word(stall.sender)
      let packets = [stall.tail.firstSent, stall.tail.lastRetransmission].compactMap { $0?.packet }
      return Match(
        .probable,
        "The \(who) sent the same \(stall.tail.count) bytes \(stall.tail.retransmissions + 1) times, and the \(Session.word(stall.sender.peer)) never confirmed them.",
        cause: Cause(.stopped, by: .network, basis: .inference, holdsWithoutIntent: true),
        evidence: [session.wireEvidence(packets, meaning: "the first and the last time that the bytes were sent")],
        stage: session.reachedStage)
    }
    guard let lost = session.lossBeforeCapture else { return nil }
    let (who, other) = (Session.word(lost.sender), Session.word(lost.sender.peer))
    return Match(
      lost.certainty,
      "\(lost.loss.count) bytes of the \(who) never reached the \(other), which waited for them for \(LengthOfTime.spoken(lost.seconds)); packets after them show that they were sent.",
      cause: Cause(.stopped, by: .network, basis: .inference, holdsWithoutIntent: true),
      evidence: [
        session.wireEvidence(
          lost.packets,
          meaning:
            "the packet that shows that bytes before it are missing, and the last one in which the \(other) waits for them"
        )
      ],
      stage: session.reachedStage)
  }
}
