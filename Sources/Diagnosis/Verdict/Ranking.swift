import SMTPSession

/// Which of several explanations leads, and which others stand beside it.
enum Ranking {
  /// Puts the explanation of the session first, and the others behind it by severity. Whether there is an explanation.
  ///
  /// Of several, what stopped the session comes before what left it unprotected; then what a peer said, before what devices left
  /// behind, before what sizes suggest, before who merely left; then the surer one; then the later stage. The order of the
  /// catalogue decides nothing.
  static func settle(_ findings: inout [Finding], of it: Case) -> Bool {
    for index in findings.indices where !admits(findings[index], it) { findings[index].isNoCause() }
    let causes = findings.indices.filter { findings[$0].cause != nil }
    guard let first = causes.min(by: { leads(findings[$0], findings[$1]) }) else {
      Finding.tellOnce(&findings)
      sortBySeverity(&findings)
      return false
    }
    let leading = findings.remove(at: first)
    findings.removeAll { $0.cause?.basis == .remainder }
    // One fault is told once: what would have explained it as well is named as another reading, not as a fault of its own.
    for index in findings.indices where findings[index].cause?.outcome == leading.cause?.outcome {
      findings[index].isSecond()
    }
    findings.insert(leading, at: 0)
    Finding.tellOnce(&findings)
    sortBySeverity(&findings[1...])
    return true
  }

  /// Whether a finding may explain what became of the session.
  private static func admits(_ finding: Finding, _ it: Case) -> Bool {
    guard let cause = finding.cause else { return true }
    if cause.outcome == .downgraded { return true }
    switch it.disposition {
    case .delivered, .unknown: return false
    case .noIntent: return cause.basis <= .residue || cause.holdsWithoutIntent
    case .deferred, .refused, .aborted, .abandoned: return true
    }
  }

  private static func leads(_ one: Finding, _ other: Finding) -> Bool {
    guard let left = one.cause, let right = other.cause else { return one.cause != nil }
    if left.outcome != right.outcome { return left.outcome == .stopped }
    if left.basis != right.basis { return left.basis < right.basis }
    if one.certainty != other.certainty { return one.certainty > other.certainty }
    if one.stage != other.stage { return one.stage > other.stage }
    return one.id < other.id
  }

  private static func sortBySeverity<Findings: MutableCollection & RandomAccessCollection>(_ findings: inout Findings)
  where Findings.Element == Finding {
    findings.sort { one, other in one.severity != other.severity ? one.severity > other.severity : one.id < other.id }
  }

  /// The other readings that are at most one step less sure than the leading one.
  static func alternatives(to leading: Finding, among findings: [Finding]) -> [Verdict.Alternative] {
    findings.filter { finding -> Bool in
      guard let cause = finding.cause, let first = leading.cause, finding.id != leading.id else { return false }
      // Beside what a peer said, or what a device left behind, who hung up is only what followed from it.
      if cause.basis == .ending, first.basis < .inference { return false }
      return cause.outcome == first.outcome && finding.certainty.isNear(leading.certainty)
    }.map { Verdict.Alternative(finding: $0.id, certainty: $0.certainty) }
  }
}

extension Certainty {
  /// Whether it is at most one step below `other`.
  fileprivate func isNear(_ other: Certainty) -> Bool {
    self >= other || Self.allCases.firstIndex(of: self).map { $0 + 1 } == Self.allCases.firstIndex(of: other)
  }
}
