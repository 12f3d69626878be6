import ByteParsing

/// Text that the user gives, made fit for every place where it may be shown.
public enum CleanText {
  /// The longest text of a user's that goes into a report, in bytes.
  public static let maximumLength = 20_000

  /// One line.
  public static func line(_ text: String) -> String {
    PrintableText.string(Array(text.utf8.prefix(maximumLength)))
  }

  /// Lines, kept apart.
  public static func lines(_ text: String) -> String {
    text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline).map { line(String($0)) }.joined(
      separator: "\n")
  }
}
