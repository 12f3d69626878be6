import ByteParsing
import PacketLayers
import SMTPSession
import SMTPTranscript
import TLSHandshake

/// Puts a session's verdict into words.
enum VerdictWriter {
  /// - Parameter hasPrimary: Whether the first of the findings explains the session; it shares its words with the verdict then.
  static func verdict(of it: Case, hasPrimary: Bool, findings: [Finding]) -> Verdict {
    var verdict = (hasPrimary ? explained(it, findings) : nil) ?? settled(it, findings)
    if it.leave.kind != .none { verdict.leftAt = it.leave.at.packet }
    verdict.leftWithQuit = it.leave.kind == .quit
    return verdict
  }

  /// The verdict of a session that its first finding explains; `nil` where that one names no cause.
  private static func explained(_ it: Case, _ findings: [Finding]) -> Verdict? {
    guard let primary = findings.first, let cause = primary.cause else { return nil }
    let session = it.session
    let others = Ranking.alternatives(to: primary, among: findings)
    let second = others.first.flatMap { other in findings.first { $0.id == other.finding } }
    return Verdict(
      outcome: cause.outcome == .stopped ? .stopped : .downgraded, disposition: it.disposition, stage: primary.stage,
      stoppedBy: cause.stoppedBy, closedBy: closer(it), finding: primary.id,
      certainty: primary.certainty, alternatives: others,
      sentence: sentence(primary, or: second),
      advice: Deferred {
        let keys = KeyAdvice.isDue(to: primary, of: session) ? KeyAdvice.sentence(session) : ""
        return Verdict.Advice(actor: primary.words.nextActor, next: next(primary) + keys)
      })
  }

  private static func settled(_ it: Case, _ findings: [Finding]) -> Verdict {
    let closedBy = closer(it)
    let reached = it.session.stages.last { $0.state == .reached }?.stage ?? .connect
    switch it.disposition {
    case .delivered: return delivered(it, reached: reached, closedBy: closedBy, findings: findings)
    case .noIntent:
      let reading = reading(findings)
      let left = NothingStopped(
        it.session, findings, isDelivered: false,
        otherwise: reading == nil
          ? "nobody has to do anything: a look is no failed delivery."
          : "nobody has to do anything, unless mail waits at \(it.session.client.address): then its log says what it missed here."
      )
      return open(
        it, reached: reached, closedBy: closedBy, by: decider(it), finding: reading?.id,
        sentence: reading?.summary ?? look(it), advice: left.advice)
    default:
      return open(
        it, reached: reached, closedBy: closedBy, by: decider(it), finding: reading(findings)?.id,
        sentence: words(of: findings) ?? unexplained(it, reached),
        advice: Deferred { Verdict.Advice(actor: .unknown, next: askElsewhere(it.session)) })
    }
  }

  /// What is to be done where the capture does not tell.
  private static func askElsewhere(_ session: Session) -> String {
    !KeyAdvice.helps(session)
      ? "nobody, on the strength of this capture; the logs of both sides know more."
      : "nobody, on the strength of this capture; the logs of both sides know more, and so do the session's keys\(KeyAdvice.way(session))."
  }

  /// Who ended the connection: nobody that spoke, where a reset is not its sender's.
  private static func closer(_ it: Case) -> Actor {
    guard let side = it.leave.side else { return .none }
    if it.leave.kind == .reset, let forged = it.forgedReset, forged.from == side { return .network }
    return side.actor
  }

  /// What explains it, with the second reading where it is as close.
  private static func sentence(_ primary: Finding, or second: Finding?) -> Verdict.Sentence {
    let words = primary.words.parts.words
    guard let second, second.certainty >= primary.certainty, primary.certainty <= .probable else {
      return .ofFinding(words)
    }
    let title = second.title
    return .own(Deferred { "\(words.summary) Or: \(title)." })
  }

  static func next(_ finding: Finding) -> String { next(finding.remedies.first) }

  private static func next(_ remedy: Remedy?) -> String {
    guard let remedy else { return "nobody has to do anything." }
    return "\(remedy.actor.inSentence): \(firstSentence(remedy.text))"
  }

  /// Who decided, where no rule explains it: the server with its last word, or the client that left; nobody where a question was
  /// asked and answered, or where the capture does not show it.
  private static func decider(_ it: Case) -> Actor {
    if it.leave.kind == .goodbye { return .server }
    guard it.refusals.isEmpty else { return .none }
    switch it.point.manner {
    case .left, .impatient: return it.leave.side == .client ? .client : .unknown
    default: return .unknown
    }
  }

