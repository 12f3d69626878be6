import Foundation
import SMTPAnalysis
import TestSupport
import Testing

/// Public captures of other projects, the malformed ones too: read to their end or refused with a reason, never more.
@Suite(
  "Public captures are read without harm",
  .enabled(if: ProjectFolders.corpus != nil, "no public captures (set SMTPTRACE_CORPUS to their folder)"))
struct CorpusTests {
  static let files = ProjectFolders.corpus.map(ProjectFolders.captures(below:)) ?? []

  @Test("reads or refuses with a place", arguments: files)
  func reads(file: URL) {
    let run = AnalysisRun([file])
    if run.summary.packets == 0 { #expect(run.summary.sessions == 0) }
    for session in run.sessions {
      for line in session.session.transcript {
        #expect(!line.text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
      }
      for finding in session.findings {
        #expect(!finding.evidence.flatMap(\.packets).isEmpty, "\(finding.id)")
      }
    }
  }
}
