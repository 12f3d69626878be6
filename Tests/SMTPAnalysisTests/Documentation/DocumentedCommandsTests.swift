import Foundation
import TestSupport
import Testing

/// A command in a document is a promise: it runs, and says what stands below it.
@Suite(
  "The commands of the documentation",
  .enabled(
    if: ReportCommandTests.program != nil && Tool.isInstalled("jq") && Tool.isInstalled("zstd"),
    "the program was not built, or jq or zstd is not installed"))
struct DocumentedCommandsTests {
  static let project = ProjectFolders.captures.deletingLastPathComponent()

  /// Every Markdown document with a command.
  static let documents: [String] = {
    let docc = "Sources/SMTPAnalysis/SMTPAnalysis.docc"
    let folder = (try? FileManager.default.contentsOfDirectory(atPath: project.appending(path: docc).path())) ?? []
    let pages = folder.filter { $0.hasSuffix(".md") }.map { "\(docc)/\($0)" }
    return (["README.md"] + pages.sorted()).filter { name in
      (try? text(name)).map { !CommandExample.all(in: $0).isEmpty } ?? false
    }
  }()

  static func text(_ name: String) throws -> String {
    try String(contentsOf: project.appending(path: name), encoding: .utf8)
  }

  @Test("each runs, and says what is shown", arguments: documents)
  func runs(document: String) throws {
    let text = try Self.text(document)
    let desk = try ReaderDesk(for: text, program: try #require(ReportCommandTests.program))
    defer { desk.remove() }
    for example in CommandExample.all(in: text) {
      // Without the right to listen, the rest of the document is still tested.
      if example.command.contains(" live"), getuid() != 0 { continue }
      let result = try desk.run(example.command)
      let allowed: Set<Int32> = example.command.contains("--fail-on") ? [0, 1] : [0]
      #expect(
        allowed.contains(result.status),
        "\(document):\(example.line): \(example.command)\nexit status \(result.status)\n\(result.output)")
      if let difference = example.difference(from: result.output) {
        Issue.record("\(document):\(example.line): \(example.command)\n\(difference)")
      }
    }
  }

  @Test("the pages for beginners and the README have commands, and none is overlooked")
  func coverage() throws {
    #expect(Self.documents.contains("README.md"))
    let beginners = Self.documents.filter { $0.contains("/FiveMinutes") }
    #expect(beginners.count == 5)
    for document in beginners {
      let examples = CommandExample.all(in: try Self.text(document))
      #expect(examples.count { $0.output != nil } >= 2, "\(document)")
    }
  }

  @Test("a wrong output, a missing and an additional line are seen")
  func comparison() {
    func difference(_ shown: String, _ found: String) -> String? {
      CommandExample(command: "", output: shown.split(separator: "\n").map(String.init), line: 1)
        .difference(from: found)
    }
    #expect(difference("a\nb", "a\nb\n") == nil)
    #expect(difference("a\n…\nd", "a\nb\nc\nd\n") == nil)
    #expect(difference("a\n…", "a\nb") == nil)
    #expect(difference("a\nb", "a\nc") != nil)
    #expect(difference("a", "a\nb") != nil)
    #expect(difference("a\nb", "a") != nil)
    #expect(difference("a\n…\ne", "a\nb") != nil)
  }
}