  /// The first sentence of a remedy: the rest, settings of products and the like, stands below.
  private static func firstSentence(_ text: String) -> String {
    var from = text.startIndex
    while let end = UTF8Search.firstPlace(of: ". ", in: text, from: from) {
      let blank = text.utf8.index(after: end)
      from = text.utf8.index(after: blank)
      // A sentence does not end in the middle of a name, as after "e.g.".
      if from == text.endIndex || text[from].isUppercase { return String(text[..<blank]) }
    }
    return text
  }

  private static func open(
    _ it: Case, reached: Stage, closedBy: Actor, by decider: Actor, finding: String?,
    sentence: @autoclosure @escaping () -> String, advice: Deferred<Verdict.Advice>
  ) -> Verdict {
    Verdict(
      outcome: .undetermined, disposition: it.disposition, stage: reached, stoppedBy: decider, closedBy: closedBy,
      finding: finding, certainty: .undetermined, sentence: .own(Deferred(sentence)), advice: advice)
  }

  /// A finding that reads the session without accusing anybody, for a verdict that has no cause.
  private static func reading(_ findings: [Finding]) -> Finding? {
    findings.first { $0.id == "tls/client-quit-after-handshake" || $0.id == "tls/no-data-after-handshake" }
  }

  /// What a note tells better than what was owed and who left; `nil` where none does.
  private static func words(of findings: [Finding]) -> String? {
    (reading(findings) ?? findings.first { $0.id == "tls/idle-inside" })?.summary
  }

  // MARK: - Delivered

  private static func delivered(_ it: Case, reached: Stage, closedBy: Actor, findings: [Finding]) -> Verdict {
    let session = it.session
    let isReadable = session.acceptedMail
    let finding = isReadable ? "policy/accepted" : "tls/completed"
    let left = NothingStopped(session, findings, isDelivered: true, otherwise: "nobody has to do anything.")
    return Verdict(
      outcome: .completed, disposition: .delivered, stage: reached, stoppedBy: .none, closedBy: closedBy,
      finding: findings.first { $0.id == finding }?.id,
      certainty: isReadable ? .certain : it.sealed?.certainty ?? .probable,
      sentence: .own(Deferred { isReadable ? acceptedSentence(session) : sealedSentence(it) }), advice: left.advice)
  }

  private static func acceptedSentence(_ session: Session) -> String {
    let mails = session.transactions.filter { $0.outcome == .accepted }
    let number = mails.count == 1 ? "One message was accepted" : "\(mails.count) messages were accepted"
    return "\(number), \(session.wayOfMail)\(refusedRecipients(mails))."
  }

  /// Of accepted mail: the recipients who do not get it, with the server's words to the first of them.
  private static func refusedRecipients(_ mails: [MailTransaction]) -> String {
    let all = mails.flatMap(\.recipients)
    let refused = all.filter { $0.decidingReply?.isNegative ?? false }
    guard let first = refused.first, let reply = first.decidingReply else { return "" }
    let number =
      refused.count == 1
      ? "not for <\(first.address)>" : "not for \(refused.count) of \(all.count) recipients, such as <\(first.address)>"
    return ", but \(number): \"\(reply.saying)\""
  }

  private static func sealedSentence(_ it: Case) -> String {
    "TLS was set up (\(it.session.tls?.version ?? "TLS")), and by the sizes of what followed a message was sent and answered inside it."
  }

  // MARK: - Not explained

  /// What a client did that asked for nothing.
  private static func look(_ it: Case) -> String {
    let session = it.session
    if let word = lastWord(it) { return word }
    if let tls = session.tls, tls.completed, !tls.opening.readsDialogue {
      return
        "TLS was set up (\(tls.version ?? "TLS")), and the client left without asking for anything that shows: a test or a monitor does the same."
    }
    if let tls = session.tls, tls.completed, !session.visibility.lacksBytes(from: .client),
      session.exchangesInside.allSatisfy({ $0.command.verb == .quit })
    {
      return
        "TLS was set up (\(tls.version ?? "TLS")), and inside it the client said \(session.exchangesInside.isEmpty ? "nothing" : "QUIT and nothing else"): a test or a monitor does the same, and a client that does not accept the server's certificate."
    }
    if let last = session.exchangesInside.last, last.command.verb != .quit, last.reply == nil {
      return
        "TLS was set up (\(session.tls?.version ?? "TLS")), and inside it the client introduced itself and left before the server had answered: a test or a monitor does the same."
    }
    if session.hellos.isEmpty {
      return session.greeting.map { it.leave.isBefore($0.first.packet) } ?? true
        ? "The client connected and left before the server had greeted: a health check does the same."
        : "The client connected and left without introducing itself: a health check does the same."
    }
    return
      "The client introduced itself, read the answer and left without asking for mail or a login: a test or a monitor does the same."
  }

