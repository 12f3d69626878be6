import SMTPSession
import SMTPTranscript

extension Rule {
  static let greetingClientLeft = Rule(
    id: "greeting/client-left",
    title: "client read the greeting and left",
    stage: .greeting,
    severity: .note,
    needs: [.greeting, .clearOnly],
    meaning: """
      The server greeted properly, and the client ended the session without introducing itself. Monitoring and load balancers \
      do this all day long, and so do scanners. A mail server hardly ever does.
      """,
    distinction: "A complete positive greeting was captured, and no EHLO, HELO or other command but QUIT.",
    unknowable: "Whether the client had mail. A regular rhythm of such sessions from one address is a monitor.",
    remedies: [
      Remedy(
        .client,
        "If {source} is a mail server and not a monitor, look for {server} in its log {time}: the reason stands only there."
      )
    ],
    references: ["RFC 5321 section 3.1"],
    captures: ["monitor-probe"]
  ) { it in
    let session = it.session
    guard let greeting = session.greeting, greeting.isPositiveCompletion, greeting.isComplete, session.tls == nil,
      !it.leave.isBefore(greeting.last.packet),
      session.visibility.isWhole, session.exchanges.allSatisfy({ $0.command.verb == .quit }), session.clientLeft,
      session.notSMTP == nil, it.earlyCommand == nil, (session.greetingDelaySeconds ?? 0) < 5
    else { return nil }
    return Match(
      .strong, "The client read the greeting and left without a command.",
      evidence: [session.evidence(greeting, meaning: "the server greets"), session.leavingEvidence])
  }
}
