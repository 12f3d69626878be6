/// Words from the wire that become words of a command.
enum ShellWord {
  /// The longest name that SMTP and the DNS know of.
  static let maximumBytes = 255

  /// The text as one word of a shell's command: as it is where it is made of harmless characters, otherwise in single quotes.
  ///
  /// `nil` where it cannot be repeated: it is empty or too long, would be taken for an option, or holds what is not shown as it was
  /// sent. A backslash may stand for such a character.
  static func quoted(_ text: String?) -> String? {
    if let plain = CommandTemplate.safe(text) { return plain }
    guard let text, isRepeatable(text) else { return nil }
    return "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#))'"
  }

  /// The text for a sentence: in double quotes where it could be taken for several words.
  static func named(_ text: String?) -> String? {
    if let plain = CommandTemplate.safe(text) { return plain }
    guard let text, isRepeatable(text) else { return nil }
    return "\"\(text)\""
  }

  private static func isRepeatable(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= maximumBytes, !text.hasPrefix("-"), !text.hasPrefix("@") else {
      return false
    }
    return text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
      case .spaceSeparator: scalar == " "
      default: scalar != "\\" && !scalar.properties.isDefaultIgnorableCodePoint
      }
    }
  }
}
