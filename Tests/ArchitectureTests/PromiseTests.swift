import Foundation
import TestSupport
import Testing

/// The page Promises names the suites that hold them.
@Suite("Every promise is held by a suite that exists")
struct PromiseTests {
  @Test("each row names suites, and each suite is there")
  func suites() throws {
    let page = try String(
      contentsOf: ProjectFolders.root.appending(path: "Sources/SMTPAnalysis/SMTPAnalysis.docc/Promises.md"),
      encoding: .utf8)
    let tests = ProjectFolders.root.appending(path: "Tests")
    let files = FileManager.default.enumerator(atPath: tests.path())?.compactMap { $0 as? String } ?? []
    let sources = try files.filter { $0.hasSuffix(".swift") }.map {
      try String(contentsOf: tests.appending(path: $0), encoding: .utf8)
    }.joined(separator: "\n")
    // Tables that begin with another word hold no promises.
    var isTableOfPromises = false
    let rows = page.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line.hasPrefix("| Promise") { isTableOfPromises = true }
      if !line.hasPrefix("|") { isTableOfPromises = false }
      return isTableOfPromises && line.hasPrefix("| ") && !line.hasPrefix("| Promise")
    }
    #expect(rows.count >= 15)
    for row in rows {
      let held = row.split(separator: "|").last ?? ""
      let names = held.matches(of: #/`(\w+Tests)`/#).map { String($0.1) }
      #expect(!names.isEmpty, "\(row)")
      for name in names { #expect(sources.contains("struct \(name) {"), "\(name)") }
    }
  }
}
