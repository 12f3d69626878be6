internal import ByteParsing
import PlainWords

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
    let length = family == .ipv4 ? 4 : 16
    guard let source = AddressText.octets(words[2]), let destination = AddressText.octets(words[3]),
      source.count == length, destination.count == length, let sourcePort = port(words[4]),
      let destinationPort = port(words[5])
    else { return nil }
    return ProxyHeader(
      version: 1, family: family, sourceAddress: source, destinationAddress: destination, sourcePort: sourcePort,
      destinationPort: destinationPort)
  }

  private static func port(_ text: [UInt8]) -> UInt16? {
    guard text.count <= 5 else { return nil }
    return UInt16(String(decoding: text, as: UTF8.self))
  }
}
