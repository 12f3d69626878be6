/// What keeps a history from being read, or something from being added: what was expected, what was found, where, and what to do about it.
package struct HistoryError: Error, CustomStringConvertible, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// There is no database, or no input, of that name.
    case missing
    /// The file is no SQLite database, or the database of another program.
    case foreign
    /// A newer version of this program wrote it.
    case newer
    /// Its pages contradict each other.
    case damaged
    /// The file or its folder cannot be written.
    case readOnly
    /// The disk, or what this user may use of it, is full.
    case full
    /// Another process writes.
    case busy
    /// An input is no result, or ends in the middle.
    case input
    /// The system refused for another reason.
    case system
  }

  package let kind: Kind
  /// In one line, printable.
  package let description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
