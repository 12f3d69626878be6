/// What a run of bytes is in the dialogue.
public enum ElementKind: UInt8, Sendable, Hashable {
  /// A line of the greeting (RFC 5321 section 4.3.1), or of the new greeting that follows `XCLIENT`.
  case greeting
  case reply
  case command
  /// A line of the client that answers a `334` challenge (RFC 4954 section 4).
  case authResponse
  /// The message of `DATA`, one chunk of `BDAT`, or the bytes of `XEXCH50`; the verb says which.
  case messageData
  /// A header of the PROXY protocol, version 1 or 2, before the session.
  case proxyHeader
  /// Bytes that the capture lacks.
  case gap
  /// Bytes after a gap that cannot be placed: the middle of a line, or lines whose meaning was decided inside the gap.
  case fragment
  /// A line that is no SMTP.
  case notSMTP
  /// The place where TLS begins in this direction; covers no bytes.
  case tlsBegins
}

/// Facts about one element.
public struct ElementFlags: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// A reply line that announces another (`250-`).
  @inlinable public static var continuation: Self { Self(rawValue: 1 << 0) }
  /// The last line of a reply (`250 `).
  @inlinable public static var lastLine: Self { Self(rawValue: 1 << 1) }
  /// The line, or a line of the message, ends with LF alone.
  @inlinable public static var bareLF: Self { Self(rawValue: 1 << 2) }
  /// A CR that no LF follows.
  @inlinable public static var bareCR: Self { Self(rawValue: 1 << 3) }
  /// The text is cut at ``SMTPLimits/maximumLineBytes``, or left out because all room for text is used.
  @inlinable public static var overLong: Self { Self(rawValue: 1 << 4) }
  /// The end of the line or of the message was not seen.
  @inlinable public static var incomplete: Self { Self(rawValue: 1 << 5) }
  /// Bytes are missing before this element, or between it and the line of the same reply before it.
  @inlinable public static var afterGap: Self { Self(rawValue: 1 << 6) }
  /// Sent before the reply to the previous command was complete (RFC 2920).
  @inlinable public static var pipelined: Self { Self(rawValue: 1 << 7) }
  /// Sent before the first byte of the server.
  @inlinable public static var beforeGreeting: Self { Self(rawValue: 1 << 8) }
  /// A line whose reply code differs from the line before in the same reply, or that has none.
  @inlinable public static var codeMismatch: Self { Self(rawValue: 1 << 9) }
  /// A clear line of the client after `STARTTLS`, either sent before the reply or after an accepting one.
  @inlinable public static var afterSTARTTLS: Self { Self(rawValue: 1 << 10) }
  /// A clear line of the server after the reply that accepted `STARTTLS`.
  @inlinable public static var afterSTARTTLSReply: Self { Self(rawValue: 1 << 11) }
  @inlinable public static var containsNUL: Self { Self(rawValue: 1 << 12) }
  /// A byte above 0x7F.
  @inlinable public static var eightBit: Self { Self(rawValue: 1 << 13) }
  /// The text holds a credential, or may hold one: never show it unasked.
  @inlinable public static var secret: Self { Self(rawValue: 1 << 14) }
  /// A reply that no command waits for, in a dialogue without missing bytes.
  @inlinable public static var unsolicited: Self { Self(rawValue: 1 << 15) }
  /// A reply code followed by neither space nor hyphen (`250STARTTLS`).
  @inlinable public static var missingSeparator: Self { Self(rawValue: 1 << 16) }
  /// A control character other than TAB, CR and NUL.
  @inlinable public static var controlCharacter: Self { Self(rawValue: 1 << 17) }
  /// A message or chunk with missing bytes inside.
  @inlinable public static var containsGap: Self { Self(rawValue: 1 << 18) }
  /// Bytes are missing nearby, so the reply may belong to another command than ``TranscriptElement/answers`` says.
  @inlinable public static var uncertainPairing: Self { Self(rawValue: 1 << 19) }
  /// The last chunk of a message (`BDAT n LAST`, RFC 3030).
  @inlinable public static var lastChunk: Self { Self(rawValue: 1 << 20) }
  /// A reply that came before the message it answers was whole.
  @inlinable public static var earlyReply: Self { Self(rawValue: 1 << 21) }
  /// A `BDAT` whose size or ending cannot be read; no chunk follows it.
  @inlinable public static var badSyntax: Self { Self(rawValue: 1 << 22) }
  /// The message ended where the server treated it as ended, not with CRLF . CRLF.
  @inlinable public static var lenientEnd: Self { Self(rawValue: 1 << 23) }
  /// A readable line after TLS had begun, in this direction or in the other.
  @inlinable public static var clearAfterTLS: Self { Self(rawValue: 1 << 24) }
}

/// One line, or one unit of bytes, of the dialogue.
public struct TranscriptElement: Sendable, Hashable {
  /// Stream offset of the first byte, in the direction of ``side``.
  public internal(set) var start: UInt64
  /// Stream offset behind the last byte, line end included.
  public internal(set) var end: UInt64
  var textStart: UInt32
  public internal(set) var flags: ElementFlags
  /// Index of the element that a reply answers: a command, a SASL response, or the data of a message (for `BDAT`, its
  /// command). `nil` for what is no reply, for greetings, and where none or none for certain is answered.
  public internal(set) var answers: Int32?
  public let kind: ElementKind
  public let side: Side
  /// The command's verb; for a reply the verb it answers; ``Verb/unknown`` for all else.
  public internal(set) var verb: Verb
  var textCount: UInt16
  /// The reply code; `nil` for what is no reply and for a reply line without one.
  public internal(set) var replyCode: UInt16?

  init(kind: ElementKind, side: Side, start: UInt64, end: UInt64, flags: ElementFlags = [], verb: Verb = .unknown) {
    self.kind = kind
    self.side = side
    self.start = start
    self.end = end
    self.flags = flags
    self.verb = verb
    textStart = 0
    textCount = 0
    answers = nil
    replyCode = nil
  }

  /// Where the text, without its line end, lies in ``SMTPParser/text``.
  package var textRange: Range<Int> { Int(textStart)..<(Int(textStart) + Int(textCount)) }

  /// How many bytes of the stream the element covers.
  public var byteCount: UInt64 { end >= start ? end - start : 0 }
}
