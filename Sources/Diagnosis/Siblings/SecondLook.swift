import SMTPSession
import SMTPTranscript

/// Judges a session again by what its siblings show. It may take a verdict back as well as make it surer.
package enum SecondLook {
  /// Whether a session's verdict could change by what others show; all others are not looked at again.
  package static func concerns(_ diagnosed: DiagnosedSession, _ visit: Survey.Visit) -> Bool {
    occasion(for: diagnosed, visit) != nil
  }

  /// What others may know of a session.
  enum Occasion: Sendable, Equatable {
    /// Whether the same failure met others, or was overcome.
    case finding
    /// Whether a large first message of TLS is what gets no answer.
    case largeHello
    /// Whether the mail that was put off came through later.
    case deferred
    /// Whether a look was a monitor's, or stands for more.
    case look
  }

  /// `nil` where others can change nothing.
  static func occasion(for diagnosed: DiagnosedSession, _ visit: Survey.Visit) -> Occasion? {
    let verdict = diagnosed.verdict
    guard verdict.disposition != .delivered else { return nil }
    switch verdict.finding {
    // Most sessions that stop do so in TLS itself.
    case let finding? where finding.begins(with: "tls/"): break
    case "starttls/not-offered", "transport/connection-refused", "transport/no-syn-ack", "transport/icmp-unreachable":
      return .finding
    case "ehlo/masked-capabilities": return verdict.certainty < .strong ? .finding : nil
    default: break
    }
    if let hello = visit.tlsHello, !hello.isSmall, !hello.isAnswered { return .largeHello }
    switch verdict.disposition {
    case .deferred: return .deferred
    // A look inside TLS; and a list without STARTTLS, of which there may be another copy.
    case .noIntent: return visit.tls == .completed || visit.offersSTARTTLS == false ? .look : nil
    default: return nil
    }
  }

  /// The session as it is judged with what is known of the others; unchanged where they show nothing about it.
  package static func look(at diagnosed: DiagnosedSession, _ visit: Survey.Visit, among survey: Survey)
    -> DiagnosedSession
  {
    let alone = Judgement(findings: diagnosed.findings, verdict: diagnosed.verdict)
    guard let judged = look(at: alone, visit, .session(diagnosed.session), among: survey) else { return diagnosed }
    var result = diagnosed
    result.findings = judged.findings
    result.verdict = judged.verdict
    result.alone = alone
    return result
  }

  /// The same of a session that was written down.
  package static func look(
    at alone: Judgement, _ visit: Survey.Visit, _ blanks: RecordedBlanks, among survey: Survey
  ) -> Judgement? {
    look(at: alone, visit, .recorded(blanks), among: survey)
  }

  /// `nil` where the others show nothing about it.
  private static func look(
    at alone: Judgement, _ visit: Survey.Visit, _ blanks: CommandBlanks, among survey: Survey
  ) -> Judgement? {
    let it = Siblings(alone.verdict, visit, blanks, among: survey)
    var result = alone
    if let found = finding(it) {
      replace(&result, with: found.finding, cause: found.cause)
    } else if let change = SiblingChange(it) {
      change.apply(to: &result)
    } else {
      return nil
    }
    return result
  }

  /// What the rules say that look again: the surest, whatever their order in the catalogue.
  private static func finding(_ it: Siblings) -> (finding: Finding, cause: Cause?)? {
    findings(it).first.map { ($0, $0.cause) }
  }

  /// All that they say, the surest first.
  static func findings(_ it: Siblings) -> [Finding] {
    let found = lookers.compactMap { rule, look in
      look(it).map {
        Finding(
          rule, $0.match, sessions: ([it.visit.session] + $0.others).sorted(), blanks: it.blanks)
      }
    }
    return found.sorted { one, other in
      one.certainty != other.certainty ? one.certainty > other.certainty : one.id < other.id
    }
  }

  /// How many rules look again.
  static var lookAgain: Int { lookers.count }

  private static let lookers: [(rule: CataloguedRule, look: @Sendable (Siblings) -> SiblingMatch?)] =
    Catalogue.catalogued.compactMap { rule in rule.rule.looksAgain.map { (rule, $0) } }

  /// Puts a finding in the place of what the verdict rested on. One without a cause excuses the session.
  private static func replace(_ result: inout Judgement, with finding: Finding, cause: Cause?) {
    let old = result.verdict
    result.findings.removeAll { $0.id == finding.id }
    for index in result.findings.indices where result.findings[index].cause != nil {
      if cause == nil { result.findings[index].isNoCause() } else { result.findings[index].isSecond() }
    }
    result.findings.insert(finding, at: 0)
    guard let cause else {
      result.verdict = old.lowered(sentence: finding.summary, finding: finding.id, certainty: finding.certainty)
      return
    }
    result.verdict = Verdict(
      outcome: cause.outcome == .stopped ? .stopped : .downgraded, disposition: old.disposition, stage: finding.stage,
      stoppedBy: cause.stoppedBy, closedBy: old.closedBy, actor: finding.words.nextActor, finding: finding.id,
      certainty: finding.certainty, sentence: finding.summary, next: VerdictWriter.next(finding))
  }
}

extension Verdict {
  /// The same with nobody accused.
  func lowered(sentence: String, finding: String?, certainty: Certainty) -> Verdict {
    Verdict(
      outcome: .undetermined, disposition: disposition, stage: stage, stoppedBy: .unknown, closedBy: closedBy,
      actor: .none, finding: finding, certainty: certainty, sentence: sentence, next: "nobody has to do anything.")
  }
}
