package import SMTPSession

/// Holds a session against every rule of the catalogue and decides what to say first.
package enum Diagnoser {
  package static func diagnose(_ session: Session) -> DiagnosedSession {
    let matches = matches(of: session)
    var findings = matches.map {
      Finding(Catalogue.catalogued[$0.rule], $0.match, sessions: [session.id], blanks: .session(session))
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

  /// The rules that look at one session, with their places in the catalogue: apart from their prose, so that asking one costs
  /// no more than the call.
  private static let examinations: [Examination] = Catalogue.rules.enumerated().compactMap { place, rule in
    if case .session(let examine) = rule.examination {
      Examination(rule: place, needs: rule.needs, examine: examine)
    } else {
      nil
    }
  }

  private struct Examination {
    let rule: Int
    let needs: SessionTraits
    let examine: @Sendable (Session) -> Match?
  }

  /// What every rule says of the session, where it says anything.
  private static func matches(of session: Session) -> [(rule: Int, match: Match)] {
    var session = session
    let readings = Readings()
    session.derived = readings
    // What was worked out holds the session itself: the circle is opened here.
    defer { readings.forget() }
    var matches: [(rule: Int, match: Match)] = []
    let traits = SessionTraits(session)
    for examination in examinations where examination.needs.isSubset(of: traits) {
      if let match = examination.examine(session) { matches.append((examination.rule, match)) }
    }
    return matches
  }

  /// The rules that would say something of the session and are not asked, because it lacks what they say they need: there must
  /// be none.
  package static func overlooked(in session: Session) -> [String] {
    let traits = SessionTraits(session)
    return examinations.filter { !$0.needs.isSubset(of: traits) && $0.examine(session) != nil }.map {
      Catalogue.rules[$0.rule].id
    }
  }

  /// What the sessions show together.
  package static func diagnose(_ survey: Survey) -> [Finding] {
    Catalogue.catalogued.flatMap { rule -> [Finding] in
      guard case .survey(let examine) = rule.rule.examination else { return [] }
      return examine(survey).map { found in
        Finding(rule, found.match, sessions: found.sessions, blanks: .visit(found.visit, server: found.server))
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
}
