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
  let verdict: Verdict
  /// What stands for the verdict in a table: the finding, or what became of the session.
  let label: String
  /// "TLS 1.3", "TLS failed", or "-" where none was begun.
  let tls: String
  /// Whether mail or a login crossed the network readable.
  let isInClear: Bool
  /// The ids of findings that stopped nothing and need somebody's attention.
  let graveSideFacts: [String]

  package init(_ diagnosed: DiagnosedSession) {
    let session = diagnosed.session
    self.session = session.id
    start = session.start.time
    seconds = session.durationSeconds
    client = session.client
    server = session.server
    serverName = session.serverHostName
    verdict = diagnosed.verdict
    label = VerdictWords.label(diagnosed.verdict)
    tls = session.tls.map { $0.completed ? $0.version ?? "TLS" : "TLS failed" } ?? "-"
    isInClear = session.transactions.contains { $0.layer == .clear && $0.outcome == .accepted }
    graveSideFacts =
      diagnosed.findings.contains(where: \.isGraveSideFact)
      ? diagnosed.findings.filter(\.isGraveSideFact).map(\.id) : []
  }
}
