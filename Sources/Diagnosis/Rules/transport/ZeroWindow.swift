import PlainWords
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let zeroWindow = Rule(
    id: "transport/zero-window",
    title: "receiver accepted no more data for a while",
    stage: .data,
    severity: .problem,
    needs: .trouble,
    meaning: """
      One side told the other that its receive buffer was full (a window of zero) and left it so. Its mail program did not read: \
      it was busy, waiting for a content filter or a disk, or stuck.
      """,
    distinction: """
      The side said so itself in its TCP headers, for two seconds or longer, while the other had something to send. Lost packets \
      look different: nobody shuts the window.
      """,
    unknowable: "What kept the program from reading.",
    remedies: [
      Remedy(
        .server,
        "Where the server did not read: look at its load, at the content filter or milter behind it and at the disk of the queue {time}."
      ),
      Remedy(.client, "Where the client did not read: its mail program hangs; look at its log and its load."),
    ],
    references: ["RFC 9293 section 3.8.6.1"],
    captures: ["zero-window"]
  ) { it in
    let session = it.session
    guard let stall = session.zeroWindowStall else { return nil }
    let who = Session.word(stall.receiver)
    let evidence = [
      session.wireEvidence([stall.first.packet], meaning: "the \(who) announces that it takes no more bytes")
    ]
    let summary = "The \(who) accepted no more data for \(LengthOfTime.spoken(stall.seconds))"
    guard stall.isOpen, session.isUnfinished else {
      return Match(
        .strong, summary + " and then went on.", evidence: evidence, stage: session.reachedStage, severity: .note)
    }
    return Match(
      .strong, summary + ", until the session ended.",
      cause: Cause(.stopped, by: Session.actor(stall.receiver), basis: .inference, holdsWithoutIntent: true),
      evidence: evidence,
      stage: session.reachedStage)
  }
}
