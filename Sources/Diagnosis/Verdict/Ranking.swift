import SMTPSession

/// Which of several explanations leads, and which others stand beside it.
enum Ranking {
  /// Puts the explanation of the session first, and the others behind it by severity. Whether there is an explanation.
  ///
  /// Of several, what stopped the session comes before what left it unprotected; then what a peer said, before what devices left
  /// behind, before what sizes suggest, before who merely left; then the surer one; then the later stage. The order of the
  /// catalogue decides nothing.
  static func settle(_ findings: inout [Finding], of it: Case) -> Bool {
    for index in findings.indices where objection(to: findings[index], it) != nil { findings[index].isNoCause() }
    // One alone leads, if it names a cause.
    guard findings.count > 1 else { return findings.first?.cause != nil }
    let causes = findings.indices.filter { findings[$0].cause != nil }
    guard let first = causes.min(by: { precedence(of: findings[$0], over: findings[$1]).leads }) else {
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

  /// Why a finding that names a cause may not explain what became of a session.
  enum Objection: Sendable, Equatable {
    /// It was delivered.
    case delivered
    /// The capture does not show what became of it.
    case unknown
    /// The client asked for nothing, and nobody said or left anything behind.
    case noIntent
  }

  /// `nil` where the finding may explain it, or names no cause.
  static func objection(to finding: Finding, _ it: Case) -> Objection? {
    guard let cause = finding.cause, cause.outcome != .downgraded else { return nil }
    switch it.disposition {
    case .delivered: return .delivered
    case .unknown: return .unknown
    case .noIntent: return cause.basis <= .residue || cause.holdsWithoutIntent ? nil : .noIntent
    case .deferred, .refused, .aborted, .abandoned: return nil
    }
  }

  /// By what one of two causes comes before the other: the first that differs, in this order.
  enum Criterion: Sendable, Equatable {
    case outcome, basis, certainty, stage, id
  }

  /// Whether `one` comes before `other`, and by what.
  static func precedence(of one: Finding, over other: Finding) -> (leads: Bool, by: Criterion) {
    guard let left = one.cause, let right = other.cause else { return (one.cause != nil, .outcome) }
    if left.outcome != right.outcome { return (left.outcome == .stopped, .outcome) }
    if left.basis != right.basis { return (left.basis < right.basis, .basis) }
    if one.certainty != other.certainty { return (one.certainty > other.certainty, .certainty) }
    if one.stage != other.stage { return (one.stage > other.stage, .stage) }
    return (one.id < other.id, .id)
  }

  private static func sortBySeverity<Findings: MutableCollection & RandomAccessCollection>(_ findings: inout Findings)
  where Findings.Element == Finding {
    findings.sort { one, other in one.severity != other.severity ? one.severity > other.severity : one.id < other.id }
  }

  /// The other readings that are at most one step less sure than the leading one.
  static func alternatives(to leading: Finding, among findings: [Finding]) -> [Verdict.Alternative] {
    findings.filter { exclusion(of: $0, beside: leading) == nil }
      .map { Verdict.Alternative(finding: $0.id, certainty: $0.certainty) }
  }

  /// Why a finding is not named beside the leading one.
  enum Exclusion: Sendable, Equatable {
    /// It is the leading one, or one of the two names no cause.
    case noCause
    /// It rests on who hung up alone, and somebody said something, or a device left its mark.
    case consequence
    /// It explains a loss of protection and not the stop, or the other way round.
    case otherOutcome
    /// More than one step less sure.
    case lessSure
  }

  /// `nil` where `finding` is named as another reading beside `leading`.
  static func exclusion(of finding: Finding, beside leading: Finding) -> Exclusion? {
    guard let cause = finding.cause, let first = leading.cause, finding.id != leading.id else { return .noCause }
    // Beside what a peer said, or what a device left behind, who hung up is only what followed from it.
    if cause.basis == .ending, first.basis < .inference { return .consequence }
    if cause.outcome != first.outcome { return .otherOutcome }
    return finding.certainty.isNear(leading.certainty) ? nil : .lessSure
  }
}

extension Certainty {
  /// Whether it is at most one step below `other`.
  fileprivate func isNear(_ other: Certainty) -> Bool {
    self >= other || Self.allCases.firstIndex(of: self).map { $0 + 1 } == Self.allCases.firstIndex(of: other)
  }
}
