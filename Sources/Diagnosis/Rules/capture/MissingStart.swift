import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let captureMissingStart = Rule(
    id: "capture/missing-start",
    title: "capture begins in the middle of the connection",
    stage: .connect,
    severity: .caveat,
    needs: .notWhole,
    meaning: """
      The opening of the connection is not in the capture. What was said before, the greeting and the list of extensions \
      perhaps, is unknown, and so is how fast and over how large packets the two talk. Who is client and who is server was told \
      from the ports and the words.
      """,
    remedies: [.captureAgain],
    captures: ["mid-connection"]
  ) { it in
    let session = it.session
    guard !session.visibility.seesStart, session.clientFlow.sentEnd > 0 || session.serverFlow.sentEnd > 0,
      !session.startsInsideTLS
    else { return nil }
    return Match(
      .certain, "The capture begins after this connection was opened; what was said before is not in it.",
      evidence: [
        session.packetEvidence(session.start.packet, meaning: "the first packet of the connection that was captured")
      ])
  }
}
