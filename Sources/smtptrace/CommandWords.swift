import ArgumentParser
import SMTPAnalysis

/// The first word of the command line, where it was meant as a command and is none.
enum CommandWords {
  static var commands: [String] { Smtptrace.configuration.subcommands.map { $0._commandName } }

  /// Files to read, and how to write what is found.
  struct Files: Equatable {
    var paths: [String] = []
    var format: ReportStream.Format?
  }

  /// What the arguments ask for where they name files and at most a format, as in `smtptrace mail.pcap --format ndjson`; `nil` where they
  /// say anything else, or anything wrong.
  static func files(alone arguments: [String]) -> Files? {
    var files = Files()
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if word == "--format" {
        guard files.format == nil, let name = rest.popFirst(), let format = ReportStream.Format(rawValue: name) else {
          return nil
        }
        files.format = format
      } else if word == "-" || !word.hasPrefix("-") {
        files.paths.append(word)
      } else {
        return nil
      }
    }
    guard let first = files.paths.first, first != "help", !commands.contains(first) else { return nil }
    return files
  }

  /// What to say of it; `nil` where it is a command, an option, or something to read.
  ///
  /// - Parameters:
  ///   - arguments: The words behind the program's name.
  ///   - exists: Whether a path leads to something.
  static func mistake(in arguments: [String], exists: (String) -> Bool) -> String? {
    guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
    let commands = commands
    if first == "help" {
      guard let word = arguments.dropFirst().first, !word.hasPrefix("-"), !commands.contains(word), word != "help"
      else {
        return nil
      }
      return sentence("there is no command \(CleanText.line(word))", word, commands)
    }
    guard !commands.contains(first), !first.contains("/"), !first.contains("."), !exists(first) else { return nil }
    guard !EditDistance.nearest(first, in: commands).isEmpty else { return nil }
    return sentence("there is no command, file or folder \(CleanText.line(first))", first, commands)
  }

  private static func sentence(_ beginning: String, _ word: String, _ commands: [String]) -> String {
    let near = EditDistance.nearest(word, in: commands)
    let advice = near.first.map { "did you mean \($0)?" } ?? "the commands are \(commands.joined(separator: ", "))"
    return "\(beginning); \(advice)"
  }
}
