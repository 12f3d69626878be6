public import SMTPTranscript

/// A run of bytes on the wire that must not leave the house: a credential, or the content of a message. It names places, not
/// bytes.
public struct SensitiveBytes: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A credential, or what one can be guessed from, as it stands on its line; without the line's end.
    case secret
    /// A message, with its headers and the line that ends it.
    case message
  }

  public var kind: Kind
  public var from: Side
  /// Stream offset of the first byte in the direction of `from`.
  public var start: UInt64
  /// Stream offset behind the last byte.
  public var end: UInt64

  public init(kind: Kind, from: Side, start: UInt64, end: UInt64) {
    self.kind = kind
    self.from = from
    self.start = start
    self.end = end
  }
}
