public import SMTPTranscript
package import TLSHandshake

/// One line of the annotated transcript, in the order in which it was completed on the wire.
///
/// `text` is printable (control characters are written out) and holds no credential and no message content unless the
/// analysis was asked to keep them.
public struct TranscriptLine: Sendable {
  /// What the line is: the words of the JSON contract.
  public enum Kind: String, Sendable {
    case greeting, command, reply, auth, data, tls, tcp, gap
  }

  public var kind: Kind
  /// Who sent it; `nil` for a note of the analysis (a gap, the opening and the closing of the connection).
  public var from: Side?
  public var text: String
  /// The packet that completed the line.
  public var at: Moment
  /// The packet in which the line began, where that was another one.
  public var firstPacket: Moment?
  /// Under which cover the line crossed the wire; `nil` for a note of the analysis.
  public var layer: Layer?
  /// What a line of TLS tells of; `nil` for other lines.
  package var tls: TLSElement?

  public init(
    kind: Kind, from: Side?, text: String, at: Moment, firstPacket: Moment? = nil, layer: Layer? = nil
  ) {
    self.kind = kind
    self.from = from
    self.text = text
    self.at = at
    self.firstPacket = firstPacket
    self.layer = layer
  }
}

/// What a line of the transcript tells of a TLS stream.
package enum TLSElement: Hashable, Sendable {
  /// A handshake message in clear (RFC 8446 section 4).
  case message(HandshakeType)
  /// A ServerHello that asks for another ClientHello (RFC 8446 section 4.1.4).
  case helloRetryRequest
  case alert
  case changeCipherSpec
  /// Records whose content cannot be read.
  case records
  /// Bytes that are no TLS.
  case foreign
}
