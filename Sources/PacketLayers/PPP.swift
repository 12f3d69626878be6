import ByteParsing

/// PPP (RFC 1661), in HDLC-like framing (RFC 1662), over Ethernet (RFC 2516), and Cisco HDLC.
extension LayerWalk {
  private static let pppoeLength = 6
  private static let pppoeLengthOffset = 4
  private static let hdlcLength = 4
  private static let hdlcTypeOffset = 2
  /// Address "all stations" and control "unnumbered information", which open a PPP frame unless compressed away.
  private static let pppAddressAndControl: UInt16 = 0xFF03
  private static let ciscoUnicast: UInt8 = 0x0F
  private static let ciscoMulticast: UInt8 = 0x8F

  mutating func ppp(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= 2 else { return short(.ppp, needs: 2) }
    if frame.bigEndianUInt16(at: offset) == Self.pppAddressAndControl {
      offset += 2
      guard end - offset >= 1 else { return short(.ppp, needs: 1) }
    }
    // RFC 1661 section 6.5: an odd first octet is a protocol field compressed to one octet.
    let first = frame[offset]
    let number: UInt16
    if first & 1 == 1 {
      number = UInt16(first)
      offset += 1
    } else {
      guard end - offset >= 2 else { return short(.ppp, needs: 2) }
      number = frame.bigEndianUInt16(at: offset)
      offset += 2
    }
    switch number {
    case 0x0021: return .ipv4
    case 0x0057: return .ipv6
    case 0x0281, 0x0283: return .mpls
    default: return .other
    }
  }

  /// LINKTYPE_PPP_HDLC: PPP, or Cisco HDLC on the same kind of line.
  mutating func pppHDLC(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= 1 else { return short(.ppp, needs: 1) }
    let address = frame[offset]
    return address == Self.ciscoUnicast || address == Self.ciscoMulticast ? hdlc(frame) : ppp(frame)
  }

  mutating func hdlc(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.hdlcLength else { return short(.hdlc, needs: Self.hdlcLength) }
    guard frame.bigEndianUInt16(at: offset) != Self.pppAddressAndControl else { return ppp(frame) }
    let type = frame.bigEndianUInt16(at: offset + Self.hdlcTypeOffset)
    offset += Self.hdlcLength
    // Small numbers are OSI network layers and Cisco's keep-alives.
    return type <= EtherType.largestLength ? .other : etherType(type, frame)
  }

  mutating func pppoe(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.pppoeLength else { return short(.pppoe, needs: Self.pppoeLength) }
    // Version 1, type 1 (RFC 2516 section 4).
    guard frame[offset] == 0x11 else { return invalid(.pppoe) }
    // Code 0 is session data; the others belong to discovery.
    guard frame[offset + 1] == 0 else { return .other }
    let length = Int(frame.bigEndianUInt16(at: offset + Self.pppoeLengthOffset))
    offset += Self.pppoeLength
    encapsulation.insert(.pppoe)
    wireEnd = min(wireEnd, offset + length)
    end = min(end, wireEnd)
    return .ppp
  }
}
