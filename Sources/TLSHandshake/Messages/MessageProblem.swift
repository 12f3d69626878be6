/// Why a handshake message, or an extension in it, could not be read: what was expected, what was found, and where.
public struct MessageProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Reason: Sendable, Hashable {
    /// A field needs more bytes than its message, vector or extension has left.
    case tooShort
    /// Bytes are left after the last field.
    case trailingBytes
    /// A length is not a multiple of its elements' size.
    case unevenLength
    /// A value that the field may not have.
    case unexpectedValue
    /// Some of the message's bytes are not in the capture.
    case missingBytes
    /// The stream ended, or the capture, before the message did.
    case cutShort
    /// The message is longer than what is kept of one, so it was passed over.
    case tooLong
    /// The messages before it used up what is kept of one direction, so it was passed over.
    case notKept
  }

  public let reason: Reason
  /// The field of RFC 8446, RFC 5246 or their extensions at which reading stopped.
  public let field: String
  /// Bytes (or the value) that the field needs.
  public let expected: UInt64
  /// Bytes (or the value) that are there.
  public let found: UInt64
  /// The offset of the field in the message, counted from its first body byte.
  public let position: Int

  public init(reason: Reason, field: String, expected: UInt64, found: UInt64, position: Int) {
    self.reason = reason
    self.field = field
    self.expected = expected
    self.found = found
    self.position = position
  }

  public var description: String {
    switch reason {
    case .tooShort: "\(field) at byte \(position) needs \(expected) bytes, and \(found) are left"
    case .trailingBytes: "\(found) bytes are left after \(field) at byte \(position)"
    case .unevenLength: "\(field) at byte \(position) is \(found) bytes long, which \(expected) does not divide"
    case .unexpectedValue: "\(field) at byte \(position) is \(found), not \(expected)"
    case .missingBytes: "\(expected - min(found, expected)) of \(expected) bytes are not in the capture"
    case .cutShort: "only \(found) of \(expected) bytes came"
    case .tooLong: "\(found) bytes are more than the \(expected) that are kept of one message"
    case .notKept: "\(found) bytes more would pass the \(expected) that are kept of one direction"
    }
  }
}
