package import SMTPSession

/// Decides what to say of a session: what became of it first, then why, by asking only the rules that can speak there.
package enum Diagnoser {
  package static func diagnose(_ session: Session) -> DiagnosedSession {
    diagnose(session, asking: .ofCatalogue)
  }

  /// The same with the catalogue in another order, which must make no difference.
  package static func diagnose(_ session: Session, shuffled order: (inout [Int]) -> Void) -> DiagnosedSession {
    let all = Examinations.ofCatalogue.all
    var places = Array(all.indices)
    order(&places)
    return diagnose(session, asking: Examinations(places.map { all[$0] }))
  }

  private static func diagnose(_ session: Session, asking examinations: Examinations) -> DiagnosedSession {
    let it = Case(session)
    defer { it.close() }
    var findings = findings(of: it, asking: examinations)
    let hasPrimary = Ranking.settle(&findings, of: it)
    var verdict = VerdictWriter.verdict(of: it, hasPrimary: hasPrimary, findings: findings)
    // What was not looked at may say otherwise.
    if session.visibility.limitsBearOnClaims { verdict.certainty = min(verdict.certainty, .probable) }
    return DiagnosedSession(session: session, findings: findings, verdict: verdict)
  }

  /// What every rule says of the session, where it says anything.
  private static func findings(of it: Case, asking examinations: Examinations) -> [Finding] {
    var findings: [Finding] = []
    findings.reserveCapacity(2)
    for examination in examinations.asked(of: it.traits, at: it.speakingPoint) {
      guard let match = examination.examine(it) else { continue }
      findings.append(
        Finding(
          Catalogue.catalogued[examination.rule], match, session: it.session.id, blanks: .session(it.session)))
    }
    return findings
  }

  /// The rules that would say something of the session and are not asked, because it lacks what they say they need: there must
  /// be none.
  package static func overlooked(in session: Session) -> [String] {
    let it = Case(session)
    defer { it.close() }
    let traits = it.traits
    return Examinations.ofCatalogue.all.filter { !$0.needs.isSubset(of: traits) && $0.examine(it) != nil }.map {
      Catalogue.rules[$0.rule].id
    }
  }

  /// How many rules that look for a cause are asked about a session: none where nothing stopped.
  package static func causesAsked(of session: Session) -> Int {
    let it = Case(session)
    defer { it.close() }
    return Examinations.ofCatalogue.asked(of: it.traits, at: it.speakingPoint).count { !$0.points.isEmpty }
  }

  /// What the sessions show together.
  package static func diagnose(_ survey: Survey) -> [Finding] {
    var findings = Catalogue.catalogued.flatMap { rule -> [Finding] in
      guard case .survey(let examine) = rule.rule.examination else { return [] }
      return examine(survey).map { found in
        Finding(rule, found.match, sessions: found.sessions, blanks: .visit(found.visit, server: found.server))
      }
    }
    Finding.tellOnce(&findings)
    return findings
  }
}

extension Case {
  /// The points at which rules may speak of this session.
  var speakingPoint: Points {
    switch disposition {
    case .delivered: return .withoutTLS
    case .unknown: return session.acceptedClearLogin == nil && session.acceptedClearMail == nil ? [] : .withoutTLS
    case .deferred, .refused, .aborted, .abandoned, .noIntent: return point.place.union(.withoutTLS)
    }
  }
}
