import ArgumentParser
import SMTPAnalysis

/// The first word of the command line, where it was meant as a command and is none.
enum CommandWords {
  static var commands: [String] { Smtptrace.configuration.subcommands.map { $0._commandName } }

  /// Whether the arguments name files to read and nothing else, as in `smtptrace mail.pcap`.
  static func areFilesAlone(_ arguments: [String]) -> Bool {
    guard let first = arguments.first, first != "help", !commands.contains(first) else { return false }
    return arguments.allSatisfy { $0 == "-" || !$0.hasPrefix("-") }
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
