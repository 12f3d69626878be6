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
    remedies: [
      Remedy(
        .server,
        "Look for {source} {time} in the log of the mail service and of its content filter: a crash, a restart, a limit. A server may close only after QUIT, after a time-out, or after a 421."
      ),
      Remedy(
        .client,
        "Look for {server} in the log or queue of {source} {time}: it may have been stopped, or its own time limit is too short."
      ),
    ],
    nextCommands: [.repetition],
    references: ["RFC 5321 section 4.1.1.10", "RFC 5321 section 3.8"],
    captures: ["closed-mid-session"]
  ) { it in
    guard let cut = it.interruption(by: .fin), it.session.sizeStall == nil, it.session.lossStall == nil else {
      return nil
    }
    let match = Match(
      cut.certainty, "The \(cut.by.noun) closed the connection \(cut.words), without a word.",
      cause: Cause(.stopped, by: cut.by.actor, basis: .ending, holdsWithoutIntent: cut.by == .server),
      evidence: it.interruptionEvidence(cut, "closes"), stage: it.session.reachedStage, actors: [cut.by.actor])
    return match.telling {
      Telling(
        meaning: cut.by == .server
          ? "The server closed the connection in the regular way of TCP but without the words that SMTP has for it: it must say 221 or 421 first. It looks like a program that ended, crashed, or was told to stop."
          : "The client closed the connection in the regular way of TCP but without the QUIT that SMTP has for it. It looks like a program that ended, crashed, or was told to stop."
      )
    }
  }
}