  /// What was owed, by whom, how long, and who left.
  private static func unexplained(_ it: Case, _ reached: Stage) -> String {
    let session = it.session
    if session.exchanges.isEmpty, session.greeting == nil, session.tls == nil, !session.hasBytes {
      return "Nothing of an SMTP conversation was captured."
    }
    if let word = lastWord(it) { return word }
    if it.leave.kind == .none {
      return
        "The session is still open where the capture shows it last; so far it came to \(reached.inSentence)\(owed(it))."
    }
    if let tls = session.tls, tls.completed, !tls.opening.readsDialogue {
      return
        "TLS was set up (\(tls.version ?? "TLS")); what followed inside it cannot be told from its sizes, and then \(left(it))."
    }
    return "The session came as far as \(reached.inSentence)\(owed(it)); then \(left(it))."
  }

  /// The last refusal, or the server's goodbye, in its words.
  private static func lastWord(_ it: Case) -> String? {
    guard let last = it.refusals.last(where: { !$0.isOvercome }), !it.session.acceptedMail else { return nil }
    return "The server's last word was \"\(last.words)\"; \(left(it))."
  }

  private static func owed(_ it: Case) -> String {
    // It may be among what is missing.
    guard let turn = it.point.turn, !it.session.visibility.lacksBytes(from: turn.by) else { return "" }
    let who = turn.by.noun
    switch turn.duty {
    case .connection: return ", and the server owed an answer to the attempt to connect"
    case .greeting: return ", and the server owed its greeting"
    case .reply:
      let what =
        turn.isAboutMessage
        ? "the message" : turn.exchange.flatMap { it.session.exchanges[$0].command.verb.name } ?? "the last command"
      return ", and the \(who) owed an answer to \(what)"
    case .challengeAnswer: return ", and the client owed an answer to the server's challenge"
    case .tlsStart: return ", and it was the client's turn to begin TLS"
    case .message: return ", and the client was sending its message"
    case .command: return ", and it was the client's turn"
    }
  }

  private static func left(_ it: Case) -> String {
    switch (it.leave.kind, it.leave.side) {
    case (.quit, _): "the client said QUIT"
    case (.goodbye, _): "the server said that it closes"
    case (.alert, let side?): "the \(side.noun) sent a fatal alert"
    case (.closing, let side?): "the \(side.noun) ended TLS"
    case (.fin, let side?): "the \(side.noun) closed the connection"
    case (.reset, let side?): "the \(side.noun) reset the connection"
    default: "nothing more was captured"
    }
  }
}

extension Session {
  /// How accepted mail travelled, for a sentence.
  var wayOfMail: String {
    let mails = transactions.filter { $0.outcome == .accepted }
    if mails.contains(where: { $0.layer == .clear }) { return "in clear text" }
    return mails.allSatisfy(\.isProtected)
      ? "under TLS" : "in words that this capture shows readable: decrypted, or never encrypted"
  }
}

extension Actor {
  var inSentence: String {
    switch self {
    case .client: "the client"
    case .server: "the server"
    case .network: "the network between them"
    case .unknown: "a party unknown"
    case .none: "nobody"
    }
  }
}

extension Stage {
  /// In a sentence after "it came to".
  var inSentence: String {
    switch self {
    case .connect: "the connection"
    case .greeting: "the greeting"
    case .ehlo: "the introduction (EHLO)"
    case .capabilities: "the server's list of extensions"
    case .starttls: "STARTTLS"
    case .clientHello: "the client's first TLS message"
    case .serverFlight: "the server's part of the TLS handshake"
    case .clientFlight: "the client's part of the TLS handshake"
    case .protected: "TLS"
    case .secondEHLO: "the introduction inside TLS"
    case .auth: "the login (AUTH)"
    case .mail: "the sender (MAIL)"
    case .rcpt: "the recipient (RCPT)"
    case .data: "the message (DATA)"
    case .quit: "QUIT"
    }
  }
}
