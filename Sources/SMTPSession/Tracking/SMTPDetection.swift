import ByteParsing
import SMTPTranscript

/// Tells from the first bytes of a segment whether a connection may be mail, and who speaks.
enum SMTPDetection {
  /// Whether a connection on a port that is not for mail deserves to be followed: a greeting, an introduction, or a PROXY
  /// header. Most packets of a capture are answered by their first byte.
  @inline(__always)
  static func mayBegin(_ payload: Span<UInt8>) -> Bool {
    guard payload.count >= 6 else { return false }
    switch payload[0] {
    case 0x32: return isGreeting(payload)
    case 0x45, 0x65, 0x48, 0x68, 0x4C, 0x6C: return isIntroduction(payload)
    case 0x50: return payload.hasASCII("PROXY ")
    case 0x0D: return payload.hasASCII("\r\n\r\n\0\r\nQUIT\n")
    default: return false
    }
  }

  /// `220` and a space or a hyphen (RFC 5321 section 4.3.1). Other protocols greet so too, FTP among them: the
  /// introduction that follows decides.
  static func isGreeting(_ payload: Span<UInt8>) -> Bool {
    payload.count >= 4 && payload[0] == 0x32 && payload[1] == 0x32 && payload[2] == 0x30
      && (payload[3] == 0x20 || payload[3] == 0x2D || payload[3] == 0x0D)
  }

  static func isIntroduction(_ payload: Span<UInt8>) -> Bool {
    payload.hasASCII("EHLO ") || payload.hasASCII("HELO ") || payload.hasASCII("LHLO ")
  }

  /// Who sent bytes of a conversation whose opening was not captured; `nil` where the bytes do not tell.
  static func speaker(of payload: Span<UInt8>) -> Side? {
    guard payload.count >= 4 else { return nil }
    if isDigit(payload[0]), isDigit(payload[1]), isDigit(payload[2]), payload[3] == 0x20 || payload[3] == 0x2D {
      return .server
    }
    // A handshake record says in its sixth byte whether it is the client's hello or the server's.
    if payload.count >= 6, payload[0] == 0x16, payload[1] == 0x03 {
      return payload[5] == 1 ? .client : payload[5] == 2 ? .server : nil
    }
    return Verb.leading(firstLine(payload)).isKnown ? .client : nil
  }

  /// Whether a conversation on another port was mail after all: the client introduced itself.
  static func isMail(_ parser: borrowing SMTPParser) -> Bool {
    for element in parser.elements where element.kind == .command {
      if element.verb == .ehlo || element.verb == .helo || element.verb == .lhlo { return true }
    }
    return false
  }

  @_lifetime(copy payload)
  private static func firstLine(_ payload: Span<UInt8>) -> Span<UInt8> {
    var end = payload.firstOffset(of: 0x0A) ?? min(payload.count, 16)
    if end > 0, payload[end - 1] == 0x0D { end -= 1 }
    return payload.extracting(0..<end)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
