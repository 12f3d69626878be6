import Foundation

/// A command as a document shows it, with what it is shown to say.
struct CommandExample {
  let command: String
  /// `nil` where the document shows none. A line that is nothing but `…` stands for any lines.
  var output: [String]?
  /// In the document, from 1.
  let line: Int

  /// The examples of a Markdown document, in their order:
  ///
  /// - fenced as `console`: what follows `$ ` is a command, the lines after it are its output;
  /// - fenced as `sh`: every line is a command, which goes on where it ends in a pipe or a backslash;
  /// - in a sentence: `smtptrace`, a command and its arguments; without arguments the sentence is about the command.
  ///
  /// What is fenced as `sh by-hand` needs another machine or another system, and what follows a mark such as `<!-- main-command -->`
  /// is run elsewhere.
  static func all(in document: String) -> [CommandExample] {
    var examples: [CommandExample] = []
    var fence: String?
    var isRunElsewhere = false
    var isContinued = false
    for (index, text) in document.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = String(text)
      if line.hasPrefix("```") {
        fence = fence == nil ? String(line.dropFirst(3)) : nil
        if fence == nil { isRunElsewhere = false }
        isContinued = false
        continue
      }
      switch fence {
      case nil:
        if line.hasPrefix("<!--"), line.hasSuffix("-command -->") { isRunElsewhere = true }
        examples += inSentence(line, index + 1)
      case "console":
        if line.hasPrefix("$ ") {
          examples.append(CommandExample(command: String(line.dropFirst(2)), output: [], line: index + 1))
        } else if !examples.isEmpty {
          examples[examples.count - 1].output?.append(line)
        }
      case "sh" where !isRunElsewhere:
        if isContinued, let last = examples.popLast() {
          examples.append(CommandExample(command: "\(last.command)\n\(line)", output: nil, line: last.line))
        } else if !line.isEmpty, !line.hasPrefix("#") {
          examples.append(CommandExample(command: line, output: nil, line: index + 1))
        }
        isContinued = line.hasSuffix("|") || line.hasSuffix("\\")
      default: break
      }
    }
    return examples
  }

  private static func inSentence(_ line: String, _ number: Int) -> [CommandExample] {
    let parts = line.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().compactMap { index, part in
      // Between backticks is every second part; the last has none behind it.
      guard index % 2 == 1, index < parts.count - 1, part.hasPrefix("smtptrace "), part.split(separator: " ").count > 2,
        !part.contains("…"),
        !hasPlaceholder(part)
      else { return nil }
      return CommandExample(command: String(part), output: nil, line: number)
    }
  }

  /// A word in capitals stands for what the reader puts there.
  private static func hasPlaceholder(_ command: Substring) -> Bool {
    command.split(separator: " ").contains { $0.allSatisfy(\.isUppercase) }
  }

  /// The first line that is not as the document shows it; `nil` where all are.
  func difference(from found: String) -> String? {
    guard let output else { return nil }
    var shown = output
    while shown.last == "" { shown.removeLast() }
    var lines = found.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last == "" { lines.removeLast() }
    var place = 0
    var mayPass = false
    for expected in shown {
      if expected == "…" {
        mayPass = true
        continue
      }
      if mayPass {
        guard let next = lines[place...].firstIndex(of: expected) else { return "\(expected)\nis not in\n\(found)" }
        place = next
      }
      guard place < lines.count, lines[place] == expected else {
        return "expected: \(expected)\nfound:    \(place < lines.count ? lines[place] : "the end")\nin\n\(found)"
      }
      place += 1
      mayPass = false
    }
    guard mayPass || place == lines.count else { return "more than is shown: \(lines[place])" }
    return nil
  }
}
