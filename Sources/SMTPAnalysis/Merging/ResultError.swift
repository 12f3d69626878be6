import ByteParsing

/// Why results cannot be merged, in one line that says what to do.
public struct ResultError: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable, Equatable {
    case unreadable
    /// It ends in the middle, or lines are missing.
    case truncated
    /// A later version wrote it.
    case newer
    /// Something stands there that no version wrote.
    case damaged
    /// It was not made to be merged.
    case notMergeable
    /// A file that was read has changed since.
    case changedInput
  }

  public var kind: Kind
  public var file: String
  public var line: Int?
  public var text: String

  init(_ kind: Kind, _ file: String, line: Int? = nil, _ text: String) {
    self.kind = kind
    self.file = file
    self.line = line
    self.text = text
  }

  public var description: String {
    PrintableText.string("\(file)\(line.map { ", line \($0)" } ?? ""): \(text)")
  }
}
