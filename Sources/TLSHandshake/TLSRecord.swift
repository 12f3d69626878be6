/// One record (RFC 8446 section 5.1): its header, and how it was seen. 16 bytes in memory.
public struct TLSRecord: Sendable, Hashable {
  /// Where its header begins, as an offset in the direction's TCP stream.
  public let offset: UInt64
  /// The length field, in bytes; the header's 5 bytes (2 in the format of SSL 2.0) come on top.
  public let length: UInt16
  public let version: TLSVersion
  public let contentType: ContentType
  public internal(set) var flags: Flags

  public struct Flags: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// Its content is encrypted, as its type and place tell.
    public static let encrypted = Flags(rawValue: 1 << 0)
    /// The capture lacks some of its bytes.
    public static let missingBytes = Flags(rawValue: 1 << 1)
    /// The stream, or the capture, ended inside it.
    public static let cutShort = Flags(rawValue: 1 << 2)
    /// The first one found behind a gap.
    public static let afterGap = Flags(rawValue: 1 << 3)
    /// It has the two-byte header of SSL 2.0.
    public static let ssl2Format = Flags(rawValue: 1 << 4)
    /// It was encrypted, and opened with the session's secrets.
    public static let opened = Flags(rawValue: 1 << 5)
    /// Of an opened record: it holds handshake messages.
    public static let holdsHandshake = Flags(rawValue: 1 << 6)
    /// Of an opened record: it holds an alert.
    public static let holdsAlert = Flags(rawValue: 1 << 7)
  }

  public var isEncrypted: Bool { flags.contains(.encrypted) }
  public var isOpened: Bool { flags.contains(.opened) }
  public var isIncomplete: Bool { !flags.isDisjoint(with: [.missingBytes, .cutShort]) }
  /// Behind its last byte, as an offset in the direction's TCP stream.
  public var endOffset: UInt64 { offset &+ UInt64(length) &+ (flags.contains(.ssl2Format) ? 2 : 5) }

  /// The longest content of a record: 2^14 bytes and 2048 for protection (RFC 5246 section 6.2.3).
  public static let maximumLength = 16_384 + 2_048
}

/// What is kept of one direction; what exceeds a limit is counted, not kept.
package struct TLSLimits: Sendable {
  /// Records kept from the beginning of the direction.
  package var firstRecords = 256
  /// Records kept from its end.
  package var lastRecords = 32
  /// The longest handshake message that is read, in bytes.
  package var messageLength = 262_144
  /// The sum of the lengths of all handshake messages that are read, in bytes.
  package var retainedLength = 1_048_576
  package var messages = 128
  package var alerts = 64
  package var changeCipherSpecs = 16
  /// Bytes behind a gap that are searched for records.
  package var searchedLength = 65_536
  /// The first bytes that are kept of what is not TLS.
  package var foreignBytes = 1_024

  package init() {}
}
