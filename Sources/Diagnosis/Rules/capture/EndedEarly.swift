import PlainWords
import SMTPSession
import StreamAssembly

extension Rule {
  static let captureEndedEarly = Rule(
    id: "capture/ended-early",
    title: "capture ends while the session is open",
    stage: .connect,
    severity: .caveat,
    meaning: """
      The last packet of the capture came while the two were still talking, or while one was still within the time that it may \
      take for its answer. How the session ended is not known: nothing in it may be called a failure because it is unfinished.
      """,
    distinction: """
      The capture must have ended within five minutes of the session's last packet, which is the time that RFC 5321 gives a \
      peer for most answers. Where it went on for longer, the silence was real.
      """,
    remedies: [
      Remedy(
        .network,
        "Capture again and let it run until the mail server has logged the end of the session, best over one whole retry interval."
      )
    ],
    references: ["RFC 5321 section 4.5.3.2"],
    captures: ["one-direction-client", "one-direction-server"]
  ) { it in
    let session = it.session
    guard session.completion == .captureEnded, session.ending.kind == .none, !session.isAnnounced,
      session.serverFlow.syn != nil || session.hasBytes, (session.ending.captureWentOnSeconds ?? 0) < 300,
      // Bytes sent again and again were not waiting for the capture to go on.
      (session.clientFlow.unacknowledgedTail?.retransmissions ?? 0) < 2,
      (session.serverFlow.unacknowledgedTail?.retransmissions ?? 0) < 2
    else { return nil }
    let rest = session.ending.captureWentOnSeconds ?? 0
    let file = session.visibility.fileIsTruncated ? " The file itself breaks off." : ""
    return Match(
      .certain,
      "The capture ends \(LengthOfTime.spoken(rest)) after the last packet of this session, which is still open."
        + file,
      evidence: [
        session.packetEvidence(session.end.packet, meaning: "the last packet of the session; nothing closes it")
      ],
      stage: session.reachedStage)
  }
}
