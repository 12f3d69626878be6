import ByteParsing

/// Ethernet II, 802.3 with LLC and SNAP, and VLAN tags (IEEE 802.3 clause 3.2, 802.1Q clause 9, RFC 1042).
extension LayerWalk {
  /// The most VLAN tags of one frame that are followed; a frame with more is `.malformed`, `.tooDeep`.
  static let maximumTags = 8

  private static let ethernetLength = 14
  private static let ethernetTypeOffset = 12
  private static let tagLength = 4
  private static let tagVLANMask: UInt16 = 0x0FFF
  private static let llcLength = 3
  private static let snapLength = 8
  private static let snapTypeOffset = 6

  @inline(__always)
  mutating func ethernet(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.ethernetLength else { return short(.ethernet, needs: Self.ethernetLength) }
    let type = frame.bigEndianUInt16(at: offset + Self.ethernetTypeOffset)
    offset += Self.ethernetLength
    if type == EtherType.ipv4 { return .ipv4 }
    if type == EtherType.ipv6 { return .ipv6 }
    return etherType(type, frame)
  }

  /// What an EtherType announces at `offset`; reads VLAN tags on the way.
  mutating func etherType(_ first: UInt16, _ frame: Span<UInt8>) -> NextHeader {
    var type = first
    for _ in 0...Self.maximumTags {
      switch type {
      case EtherType.ipv4: return .ipv4
      case EtherType.ipv6: return .ipv6
      case EtherType.customerTag, EtherType.serviceTag, EtherType.oldServiceTag, EtherType.olderServiceTag:
        guard end - offset >= Self.tagLength else { return short(.vlan, needs: Self.tagLength) }
        vlan = frame.bigEndianUInt16(at: offset) & Self.tagVLANMask
        encapsulation.insert(.vlan)
        type = frame.bigEndianUInt16(at: offset + 2)
        offset += Self.tagLength
      case EtherType.mplsUnicast, EtherType.mplsMulticast: return .mpls
      case EtherType.pppoeSession: return .pppoe
      case EtherType.ppp: return .ppp
      case EtherType.transparentBridging: return .ethernet
      case 0...EtherType.largestLength: return .llc
      default: return .other
      }
    }
    return tooDeep(.vlan)
  }

  /// IEEE 802.2: only the SNAP form carries IP in practice.
  mutating func llc(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.llcLength else { return short(.llc, needs: Self.llcLength) }
    // AA-AA-03: SNAP, unnumbered information. Then the organization code: 0 for EtherTypes, 0000F8 by RFC 1042 bridges.
    guard frame.bigEndianUInt24(at: offset) == 0xAAAA03 else { return .other }
    guard end - offset >= Self.snapLength else { return short(.llc, needs: Self.snapLength) }
    let organization = frame.bigEndianUInt24(at: offset + 3)
    guard organization == 0 || organization == 0x0000F8 else { return .other }
    let type = frame.bigEndianUInt16(at: offset + Self.snapTypeOffset)
    offset += Self.snapLength
    // A length here would be a second 802.3 header, which no station sends.
    return type <= EtherType.largestLength ? .other : etherType(type, frame)
  }
}

/// EtherType values that lead on to TCP (the IEEE registry).
enum EtherType {
  /// A value up to this is an 802.3 length in bytes.
  static let largestLength: UInt16 = 1500
  static let ipv4: UInt16 = 0x0800
  static let ipv6: UInt16 = 0x86DD
  static let customerTag: UInt16 = 0x8100
  static let serviceTag: UInt16 = 0x88A8
  static let oldServiceTag: UInt16 = 0x9100
  static let olderServiceTag: UInt16 = 0x9200
  static let mplsUnicast: UInt16 = 0x8847
  static let mplsMulticast: UInt16 = 0x8848
  static let pppoeSession: UInt16 = 0x8864
  /// PPP in enhanced GRE (RFC 2637).
  static let ppp: UInt16 = 0x880B
  static let transparentBridging: UInt16 = 0x6558
  /// ERSPAN type I and II, and type III, in GRE.
  static let erspan2: UInt16 = 0x88BE
  static let erspan3: UInt16 = 0x22EB
}
