import Foundation
import TestSupport
import Testing

/// Messages as people paste them, and the findings that must answer them; a file beside the project.
struct MessageFile {
  struct Row: Sendable, CustomTestStringConvertible {
    let message: String
    /// Each of them must be among the answers: a glob, or one of several.
    let ids: [[String]]
    /// One of them must be the first answer.
    let first: [String]

    /// From the message as it is written in a file, its ids and the first ones.
    init(_ fields: [Substring]) {
      message = MessageFile.plain(fields[0])
      ids = fields[1].split(separator: " ").map { $0.split(separator: "|").map(String.init) }
      first = fields[2].split(separator: " ").map(String.init)
    }

    var testDescription: String { String(message.prefix(60)) }
    var expectsNothing: Bool { ids == [["-"]] }
  }

  /// `nil` where there is no such file.
  static var beside: URL? {
    let file = ProjectFolders.root.deletingLastPathComponent().appending(path: "shared/cases/log-messages.tsv")
    return FileManager.default.fileExists(atPath: file.path()) ? file : nil
  }

  static func rows(of file: URL) throws -> [Row] {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
    return lines.dropFirst().compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count >= 4 else { return nil }
      return Row([fields[0], fields[2], fields[3]])
    }
  }

  static func matches(_ id: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("*") ? id.hasPrefix(pattern.dropLast()) : id == pattern
  }

  static func plain(_ text: Substring) -> String {
    var plain = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        plain.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        plain.append(character)
      }
    }
    return plain
  }
}
