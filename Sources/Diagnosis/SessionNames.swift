import Certificates
package import SMTPSession
import SMTPTranscript

/// Which of the words on the wire are names of hosts.
extension Session {
  /// The name by which a client may ask for the server: the one that this client asked for, the server's own, or one that its
  /// certificate holds.
  package var askedHostName: String? {
    HostName.first(in: tls?.serverName) ?? HostName.first(in: serverHostName)
      ?? tls?.examination?.own.flatMap { own in
        (own.dnsNames + [own.commonName].compactMap { $0 }).lazy.compactMap { HostName.first(in: $0) }.first
      }
  }

  /// The whole name by which the client introduced itself in clear, or inside TLS where only that can be read.
  package var clientHelloName: String? {
    guard let hello = lastClearHello ?? hellos.last, exchanges.indices.contains(hello.exchange) else { return nil }
    return exchanges[hello.exchange].command.argument
  }
}

/// Names as RFC 952 and RFC 1123 section 2.1 have them.
package enum HostName {
  /// The first word, where it is a host name of two labels or more; no address, and no name with a wildcard.
  package static func first(in text: String?) -> String? {
    guard let text else { return nil }
    if isWhole(text.utf8Span.span) { return text }
    let bytes = Array(text.utf8)
    guard let start = bytes.firstIndex(where: { $0 != 0x20 }) else { return nil }
    let word = bytes[start...].prefix { $0 != 0x20 }
    let name = word.last == 0x2E ? word.dropLast() : word
    guard name.count <= 253 else { return nil }
    var labels = 0
    var label = name.startIndex
    var isNumber = false
    while label <= name.endIndex {
      let end = name[label...].firstIndex(of: 0x2E) ?? name.endIndex
      guard isLabel(name[label..<end]) else { return nil }
      isNumber = name[label..<end].allSatisfy { (0x30...0x39).contains($0) }
      labels += 1
      label = end + 1
    }
    guard labels >= 2, !isNumber else { return nil }
    return String(decoding: name, as: UTF8.self)
  }

  /// Whether a text is such a name and nothing else: most are.
  private static func isWhole(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count <= 253 else { return false }
    var (labels, length, isNumber) = (1, 0, true)
    var last: UInt8 = 0x2E
    for place in bytes.indices {
      let byte = bytes[place]
      switch byte {
      case 0x30...0x39: break
      case 0x41...0x5A, 0x61...0x7A: isNumber = false
      case 0x2D where length > 0: isNumber = false
      case 0x2E where length > 0 && last != 0x2D:
        (labels, length, isNumber, last) = (labels + 1, 0, true, byte)
        continue
      default: return false
      }
      length += 1
      guard length <= 63 else { return false }
      last = byte
    }
    return labels >= 2 && length > 0 && last != 0x2D && !isNumber
  }

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    guard (1...63).contains(label.count), label.first != 0x2D, label.last != 0x2D else { return false }
    return label.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
      default: false
      }
    }
  }
}
