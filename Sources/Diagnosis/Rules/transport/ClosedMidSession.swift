import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let closedMidSession = Rule(
    id: "transport/closed-mid-session",
    title: "connection was closed in the middle of the conversation",
    stage: .ehlo,
    severity: .problem,
    points: .all,
    meaning: """
      One side closed the connection in the regular way of TCP but without the words that SMTP has for it: the server must say \
      221 or 421 first, the client QUIT. It looks like a program that ended, crashed, or was told to stop.
      """,
    distinction: """
      No reply of 400 or more, no 421, no QUIT and no TLS came before it. A client that leaves right after a good list of \
      extensions has decided something, and is another finding.
      """,
    unknowable: "Why: nothing was said.",
    remedies: [
      Remedy(
        .server,
        "Where the server closed: look for {source} at this time in its log, and in that of its content filter. A server may close only after QUIT, after a timeout, or after a 421."
      ),
      Remedy(
        .client,
        "Where the client closed: look in its log or queue for the message of this time; it may have been stopped, or its own time limit is too short."
      ),
    ],
    nextCommands: [.repetition],
    references: ["RFC 5321 section 4.1.1.10", "RFC 5321 section 3.8"],
    captures: ["closed-mid-session"]
  ) { it in
    guard let cut = it.interruption(by: .fin), it.session.sizeStall == nil, it.session.lossStall == nil else {
      return nil
    }
    return Match(
      cut.certainty, "The \(cut.by.noun) closed the connection \(cut.words), without a word.",
      cause: Cause(.stopped, by: cut.by.actor, basis: .ending, holdsWithoutIntent: cut.by == .server),
      evidence: it.interruptionEvidence(cut, "closes"), stage: it.session.reachedStage)
  }
}
