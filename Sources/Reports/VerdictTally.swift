package import Diagnosis
import PacketLayers
import SMTPSession

/// How many sessions ended with which verdict. Its size follows the catalogue, not the capture.
package struct VerdictTally: Sendable {
  package struct Entry: Sendable {
    package var outcome: Verdict.Outcome
    /// The id of the finding, or what is said where there is none.
    package var label: String
    package var count: Int
    /// The lowest certainty among them.
    package var certainty: Certainty
    package var exampleSession: Int
    package var exampleClient: String
    package var exampleServer: String
  }

  private struct Key: Hashable {
    var outcome: Verdict.Outcome
    var label: String
  }

  private var table: [Key: Entry] = [:]
  package private(set) var sessions = 0
  /// Sessions whose gravest finding has this severity.
  package private(set) var bySeverity: [Severity: Int] = [:]

  package init() {}

  package mutating func record(_ diagnosed: DiagnosedSession) {
    sessions += 1
    let verdict = diagnosed.verdict
    let key = Key(outcome: verdict.outcome, label: Self.label(verdict))
    if let gravest = diagnosed.findings.map(\.severity).max() { bySeverity[gravest, default: 0] += 1 }
    if table[key] != nil {
      table[key]?.count += 1
      if let known = table[key]?.certainty, verdict.certainty < known { table[key]?.certainty = verdict.certainty }
      return
    }
    table[key] = Entry(
      outcome: verdict.outcome, label: key.label, count: 1, certainty: verdict.certainty,
      exampleSession: diagnosed.session.id, exampleClient: diagnosed.session.client.description,
      exampleServer: diagnosed.session.server.description)
  }

  /// The id of the finding, or what is said where there is none.
  package static func label(_ verdict: Verdict) -> String {
    verdict.finding ?? "\(verdict.outcome.rawValue) at \(verdict.stage.rawValue)"
  }

  /// How many sessions ended with this verdict.
  package func count(_ verdict: Verdict) -> Int {
    table[Key(outcome: verdict.outcome, label: Self.label(verdict))]?.count ?? 0
  }

  /// Stopped first, then what lost protection, what is not known, and what completed; the most frequent first.
  package var entries: [Entry] {
    let order: [Verdict.Outcome] = [.stopped, .downgraded, .undetermined, .completed]
    return table.values.sorted { left, right in
      let ranks = (order.firstIndex(of: left.outcome) ?? 0, order.firstIndex(of: right.outcome) ?? 0)
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      return left.count != right.count ? left.count > right.count : left.label < right.label
    }
  }
}
