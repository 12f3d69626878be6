import ByteParsing

/// IPv4 (RFC 791 section 3.1), and what both versions of IP carry.
extension LayerWalk {
  private static let ipv4Length = 20
  private static let ipv4TotalLengthOffset = 2
  private static let ipv4IdentificationOffset = 4
  private static let ipv4FragmentOffset = 6
  private static let ipv4TimeToLiveOffset = 8
  private static let ipv4ProtocolOffset = 9
  private static let ipv4SourceOffset = 12
  private static let ipv4DestinationOffset = 16
  private static let dontFragmentBit: UInt16 = 0x4000
  private static let moreFragmentsBit: UInt16 = 0x2000
  private static let fragmentOffsetMask: UInt16 = 0x1FFF

  @inline(__always)
  mutating func ipv4(_ frame: Span<UInt8>) -> NextHeader {
    let start = offset
    guard end - start >= Self.ipv4Length else { return short(.ipv4, needs: Self.ipv4Length) }
    let first = frame[start]
    let headerLength = Int(first & 0x0F) * 4
    guard first >> 4 == 4, headerLength >= Self.ipv4Length else { return invalid(.ipv4) }
    let payloadProtocol = frame[start + Self.ipv4ProtocolOffset]
    guard IPProtocol.leadsToTCP(payloadProtocol) else { return .other }

    let total = Int(frame.bigEndianUInt16(at: start + Self.ipv4TotalLengthOffset))
    if total == 0 {
      // The network card cuts the packet later and writes the length then; the frame's end is all there is to go by.
      if wireEnd == .max { wireEnd = end }
    } else {
      guard total >= headerLength else { return invalid(.ipv4) }
      wireEnd = min(wireEnd, start + total)
      end = min(end, wireEnd)
    }
    guard end - start >= headerLength else { return short(.ipv4, needs: headerLength) }

    let fragmentField = frame.bigEndianUInt16(at: start + Self.ipv4FragmentOffset)
    let identification = frame.bigEndianUInt16(at: start + Self.ipv4IdentificationOffset)
    self.identification = identification
    dontFragment = fragmentField & Self.dontFragmentBit != 0
    hopLimit = frame[start + Self.ipv4TimeToLiveOffset]
    source = IPAddress(ipv4: frame.bigEndianUInt32(at: start + Self.ipv4SourceOffset))
    destination = IPAddress(ipv4: frame.bigEndianUInt32(at: start + Self.ipv4DestinationOffset))
    offset = start + headerLength
    if fragmentField & (Self.moreFragmentsBit | Self.fragmentOffsetMask) != 0 {
      fragment = FragmentHeader(
        identification: UInt32(identification), offset: Int(fragmentField & Self.fragmentOffsetMask) * 8,
        moreFragments: fragmentField & Self.moreFragmentsBit != 0, payloadProtocol: payloadProtocol)
      return .fragment
    }
    return payloadProtocol == IPProtocol.tcp ? .tcp : ipPayload(frame, payloadProtocol)
  }

  /// What the protocol field of an IP header, or the next header field of an extension header, announces at `offset`.
  mutating func ipPayload(_ frame: Span<UInt8>, _ payloadProtocol: UInt8) -> NextHeader {
    switch payloadProtocol {
    case IPProtocol.tcp: return .tcp
    case IPProtocol.udp: return .udp
    case IPProtocol.icmp: return source.isIPv6 ? .other : .icmp
    case IPProtocol.icmpv6: return source.isIPv6 ? .icmpv6 : .other
    case IPProtocol.ipv4:
      encapsulation.insert(.ipInIP)
      return .ipv4
    case IPProtocol.ipv6:
      encapsulation.insert(.ipInIP)
      return .ipv6
    case IPProtocol.gre: return .gre
    case IPProtocol.mpls: return .mpls
    case IPProtocol.authentication: return extensionHeaders(frame, payloadProtocol)
    default: return source.isIPv6 ? extensionHeaders(frame, payloadProtocol) : .other
    }
  }
}

/// IP protocol numbers (the IANA registry) that matter on the way to TCP.
enum IPProtocol {
  static let hopByHop: UInt8 = 0
  static let icmp: UInt8 = 1
  static let ipv4: UInt8 = 4
  static let tcp: UInt8 = 6
  static let udp: UInt8 = 17
  static let ipv6: UInt8 = 41
  static let routing: UInt8 = 43
  static let fragment: UInt8 = 44
  static let gre: UInt8 = 47
  static let authentication: UInt8 = 51
  static let icmpv6: UInt8 = 58
  static let destinationOptions: UInt8 = 60
  static let mobility: UInt8 = 135
  static let mpls: UInt8 = 137
  static let hostIdentity: UInt8 = 139
  static let shim6: UInt8 = 140

  /// Whether an IPv4 packet of this protocol can hold a TCP header, its own or a quoted one.
  @inline(__always)
  static func leadsToTCP(_ number: UInt8) -> Bool {
    switch number {
    case tcp, udp, icmp, ipv4, ipv6, gre, authentication, mpls: true
    default: false
    }
  }
}
