import SMTPSession
import SMTPTranscript

extension Rule {
  static let policyProtocolViolation = Rule(
    id: "policy/protocol-violation",
    title: "client broke the order of the conversation",
    stage: .ehlo,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The client sent something that was not its turn to send: commands ahead of the replies they had to wait for, or words that are no \
      mail commands at all. Many servers end the session then, because spam software does the same.
      """,
    distinction: """
      The server says so in words, or answers MAIL, RCPT or DATA with 503. A 503 that only follows from an earlier refusal, such as DATA \
      after all recipients were refused, does not count; speaking before the greeting is reported by its own name.
      """,
    unknowable: "",
    remedies: [
      Remedy(
        .client,
        "Let the client wait for each reply, unless the server's list offers PIPELINING; even then EHLO, STARTTLS, AUTH and DATA must be the last of a group."
      ),
      Remedy(
        .network,
        "If the client is a good one, look for a device that holds back or merges packets, or a load balancer whose extra header the server does not expect."
      ),
    ],
    nextCommands: [MailTest.mail],
    logMessages: [
      LogMessage("Postfix, in the reply", "554 5.5.0 Error: SMTP protocol synchronization"),
      LogMessage("Postfix, in the reply", "221 2.7.0 Error: I can break rules, too. Goodbye."),
      LogMessage("Exim", "SMTP protocol synchronization error"),
      LogMessage("Exim, in the reply", "554 SMTP synchronization error"),
      LogMessage("OpenSMTPD, in the reply", "Pipelining not supported"),
    ],
    references: ["RFC 2920 section 3.1", "RFC 5321 section 4.1.4"],
    captures: ["must-not-pipeline"]
  ) { session in
    guard let said = session.protestAgainstOrder else { return nil }
    let stopped = !session.acceptedMail && !session.failedOverAuth && !session.beganTLS && !session.isCutShort
    let early = said.command ?? session.exchanges.first { $0.command.flags.contains(.pipelined) }?.command
    var evidence: [Evidence] = []
    if let early { evidence.append(session.evidence(early, meaning: "it was not the turn of this command")) }
    evidence.append(session.evidence(said.reply, quoting: 0, meaning: "the server does not accept it"))
    return Match(
      .certain,
      "The client did not keep to the order of the conversation, and the server said: \"\(said.reply.saying)\".",
      cause: stopped ? Cause(.stopped, by: .server, basis: .statement) : nil, evidence: evidence,
      stage: session.furthestClearStage, severity: stopped ? nil : .note)
  }
}

extension Session {
  /// The server's protest against a command at the wrong time; `nil` where there is none, where another refusal explains the
  /// session, and where the client spoke before the greeting, which is told apart.
  fileprivate var protestAgainstOrder: Saying? {
    guard !exchanges.contains(where: { $0.command.flags.contains(.beforeGreeting) }) else { return nil }
    // Postfix says goodbye with a positive code.
    let said = sayings.first {
      ($0.reply.isNegative || $0.reply.code == 221) && ReplyWords($0.reply).isProtocolViolation
    }
    if let said { return said }
    let refusals = refusals
    guard let refusal = refusals.first(where: { $0.kind == .outOfOrder }),
      !refusals.contains(where: { $0.isDeciding && $0.kind != .outOfOrder })
    else { return nil }
    return Saying(reply: refusal.reply, command: refusal.command)
  }
}
