import Foundation
import SMTPAnalysis
import TestSupport
import Testing

/// The printed report of every capture is kept beside it and must stay as it is. `SMTPTRACE_RECORD=1 swift test --filter
/// GoldenReportTests` writes them anew, for a person to read before they are committed.
@Suite("The report of every capture is as recorded")
struct GoldenReportTests {
  static let captures = ProjectFolders.captures(below: ProjectFolders.captures).filter { !$0.path().contains("/lab/") }

  @Test("prints what was recorded", arguments: captures)
  func report(capture: URL) throws {
    let golden = capture.deletingPathExtension().appendingPathExtension("txt")
    let printed = AnalysisRun([capture]).text().replacing(
      capture.path(), with: "Captures/\(capture.lastPathComponent)")
    if ProcessInfo.processInfo.environment["SMTPTRACE_RECORD"] != nil {
      try printed.write(to: golden, atomically: true, encoding: .utf8)
      return
    }
    let recorded = try String(contentsOf: golden, encoding: .utf8)
    #expect(printed == recorded, "the report of \(capture.lastPathComponent) changed")
  }
}
