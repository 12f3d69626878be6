package import SMTPSession

/// Holds a session against every rule of the catalogue and decides what to say first.
package enum Diagnoser {
  package static func diagnose(_ session: Session) -> DiagnosedSession {
    var findings: [Finding] = []
    for rule in Catalogue.rules {
      if case .session(let examine) = rule.examination, let match = examine(session) {
        findings.append(finding(rule, match, session))
      }
    }
    let primary = primaryCause(of: findings)
    if let primary {
      let first = findings.remove(at: primary)
      findings.sort { $0.severity > $1.severity }
      findings.insert(first, at: 0)
    } else {
      findings.sort { $0.severity > $1.severity }
    }
    let verdict = VerdictWriter.verdict(of: session, primary: primary == nil ? nil : findings.first, findings: findings)
    return DiagnosedSession(session: session, findings: findings, verdict: verdict)
  }

  /// What the sessions show together.
  package static func diagnose(_ survey: Survey) -> [Finding] {
    Catalogue.rules.flatMap { rule -> [Finding] in
      guard case .survey(let examine) = rule.examination else { return [] }
      return examine(survey).map { found in
        var finding = finding(rule, found.match, sessions: found.sessions)
        let fill = { (text: String) in CommandTemplate.fill(text, for: found.visit, to: found.server) }
        finding.nextCommands = finding.nextCommands.map(fill)
        finding.remedies = finding.remedies.map { Remedy($0.actor, fill($0.text)) }
        return finding
      }
    }
  }

  /// Which finding explains the session: a stop before a loss of protection; then what a peer said, before what devices
  /// left behind, before what sizes suggest, before who merely left; then the later stage.
  static func primaryCause(of findings: [Finding]) -> Int? {
    var best: Int?
    for (index, finding) in findings.enumerated() {
      guard let cause = finding.cause else { continue }
      guard let current = best, let other = findings[current].cause else {
        best = index
        continue
      }
      let outcomes = (cause.outcome == .stopped ? 0 : 1, other.outcome == .stopped ? 0 : 1)
      if outcomes.0 != outcomes.1 {
        if outcomes.0 < outcomes.1 { best = index }
      } else if cause.basis != other.basis {
        if cause.basis < other.basis { best = index }
      } else if finding.stage > findings[current].stage {
        best = index
      }
    }
    return best
  }

  private static func finding(_ rule: Rule, _ match: Match, _ session: Session) -> Finding {
    var finding = finding(rule, match, sessions: [session.id])
    finding.nextCommands = finding.nextCommands.map { CommandTemplate.fill($0, for: session) }
    finding.remedies = finding.remedies.map { Remedy($0.actor, CommandTemplate.fill($0.text, for: session)) }
    return finding
  }

  private static func finding(_ rule: Rule, _ match: Match, sessions: [Int]) -> Finding {
    Finding(
      id: rule.id, title: rule.title, severity: match.severity ?? rule.severity, certainty: match.certainty,
      summary: match.summary, stage: match.stage ?? rule.stage, cause: match.cause, evidence: match.evidence,
      meaning: rule.meaning, unknowable: rule.unknowable, remedies: match.remedies + rule.remedies,
      nextCommands: rule.nextCommands, logMessages: rule.logMessages, references: rule.references, sessions: sessions)
  }
}
