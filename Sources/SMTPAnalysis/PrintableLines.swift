import ByteParsing

/// A text of several lines that repeats what somebody typed, such as a message about wrong usage, as it may be printed: its own line
/// ends stay, and all else that a terminal would obey is written by number.
public enum PrintableLines {
  public static func of(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { PrintableText.string(String($0)) }
      .joined(separator: "\n")
  }
}
