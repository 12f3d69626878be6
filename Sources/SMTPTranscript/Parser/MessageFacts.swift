/// How a line of a message ends.
public enum LineEnding: UInt8, Sendable, Hashable {
  case crlf
  case lf
  case cr
  /// The line begins with the message itself.
  case start
  /// Bytes before it are missing.
  case unknown
}

/// A line that is a lone dot but not between two CRLF: some servers end the message there, others do not, and what
/// follows is then read as commands by one of them (RFC 5321 section 4.1.1.4; CVE-2023-51764 to 51766).
public struct EndPattern: Sendable, Hashable {
  /// Index into ``SMTPParser/messages``.
  public internal(set) var message: Int
  /// Stream offset of the dot.
  public internal(set) var offset: UInt64
  /// How the line before the dot ends.
  public internal(set) var before: LineEnding
  /// How the line of the dot ends.
  public internal(set) var after: LineEnding
  /// The verb that the next line begins with; `nil` where it begins with none, or was not seen.
  public internal(set) var followedBy: Verb?
}

/// What a message looks like, without its content.
public struct MessageFacts: Sendable, Hashable {
  /// Index of the element that holds the message; `nil` while it is not whole, and where the list of elements is full.
  public internal(set) var element: Int32?
  /// ``Verb/data``, ``Verb/bdat`` or ``Verb/xExch50``.
  public internal(set) var verb: Verb
  /// Stream offset of the first byte.
  public internal(set) var start: UInt64
  /// Bytes seen; for `DATA` with the terminating line.
  public internal(set) var capturedBytes: UInt64 = 0
  /// Bytes that the capture lacks inside the message.
  public internal(set) var missingBytes: UInt64 = 0
  /// Lines that end with CRLF; counted for `DATA` only, as are the next two.
  public internal(set) var crlfLines: UInt64 = 0
  public internal(set) var bareLFLines: UInt64 = 0
  /// CRs that no LF follows.
  public internal(set) var bareCRLines: UInt64 = 0
  /// Whether the end was seen: CRLF . CRLF, or the announced number of bytes.
  public internal(set) var isTerminated = false
  /// Where the kept content lies in ``SMTPParser/messageContent``; empty unless messages are kept. As on the wire, with
  /// its dots stuffed.
  public internal(set) var content: Range<Int> = 0..<0

  init(verb: Verb, start: UInt64) {
    self.verb = verb
    self.start = start
  }
}
