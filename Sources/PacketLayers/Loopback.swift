import ByteParsing

/// The loopback headers of the BSDs (LINKTYPE_NULL, LINKTYPE_LOOP), and packets that begin with IP (LINKTYPE_RAW).
extension LayerWalk {
  private static let loopbackLength = 4

  /// Four bytes with the address family: in the byte order of the machine that captured, or of the network. Families are
  /// small numbers, so the order shows in the value.
  mutating func loopback(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.loopbackLength else { return short(.loopback, needs: Self.loopbackLength) }
    let big = frame.bigEndianUInt32(at: offset)
    let family = big > 0xFFFF ? frame.littleEndianUInt32(at: offset) : big
    offset += Self.loopbackLength
    switch family {
    case 2: return .ipv4
    // AF_INET6 of Linux, Windows, NetBSD and OpenBSD, FreeBSD, and macOS.
    case 10, 23, 24, 28, 30: return .ipv6
    default: return .other
    }
  }

  /// IPv4 or IPv6, as the version field says.
  mutating func rawIP(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= 1 else { return short(.raw, needs: 1) }
    switch frame[offset] >> 4 {
    case 4: return .ipv4
    case 6: return .ipv6
    default: return .other
    }
  }
}
