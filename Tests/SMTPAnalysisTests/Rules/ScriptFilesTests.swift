import Foundation
import TestSupport
import Testing

/// Scripts as captures, to be looked at with this program or another: `SMTPTRACE_SCRIPTS=FOLDER swift test --filter ScriptFilesTests`
/// writes each to `FOLDER/NAME.pcap`.
@Suite("Scripts as captures")
struct ScriptFilesTests {
  private static let folder = ProcessInfo.processInfo.environment["SMTPTRACE_SCRIPTS"]

  @Test("each script is written where that is asked for", .enabled(if: folder != nil))
  func write() throws {
    let folder = URL(filePath: try #require(Self.folder))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for script in RuleScripts.all {
      try Data(script.capture).write(to: folder.appending(path: "\(script.name).pcap"))
    }
  }

  @Test("the name of each script is a name of a file")
  func names() {
    for script in RuleScripts.all {
      #expect(
        !script.name.isEmpty && script.name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }, "\(script.name)")
    }
  }
}
