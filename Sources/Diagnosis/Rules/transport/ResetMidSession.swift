import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let resetMidSession = Rule(
    id: "transport/reset-mid-session",
    title: "connection was reset in the middle of the conversation",
    stage: .ehlo,
    severity: .problem,
    needs: .reset,
    points: .all,
    meaning: """
      One side, or a device in its name, cut the connection without a word while the conversation was under way. No reply \
      explains it. A mail program that crashed or ran out of memory does that, and so do firewalls that dislike what they read.
      """,
    distinction: """
      A refusal, a 421, QUIT or the start of TLS before it would be another finding; so would a reset whose TTL does not fit, and \
      one that comes after a long silence. A reset after both sides were done is harmless and called so.
      """,
    unknowable: "Why. The side named is the one whose address the reset carries.",
    remedies: [
      Remedy(
        .server, "Look for {source} in the mail server's log {time}: a crash, a content filter that gave up, a limit."),
      Remedy(
        .client, "Look for {server} in the log of {source} {time}: a crash, a time limit, a program that was stopped."),
      .captureOnBothSides, .tellThePeer,
    ],
    nextCommands: [.repetition],
    logMessages: [LogMessage("Exchange", "421 4.4.2 Connection dropped due to SocketError")],
    references: ["RFC 9293 section 3.5.2", "RFC 5321 section 4.1.1.10"],
    captures: ["reset-mid-session"]
  ) { it in
    let session = it.session
    guard let cut = it.interruption(by: .reset), session.idleCut == nil, session.sizeStall == nil,
      session.lossStall == nil
    else { return it.resetInSealedMessage }
    let reset = session.effectiveReset(from: cut.by)
    // The server's address on the packet is all that names it; a TTL that fits makes a device less likely.
    let isOwn = reset?.hopLimitFits == true
    let match = Match(
      isOwn ? min(cut.certainty, .strong) : .probable, "The \(cut.by.noun) reset the connection \(cut.words).",
      cause: Cause(.stopped, by: cut.by.actor, basis: .ending, holdsWithoutIntent: cut.by == .server),
      evidence: it.interruptionEvidence(cut, "resets"), stage: session.reachedStage, actors: [cut.by.actor, .network])
    return match.telling {
      let program = cut.by == .server ? "A mail server" : "A mail program"
      return Telling(
        meaning:
          "The \(cut.by.noun), or a device in its name, cut the connection without a word while the conversation was under way. No reply explains it. \(program) that crashed or ran out of memory does that, and so do firewalls that dislike what they read.",
        unknowable: "Why, and whether the reset is the \(cut.by.noun)'s own: it carries its address.")
    }
  }
}

extension Case {
  /// A message inside TLS that was cut off before it was answered.
  fileprivate var resetInSealedMessage: Match? {
    guard case .cutInMessage(let by, let at)? = sealed?.outcome, let certainty = sealed?.certainty else { return nil }
    let how = leave.kind == .reset ? "reset" : "closed"
    let session = session
    return Match(
      min(certainty, .strong),
      "The \(by.noun) \(how) the connection in the middle of a long transfer inside TLS that had no answer yet: by its size a message.",
      cause: Cause(.stopped, by: by.actor, basis: .ending),
      evidence: [session.wireEvidence([at.packet], meaning: "the connection ends while the transfer is under way")],
      stage: .protected)
  }
}
