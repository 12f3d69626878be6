import CaptureFiles
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

    /// Before the first is counted.
    fileprivate init(_ item: Item) {
      outcome = item.outcome
      label = item.label
      count = 0
      certainty = item.certainty
      exampleSession = item.session
      exampleClient = item.client.description
      exampleServer = item.server.description
    }

    fileprivate mutating func add(_ certainty: Certainty) {
      count += 1
      self.certainty = min(self.certainty, certainty)
    }
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

  /// What is counted of a session.
  package struct Item: Sendable {
    let session: Int
    let client: Endpoint
    let server: Endpoint
    let outcome: Verdict.Outcome
    let label: String
    let certainty: Certainty
    let start: Timestamp
    /// `nil` where nothing was found.
    let gravest: Severity?

    package init(_ diagnosed: borrowing DiagnosedSession) {
      session = diagnosed.session.id
      client = diagnosed.session.client
      server = diagnosed.session.server
      outcome = diagnosed.verdict.outcome
      label = VerdictWords.label(diagnosed.verdict)
      certainty = diagnosed.verdict.certainty
      start = diagnosed.session.start.time
      gravest = diagnosed.findings.lazy.map(\.severity).max()
    }
  }

  package mutating func record(_ diagnosed: DiagnosedSession) { record(Item(diagnosed)) }

  package mutating func record(_ item: Item) {
    sessions += 1
    let key = Key(outcome: item.outcome, label: item.label)
    if let gravest = item.gravest { bySeverity[gravest, default: 0] += 1 }
    table[key, default: Entry(item)].add(item.certainty)
  }

  /// How many sessions ended with this verdict.
  package func count(_ verdict: Verdict) -> Int {
    table[Key(outcome: verdict.outcome, label: VerdictWords.label(verdict))]?.count ?? 0
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
