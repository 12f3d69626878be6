internal import ByteParsing

/// How TLS came about in one direction.
public enum TLSOrigin: UInt8, Sendable, Hashable {
  /// After a reply that accepted `STARTTLS` (or its request, where the reply is missing).
  case startTLS
  /// From the first byte (RFC 8314 section 3), as far as this direction tells.
  case implicit
  /// In place of a command, in a session that had begun in clear.
  case insteadOfCommand
}

/// Tells TLS and the binary PROXY header from lines by the first bytes at the start of a line.
enum Sniffer {
  /// The longest prefix that is ever needed.
  static let maximumBytes = 16

  enum Verdict: UInt8 { case undecided, tlsRecord, sslv2Hello, proxyHeader, line }

  /// The signature of PROXY protocol version 2.
  static let proxySignature: InlineArray<12, UInt8> = [
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
  ]

  /// Whether a line that begins with `byte` must be looked at before it is read as a line.
  @inline(__always)
  static func isSuspect(_ byte: UInt8, from side: Side, atStart: Bool) -> Bool {
    if byte >= 0x20 && byte < 0x80 { return false }
    if byte >= 0x14 && byte <= 0x17 { return true }
    return side == .client && (byte >= 0x80 || (byte == 0x0D && atStart))
  }

  /// Judges the first bytes of a line.
  static func judge(_ bytes: Span<UInt8>, from side: Side, atStart: Bool) -> Verdict {
    guard bytes.count > 0 else { return .undecided }
    let first = bytes[0]
    if first >= 0x14 && first <= 0x17 {
      if bytes.count > 1 && bytes[1] != 0x03 { return .line }
      guard bytes.count > 2 else { return .undecided }
      return bytes[2] <= 0x04 ? .tlsRecord : .line
    }
    guard side == .client else { return .line }
    if first >= 0x80 {
      // SSL 2.0 CLIENT-HELLO: two bytes of length, message type 1, version (RFC 5246 appendix E.2).
      if bytes.count > 2 && bytes[2] != 0x01 { return .line }
      if bytes.count > 3 && bytes[3] != 0x03 && bytes[3] != 0x00 { return .line }
      guard bytes.count > 4 else { return .undecided }
      return (bytes[3] == 0x03 ? bytes[4] <= 0x04 : bytes[4] == 0x02) ? .sslv2Hello : .line
    }
    guard first == 0x0D, atStart else { return .line }
    for index in 0..<min(bytes.count, 12) where bytes[index] != proxySignature[index] { return .line }
    return bytes.count >= 16 ? .proxyHeader : .undecided
  }

  /// The same where a gap begins at the place at which TLS was due: what is not plainly SMTP is taken for TLS.
  static func judgeAfterGap(_ bytes: Span<UInt8>, from side: Side) -> Verdict {
    switch side {
    case .server:
      for index in 0..<min(bytes.count, 3) where !isDigit(bytes[index]) { return .tlsRecord }
      if bytes.count > 0 && (bytes[0] < 0x32 || bytes[0] > 0x35) { return .tlsRecord }
      guard bytes.count > 3 else { return .undecided }
      return bytes[3] == 0x20 || bytes[3] == 0x2D || bytes[3] == 0x0D || bytes[3] == 0x0A ? .line : .tlsRecord
    case .client:
      var length = 0
      while length < bytes.count, bytes[length] > 0x20, bytes[length] < 0x7F { length += 1 }
      if length == bytes.count { return length < maximumBytes ? .undecided : .tlsRecord }
      guard length > 0, isBlank(bytes[length]) || bytes[length] == 0x0D || bytes[length] == 0x0A else {
        return .tlsRecord
      }
      return Verb.leading(bytes.extracting(0..<length)).isKnown ? .line : .tlsRecord
    }
  }
}
