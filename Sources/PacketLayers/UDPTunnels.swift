import ByteParsing

/// UDP (RFC 768), as far as it carries tunnels: VXLAN (RFC 7348), Geneve (RFC 8926) and GTP-U (3GPP TS 29.281).
extension LayerWalk {
  /// The most GTP-U extension headers that are followed; a packet with more is `.malformed`, `.tooDeep`.
  static let maximumGTPExtensions = 8

  private static let udpLength = 8
  private static let udpDestinationOffset = 2
  private static let vxlanLength = 8
  private static let vxlanValidBit: UInt8 = 0x08
  private static let geneveLength = 8
  private static let geneveTypeOffset = 2
  private static let gtpLength = 8
  private static let gtpPayloadType: UInt8 = 255

  @inline(__always)
  mutating func udp(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.udpLength else { return short(.udp, needs: Self.udpLength) }
    let next = Self.tunnel(toPort: frame.bigEndianUInt16(at: offset + Self.udpDestinationOffset))
    if next != .other { offset += Self.udpLength }
    return next
  }

  /// The tunnel that listens on a UDP port by registration, or by long habit (8472, Linux before the registration).
  static func tunnel(toPort port: UInt16) -> NextHeader {
    switch port {
    case 4789, 8472: .vxlan
    case 6081: .geneve
    case 2152: .gtp
    default: .other
    }
  }

  mutating func vxlan(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.vxlanLength else { return short(.vxlan, needs: Self.vxlanLength) }
    // Without the valid bit this is some other use of the port.
    guard frame[offset] & Self.vxlanValidBit != 0 else { return .other }
    offset += Self.vxlanLength
    encapsulation.insert(.vxlan)
    return .ethernet
  }

  mutating func geneve(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.geneveLength else { return short(.geneve, needs: Self.geneveLength) }
    // Version 0; bit 7 of the second octet marks control packets.
    guard frame[offset] >> 6 == 0, frame[offset + 1] & 0x80 == 0 else { return .other }
    let length = Self.geneveLength + Int(frame[offset] & 0x3F) * 4
    let type = frame.bigEndianUInt16(at: offset + Self.geneveTypeOffset)
    guard end - offset >= length else { return short(.geneve, needs: length) }
    offset += length
    encapsulation.insert(.geneve)
    return type <= EtherType.largestLength ? .other : etherType(type, frame)
  }

  mutating func gtp(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.gtpLength else { return short(.gtp, needs: Self.gtpLength) }
    let flags = frame[offset]
    // Version 1, protocol type GTP, and a message that carries a user's packet.
    guard flags & 0xF0 == 0x30, frame[offset + 1] == Self.gtpPayloadType else { return .other }
    offset += Self.gtpLength
    encapsulation.insert(.gtp)
    guard flags & 0x07 != 0 else { return .rawIP }
    guard end - offset >= 4 else { return short(.gtp, needs: 4) }
    // With any of the three flags the four octets are there; the last names an extension only with flag E.
    var next = flags & 0x04 != 0 ? frame[offset + 3] : 0
    offset += 4
    for _ in 0..<Self.maximumGTPExtensions {
      guard next != 0 else { return .rawIP }
      guard end - offset >= 1 else { return short(.gtp, needs: 4) }
      let length = Int(frame[offset]) * 4
      guard length > 0 else { return invalid(.gtp) }
      guard end - offset >= length else { return short(.gtp, needs: length) }
      next = frame[offset + length - 1]
      offset += length
    }
    return next == 0 ? .rawIP : tooDeep(.gtp)
  }
}
