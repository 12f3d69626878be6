import PlainWords

/// Addresses as text: dotted decimal for IPv4, RFC 5952 for IPv6.
extension IPAddress: CustomStringConvertible {
  public var description: String {
    guard isIPv6 else { return AddressText.ipv4(UInt32(truncatingIfNeeded: low)) }
    // RFC 5952 section 5: an IPv4-mapped address shows its IPv4 part.
    if high == 0, low >> 32 == 0xFFFF { return "::ffff:" + AddressText.ipv4(UInt32(truncatingIfNeeded: low)) }
    return AddressText.ipv6(
      (0..<8).map { index in
        UInt16(truncatingIfNeeded: (index < 4 ? high : low) >> UInt64(48 - 16 * (index % 4)))
      })
  }

  /// The address that `text` writes, in any form of RFC 4291 section 2.2 or as four decimal numbers; `nil` where it
  /// writes none. Leading zeros in IPv4 and zone identifiers are refused, as they mean different things to different
  /// readers.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    if bytes.contains(UInt8(ascii: ":")) {
      guard let groups = AddressText.ipv6Groups(bytes) else { return nil }
      let words = groups.map(UInt64.init)
      self.init(
        ipv6High: words[0] << 48 | words[1] << 32 | words[2] << 16 | words[3],
        low: words[4] << 48 | words[5] << 32 | words[6] << 16 | words[7])
    } else {
      guard let value = AddressText.ipv4Value(bytes[...]) else { return nil }
      self.init(ipv4: value)
    }
  }
}

extension Endpoint: CustomStringConvertible {
  /// `192.0.2.1:25`, `[2001:db8::1]:25`.
  public var description: String {
    let (address, port) = (address.description, String(port))
    return self.address.isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)"
  }
}
