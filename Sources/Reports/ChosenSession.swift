public import Diagnosis
package import SMTPSession

// Where one session was asked for, what is written may go to another company: nothing of other sessions stands in it, neither their
// ends nor their words. Both happen before any writer sees a session or a summary, so that no writer can forget it.

extension DiagnosedSession {
  /// The session without what was quoted of others. What they showed about this one stays in its verdict, in words.
  package var byItself: DiagnosedSession {
    var result = self
    for index in findings.indices { result.findings[index] = findings[index].restricted(to: session) }
    return result
  }

  /// The order in which sessions need somebody's attention: the gravest outcome first, then the surest verdict, then the earliest.
  public func isWorse(than other: DiagnosedSession) -> Bool {
    if needsAttention != other.needsAttention { return needsAttention }
    let ranks = (verdict.outcome.gravity, other.verdict.outcome.gravity)
    if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
    let gravest = (findings.lazy.map(\.severity).max(), other.findings.lazy.map(\.severity).max())
    if let own = gravest.0, let others = gravest.1, own != others { return own > others }
    if verdict.certainty != other.verdict.certainty { return verdict.certainty > other.verdict.certainty }
    return session.id < other.session.id
  }
}

extension CaptureSummary {
  /// What is said of the capture beside one session of it: findings that name the session, restricted to it.
  package func restricted(to session: Session) -> CaptureSummary {
    var result = self
    result.findings = findings.compactMap { $0.restrictedSurvey(to: session) }
    return result
  }

  /// The same where the session that was asked for is not there.
  package var withoutFindings: CaptureSummary {
    var result = self
    result.findings = []
    return result
  }
}
