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
    nextCommands: [.mail],
    logMessages: [
      LogMessage("Postfix, in the reply", "554 5.5.0 Error: SMTP protocol synchronization"),
      LogMessage("Postfix, in the reply", "221 2.7.0 Error: I can break rules, too. Goodbye."),
      LogMessage("Exim", "SMTP protocol synchronization error"),
      LogMessage("Exim, in the reply", "554 SMTP synchronization error"),
      LogMessage("OpenSMTPD, in the reply", "Pipelining not supported"),
    ],
    references: ["RFC 2920 section 3.1", "RFC 5321 section 4.1.4"],
    captures: ["must-not-pipeline"]
  ) { it in
    let session = it.session
    // Who speaks before the greeting is told apart.
    guard it.earlyCommand == nil, session.proxyHeader == nil,
      !session.exchanges.contains(where: { $0.command.verb == .httpRequest }),
      let refusal = it.point.refusal.flatMap({ Self.isProtest($0) ? $0 : nil })
        ?? it.refusals.last(where: Self.isProtest)
    else { return nil }
    let early = session.exchanges.last { exchange in
      exchange.command.flags.contains(.pipelined) && exchange.command.at.packet <= refusal.reply.first.packet
    }
    let command = refusal.reason == .synchronization ? early?.command ?? refusal.command : refusal.command
    var evidence: [Evidence] = []
    if let command {
      evidence.append(
        session.evidence(
          command,
          meaning: refusal.reason == .synchronization
            ? "this was sent before the answer to what came before it" : "the server does not take this command here"))
    }
    evidence.append(
      session.evidence(refusal.reply, quoting: refusal.reading.line ?? 0, meaning: "the server does not accept it"))
    var match = it.match(
      refusal, "The client did not keep to the order of the conversation, and the server said: \"\(refusal.words)\".",
      meaning: "")
    match.evidence = evidence
    match.stage = session.furthestClearStage
    return match
  }
}

extension Rule {
  private static func isProtest(_ refusal: Refusal) -> Bool {
    switch refusal.reason {
    case .synchronization: true
    case .outOfOrder: RefusalScope([.transaction, .other]).contains(refusal)
    default: false
    }
  }
}
