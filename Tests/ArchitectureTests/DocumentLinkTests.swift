import Foundation
import TestSupport
import Testing

/// A link between the pages of the project leads somewhere.
@Suite("Links between documents lead to files that exist")
struct DocumentLinkTests {
  static let documentation = "Sources/SMTPAnalysis/SMTPAnalysis.docc"

  static let pages: [String] = {
    let folders = [".github", documentation]
    let found = folders.flatMap { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: ProjectFolders.root.appending(path: folder).path())) ?? [])
        .filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
    }
    return ["README.md", "Captures/README.md"] + found.sorted()
  }()

  @Test("every link to a file, and every heading behind it, is there", arguments: pages)
  func links(page: String) throws {
    let file = ProjectFolders.root.appending(path: page)
    let text = try String(contentsOf: file, encoding: .utf8)
    for link in text.matches(of: #/\]\(([^()\s]+)\)/#).map({ String($0.1) }) {
      guard !link.contains("://"), !link.hasPrefix("mailto:") else { continue }
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let target =
        parts[0].isEmpty ? file : file.deletingLastPathComponent().appending(path: parts[0]).standardizedFileURL
      #expect(FileManager.default.fileExists(atPath: target.path()), "\(page): \(link)")
      guard parts.count == 2, target.pathExtension == "md" else { continue }
      let headings = try Self.headings(of: target)
      #expect(headings.contains(parts[1]), "\(page): \(link) is none of \(headings.sorted())")
    }
    for name in text.matches(of: #/<doc:([^>]+)>/#).map({ String($0.1) }) {
      let target = ProjectFolders.root.appending(path: "\(Self.documentation)/\(name).md")
      #expect(FileManager.default.fileExists(atPath: target.path()), "\(page): <doc:\(name)>")
    }
  }

  @Test("every page of the documentation stands in its list of topics")
  func topics() throws {
    let list = try String(
      contentsOf: ProjectFolders.root.appending(path: "\(Self.documentation)/SMTPAnalysis.md"), encoding: .utf8)
    for page in Self.pages where page.hasPrefix(Self.documentation) && !page.hasSuffix("/SMTPAnalysis.md") {
      let name = URL(filePath: page).deletingPathExtension().lastPathComponent
      #expect(list.contains("<doc:\(name)>"), "\(name)")
    }
  }

  /// The names by which the headings of a page can be reached: lower case, blanks as hyphens, other signs left out.
  private static func headings(of file: URL) throws -> Set<String> {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("#") }
    return Set(
      lines.map { line in
        String(
          line.drop { $0 == "#" }.drop { $0 == " " }.lowercased().compactMap { character -> Character? in
            character == " "
              ? "-" : character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
          })
      })
  }
}
