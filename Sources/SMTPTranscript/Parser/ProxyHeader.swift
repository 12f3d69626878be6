internal import ByteParsing

/// The header of the PROXY protocol, versions 1 and 2: the addresses of the connection that a proxy passes on.
public struct ProxyHeader: Sendable, Hashable {
  public enum Family: Sendable, Hashable {
    case ipv4, ipv6, unix
    /// `UNKNOWN`, or the LOCAL command of version 2: the proxy speaks for itself.
    case none
  }

  public let version: Int
  public let family: Family
  /// The address of the true client: 4 or 16 bytes; empty for other families.
  public let sourceAddress: [UInt8]
  /// The address it had connected to.
  public let destinationAddress: [UInt8]
  /// `nil` where the header names no ports.
  public let sourcePort: UInt16?
  public let destinationPort: UInt16?

  /// Reads a header from its element's text (version 1: without the line end). `nil` where it is none or is malformed.
  package static func parse(_ bytes: Span<UInt8>) -> ProxyHeader? {
    if bytes.hasASCII("PROXY ") { return text(bytes) }
    guard bytes.count >= 16 else { return nil }
    for index in 0..<12 where bytes[index] != Sniffer.proxySignature[index] { return nil }
    return binary(bytes)
  }

  /// The length of a whole version 2 header.
  static func length(of bytes: Span<UInt8>) -> UInt64 {
    bytes.count >= 16 ? 16 + UInt64(bytes.bigEndianUInt16(at: 14)) : UInt64(bytes.count)
  }

  private static func binary(_ bytes: Span<UInt8>) -> ProxyHeader? {
    let command = bytes[12]
    guard command >> 4 == 2, command & 0x0F <= 1 else { return nil }
    let none = ProxyHeader(
      version: 2, family: .none, sourceAddress: [], destinationAddress: [], sourcePort: nil, destinationPort: nil)
    if command & 0x0F == 0 { return none }
    let length = min(Int(bytes.bigEndianUInt16(at: 14)), bytes.count - 16)
    switch bytes[13] >> 4 {
    case 1:
      guard length >= 12 else { return nil }
      return ProxyHeader(
        version: 2, family: .ipv4, sourceAddress: bytes.extracting(16..<20).copied(),
        destinationAddress: bytes.extracting(20..<24).copied(), sourcePort: bytes.bigEndianUInt16(at: 24),
        destinationPort: bytes.bigEndianUInt16(at: 26))
    case 2:
      guard length >= 36 else { return nil }
      return ProxyHeader(
        version: 2, family: .ipv6, sourceAddress: bytes.extracting(16..<32).copied(),
        destinationAddress: bytes.extracting(32..<48).copied(), sourcePort: bytes.bigEndianUInt16(at: 48),
        destinationPort: bytes.bigEndianUInt16(at: 50))
    case 3:
      return ProxyHeader(
        version: 2, family: .unix, sourceAddress: [], destinationAddress: [], sourcePort: nil, destinationPort: nil)
    default: return none
    }
  }

  private static func text(_ bytes: Span<UInt8>) -> ProxyHeader? {
    let words = bytes.copied().split(separator: 0x20, omittingEmptySubsequences: false).map { Array($0) }
    guard words.count >= 2 else { return nil }
    let family: Family
    switch words[1] {
    case Array("TCP4".utf8): family = .ipv4
    case Array("TCP6".utf8): family = .ipv6
    case Array("UNKNOWN".utf8):
      return ProxyHeader(
        version: 1, family: .none, sourceAddress: [], destinationAddress: [], sourcePort: nil, destinationPort: nil)
    default: return nil
    }
    guard words.count == 6 else { return nil }
    let parse = family == .ipv4 ? AddressText.ipv4 : AddressText.ipv6
    guard let source = parse(words[2]), let destination = parse(words[3]),
      let sourcePort = AddressText.port(words[4]), let destinationPort = AddressText.port(words[5])
    else { return nil }
    return ProxyHeader(
      version: 1, family: family, sourceAddress: source, destinationAddress: destination, sourcePort: sourcePort,
      destinationPort: destinationPort)
  }
}

/// Addresses written as text.
enum AddressText {
  static func port(_ text: [UInt8]) -> UInt16? {
    guard text.count <= 5 else { return nil }
    return UInt16(String(decoding: text, as: UTF8.self))
  }

  static func ipv4(_ text: [UInt8]) -> [UInt8]? {
    let parts = text.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var result: [UInt8] = []
    for part in parts {
      guard part.count <= 3, let value = UInt8(String(decoding: part, as: UTF8.self)) else { return nil }
      result.append(value)
    }
    return result
  }

  /// RFC 4291 section 2.2, all three forms.
  static func ipv6(_ text: [UInt8]) -> [UInt8]? {
    guard text.count <= 45 else { return nil }
    var head: [UInt8] = []
    var tail: [UInt8] = []
    var isCompressed = false
    var parts = text.split(separator: 0x3A, omittingEmptySubsequences: false).map { Array($0) }
    if parts.count >= 2, parts[0].isEmpty, parts[1].isEmpty { parts.removeFirst() }
    if parts.count >= 2, parts[parts.count - 1].isEmpty, parts[parts.count - 2].isEmpty { parts.removeLast() }
    for (index, part) in parts.enumerated() {
      if part.isEmpty {
        if isCompressed { return nil }
        isCompressed = true
        continue
      }
      var group: [UInt8]
      if part.contains(0x2E) {
        guard index == parts.count - 1, let address = ipv4(part) else { return nil }
        group = address
      } else {
        guard part.count <= 4, let value = UInt16(String(decoding: part, as: UTF8.self), radix: 16) else { return nil }
        group = [UInt8(value >> 8), UInt8(value & 0xFF)]
      }
      if isCompressed { tail += group } else { head += group }
    }
    let missing = 16 - head.count - tail.count
    guard isCompressed ? missing >= 2 : missing == 0 else { return nil }
    return head + [UInt8](repeating: 0, count: missing) + tail
  }
}
