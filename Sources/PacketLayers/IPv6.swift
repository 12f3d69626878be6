import ByteParsing

/// IPv6 and its extension headers (RFC 8200 sections 3 and 4, RFC 4302, RFC 8754).
extension LayerWalk {
  /// The most extension headers of one packet that are followed; a packet with more is `.malformed`, `.tooDeep`.
  static let maximumExtensionHeaders = 16

  private static let ipv6Length = 40
  private static let payloadLengthOffset = 4
  private static let nextHeaderOffset = 6
  private static let hopLimitOffset = 7
  private static let sourceOffset = 8
  private static let destinationOffset = 24
  private static let extensionUnit = 8
  private static let fragmentMask: UInt16 = 0xFFF8

  @inline(__always)
  mutating func ipv6(_ frame: Span<UInt8>) -> NextHeader {
    let start = offset
    guard end - start >= Self.ipv6Length else { return short(.ipv6, needs: Self.ipv6Length) }
    guard frame[start] >> 4 == 6 else { return invalid(.ipv6) }
    let next = frame[start + Self.nextHeaderOffset]
    let length = Int(frame.bigEndianUInt16(at: start + Self.payloadLengthOffset))
    offset = start + Self.ipv6Length
    if length == 0 {
      // A jumbogram (RFC 2675), or a packet that the network card will cut: the frame's end is all there is to go by.
      if wireEnd == .max { wireEnd = end }
    } else {
      wireEnd = min(wireEnd, offset + length)
      end = min(end, wireEnd)
    }
    identification = nil
    dontFragment = false
    hopLimit = frame[start + Self.hopLimitOffset]
    source = address(frame, at: start + Self.sourceOffset)
    destination = address(frame, at: start + Self.destinationOffset)
    return next == IPProtocol.tcp ? .tcp : ipPayload(frame, next)
  }

  mutating func extensionHeaders(_ frame: Span<UInt8>, _ first: UInt8) -> NextHeader {
    var next = first
    for _ in 0..<Self.maximumExtensionHeaders {
      let needed = Self.extensionUnit
      switch next {
      case IPProtocol.hopByHop, IPProtocol.routing, IPProtocol.destinationOptions, IPProtocol.mobility,
        IPProtocol.hostIdentity, IPProtocol.shim6:
        guard end - offset >= needed else { return short(.ipv6Extension, needs: needed) }
        let length = (Int(frame[offset + 1]) + 1) * Self.extensionUnit
        guard end - offset >= length else { return short(.ipv6Extension, needs: length) }
        if next == IPProtocol.routing { routing(frame, length) }
        next = frame[offset]
        offset += length
      case IPProtocol.authentication:
        guard end - offset >= needed else { return short(.authentication, needs: needed) }
        let length = (Int(frame[offset + 1]) + 2) * 4
        guard end - offset >= length else { return short(.authentication, needs: length) }
        next = frame[offset]
        offset += length
        if !source.isIPv6 { return next == IPProtocol.authentication ? .other : ipPayload(frame, next) }
      case IPProtocol.fragment:
        guard end - offset >= needed else { return short(.fragment, needs: needed) }
        let field = frame.bigEndianUInt16(at: offset + 2)
        let header = FragmentHeader(
          identification: frame.bigEndianUInt32(at: offset + 4), offset: Int(field & Self.fragmentMask),
          moreFragments: field & 1 != 0, payloadProtocol: frame[offset])
        next = frame[offset]
        offset += Self.extensionUnit
        // An atomic fragment (RFC 6946) is whole as it is.
        guard header.offset == 0, !header.moreFragments else {
          fragment = header
          return .fragment
        }
      case IPProtocol.tcp, IPProtocol.udp, IPProtocol.icmpv6, IPProtocol.ipv4, IPProtocol.ipv6, IPProtocol.gre,
        IPProtocol.mpls:
        return ipPayload(frame, next)
      default:
        return .other
      }
    }
    return tooDeep(.ipv6Extension)
  }

  /// While segments are left, the IPv6 header names the next router; the connection's end, which the TCP checksum
  /// covers too, is the last address on the list (RFC 8200 section 8.1).
  private mutating func routing(_ frame: Span<UInt8>, _ length: Int) {
    let segmentsLeft = frame[offset + 3]
    guard segmentsLeft > 0, length >= 8 + 16 else { return }
    switch frame[offset + 2] {
    case 0, 2: destination = address(frame, at: offset + 8 + ((length - 8) / 16 - 1) * 16)
    // A segment routing header lists its addresses from the last to the first (RFC 8754 section 2).
    case 4: destination = address(frame, at: offset + 8)
    default: break
    }
  }

  @inline(__always)
  private func address(_ frame: Span<UInt8>, at start: Int) -> IPAddress {
    IPAddress(ipv6High: frame.bigEndianUInt64(at: start), low: frame.bigEndianUInt64(at: start + 8))
  }
}
