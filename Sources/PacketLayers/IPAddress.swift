/// An IPv4 or IPv6 address (RFC 791, RFC 4291), compared and hashed as numbers.
public struct IPAddress: Hashable, Comparable, Sendable {
  /// The high 64 bits of an IPv6 address; 0 for IPv4.
  public var high: UInt64
  /// The low 64 bits of an IPv6 address; the 32 bits of an IPv4 address.
  public var low: UInt64
  public var isIPv6: Bool

  @inline(__always)
  public init(ipv4 value: UInt32) {
    high = 0
    low = UInt64(value)
    isIPv6 = false
  }

  @inline(__always)
  public init(ipv6High: UInt64, low: UInt64) {
    high = ipv6High
    self.low = low
    isIPv6 = true
  }

  public static func < (left: IPAddress, right: IPAddress) -> Bool {
    if left.isIPv6 != right.isIPv6 { return !left.isIPv6 }
    return (left.high, left.low) < (right.high, right.low)
  }
}
