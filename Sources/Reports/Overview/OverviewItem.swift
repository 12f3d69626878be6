import CaptureFiles
package import Diagnosis
import PacketLayers
import SMTPSession
import SMTPTranscript

/// What an overview and a list need of a session, so that the session itself need not be kept.
package struct OverviewItem: Sendable {
  let session: Int
  let start: Timestamp
  let seconds: Double
  let client: Endpoint
  let server: Endpoint
  /// What the server called itself; `nil` where it said nothing.
  let serverName: String?
  /// By what sessions are grouped.
  let key: Key
  let disposition: Disposition
  /// Who does what next; `nil` where it was not asked for, because an earlier item has the key.
  private let words: Words?

  /// Words hold the session that they are about until they are made, and making them costs more than all else here: those of a long session are
  /// made at once.
  private enum Words: Sendable {
    case made(String)
    case unmade(Verdict)
  }

  /// Commands from which on a conversation is long.
  private static let longSession = 250

  var next: String? {
    switch words {
    case .made(let text)?: text
    case .unmade(let verdict)?: verdict.next
    case nil: nil
    }
  }
  /// "TLS 1.3", "TLS failed", or "-" where none was begun.
  let tls: String
  /// Whether mail or a login crossed the network readable.
  let isInClear: Bool
  /// The ids of findings that stopped nothing and need somebody's attention.
  let graveSideFacts: [String]

  /// Outcome and side, and what stands for the verdict in a table: the finding, or what became of the session.
  package struct Key: Hashable, Sendable {
    let outcome: Verdict.Outcome
    let label: String
    let stoppedBy: Actor

    /// The label alone, which tells nearly all of them apart: the others are hashed as words as well.
    package func hash(into hasher: inout Hasher) { hasher.combine(label) }
  }

  /// - Parameter hasWords: Whether it is to say who does what next, of which the first item of each key is asked.
  package init(_ diagnosed: borrowing DiagnosedSession, hasWords: (Key) -> Bool = { _ in true }) {
    let session = diagnosed.session
    self.session = session.id
    start = session.start.time
    seconds = session.durationSeconds
    client = session.client
    server = session.server
    serverName = session.serverHostName
    let verdict = diagnosed.verdict
    key = Key(outcome: verdict.outcome, label: VerdictWords.label(verdict), stoppedBy: verdict.stoppedBy)
    disposition = verdict.disposition
    if hasWords(key) {
      words = session.exchanges.count < Self.longSession ? .unmade(verdict) : .made(verdict.next)
    } else {
      words = nil
    }
    tls = session.tls.map { $0.completed ? $0.version ?? "TLS" : "TLS failed" } ?? "-"
    isInClear = session.transactions.contains { $0.layer == .clear && $0.outcome == .accepted }
    graveSideFacts =
      diagnosed.findings.contains(where: \.isGraveSideFact)
      ? diagnosed.findings.filter(\.isGraveSideFact).map(\.id) : []
  }
}
