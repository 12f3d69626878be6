internal import ByteParsing

/// What bytes that are no SMTP look like, by the first of them.
package struct ProtocolGuess: Sendable, Hashable {
  /// The protocol's usual name; `nil` where the bytes look like none that is known here.
  package let name: String?

  /// The bytes that are looked at; more do not change the guess.
  package static let maximumBytes = 128

  package init(_ bytes: Span<UInt8>, from side: Side) {
    let start = bytes.extracting(0..<min(bytes.count, Self.maximumBytes))
    name = side == .server ? Self.server(start) ?? Self.either(start) : Self.client(start) ?? Self.either(start)
  }

  private static func server(_ bytes: Span<UInt8>) -> String? {
    if bytes.hasASCII("HTTP/") { return "HTTP" }
    if bytes.hasASCII("+OK") || bytes.hasASCII("-ERR") { return "POP3" }
    if bytes.hasASCII("* OK") || bytes.hasASCII("* PREAUTH") || bytes.hasASCII("* BYE") { return "IMAP" }
    if bytes.hasASCII("220 ") || bytes.hasASCII("220-") { return mentions(bytes, "ftp") ? "FTP" : nil }
    if (bytes.hasASCII("200 ") || bytes.hasASCII("201 "))
      && (mentions(bytes, "nntp") || mentions(bytes, "news") || mentions(bytes, "posting"))
    {
      return "NNTP"
    }
    // Three bytes of length, the sequence number 0, protocol version 10 and the server's version as text; or an error.
    if bytes.count >= 6, bytes[3] == 0, bytes[2] == 0, bytes[0] > 5 {
      if bytes[4] == 0x0A, isDigit(bytes[5]) { return "MySQL" }
      if bytes[4] == 0xFF, bytes.count >= 7, bytes[6] == 0x04 { return "MySQL" }
    }
    if bytes.count == 2, bytes[0] == 0x05, bytes[1] <= 0x02 || bytes[1] == 0xFF { return "SOCKS" }
    return nil
  }

  private static func client(_ bytes: Span<UInt8>) -> String? {
    if isRequestOfHTTP(bytes) { return "HTTP" }
    if bytes.hasASCII("USER ") || bytes.hasASCII("PASV") || bytes.hasASCII("SYST") { return "FTP or POP3" }
    if bytes.hasASCII("CAPA\r") || bytes.hasASCII("APOP ") || bytes.hasASCII("STLS") { return "POP3" }
    if bytes.hasASCII("MODE READER") || bytes.hasASCII("ARTICLE ") { return "NNTP" }
    if isTaggedCommandOfIMAP(bytes) { return "IMAP" }
    if bytes.count >= 3, bytes[0] == 0x05, bytes[1] >= 1, bytes[1] <= 16, bytes[2] <= 0x09 { return "SOCKS" }
    if bytes.count >= 9, bytes[0] == 0x04, bytes[1] == 1 || bytes[1] == 2, bytes[2] != 0 || bytes[3] != 0 {
      return "SOCKS"
    }
    return nil
  }

  private static func either(_ bytes: Span<UInt8>) -> String? {
    guard bytes.count > 0 else { return nil }
    if bytes.hasASCII("SSH-") { return "SSH" }
    // TPKT version 3 and its length, then an X.224 connection request or confirm.
    if bytes.count >= 6, bytes[0] == 3, bytes[1] == 0, bytes[5] == 0xE0 || bytes[5] == 0xD0 { return "RDP" }
    if bytes.count >= 3, bytes[0] >= 0x14, bytes[0] <= 0x17, bytes[1] == 0x03, bytes[2] <= 0x04 {
      return bytes[0] == 0x15 ? "TLS (an alert)" : "TLS"
    }
    if bytes.hasASCII("<?xml") || bytes.hasASCII("<stream") { return "XML" }
    if bytes.hasASCII("<!doctype") || bytes.hasASCII("<html") { return "HTML" }
    return isBinary(bytes) ? "a binary protocol" : nil
  }

  private static func isRequestOfHTTP(_ bytes: Span<UInt8>) -> Bool {
    let begins =
      bytes.hasASCII("GET ") || bytes.hasASCII("POST ") || bytes.hasASCII("HEAD ") || bytes.hasASCII("PUT ")
      || bytes.hasASCII("OPTIONS ") || bytes.hasASCII("CONNECT ") || bytes.hasASCII("DELETE ")
      || bytes.hasASCII("PROPFIND ")
    return bytes.hasASCII("PRI * HTTP/2") || (begins && (mentions(bytes, " http/") || bytes.count == maximumBytes))
  }

  /// A tag, and a command that begins a session.
  private static func isTaggedCommandOfIMAP(_ bytes: Span<UInt8>) -> Bool {
    guard let space = bytes.firstOffset(of: 0x20), space >= 1, space <= 16 else { return false }
    return bytes.hasASCII("CAPABILITY", at: space + 1) || bytes.hasASCII("LOGIN ", at: space + 1)
      || bytes.hasASCII("AUTHENTICATE ", at: space + 1) || bytes.hasASCII("SELECT ", at: space + 1)
  }

  /// Whether bytes that no text holds make up a good part.
  private static func isBinary(_ bytes: Span<UInt8>) -> Bool {
    var odd = 0
    for index in bytes.indices where bytes[index] < 0x20 && ![0x09, 0x0A, 0x0D].contains(bytes[index]) { odd += 1 }
    return odd * 8 > bytes.count
  }

  private static func mentions(_ bytes: Span<UInt8>, _ word: StaticString) -> Bool {
    for offset in bytes.indices where bytes.hasASCII(word, at: offset) { return true }
    return false
  }
}
