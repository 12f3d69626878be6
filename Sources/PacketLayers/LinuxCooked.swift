import ByteParsing

/// The headers that Linux makes for captures on "any" (LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2).
extension LayerWalk {
  private static let version1Length = 16
  private static let version1HardwareOffset = 2
  private static let version1ProtocolOffset = 14
  private static let version2Length = 20
  private static let version2ProtocolOffset = 0
  private static let version2HardwareOffset = 8
  /// ARPHRD_NETLINK: the protocol field is a netlink family there.
  private static let netlinkHardware: UInt16 = 824
  /// LINUX_SLL_P_802_2: an LLC header follows.
  private static let llcProtocol: UInt16 = 0x0004

  mutating func linuxCooked(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.version1Length else { return short(.linuxCooked, needs: Self.version1Length) }
    let hardware = frame.bigEndianUInt16(at: offset + Self.version1HardwareOffset)
    let type = frame.bigEndianUInt16(at: offset + Self.version1ProtocolOffset)
    offset += Self.version1Length
    return cooked(type, hardware, frame)
  }

  mutating func linuxCooked2(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.version2Length else { return short(.linuxCooked, needs: Self.version2Length) }
    let hardware = frame.bigEndianUInt16(at: offset + Self.version2HardwareOffset)
    let type = frame.bigEndianUInt16(at: offset + Self.version2ProtocolOffset)
    offset += Self.version2Length
    return cooked(type, hardware, frame)
  }

  private mutating func cooked(_ type: UInt16, _ hardware: UInt16, _ frame: Span<UInt8>) -> NextHeader {
    encapsulation.insert(.cooked)
    guard hardware != Self.netlinkHardware else { return .other }
    if type == Self.llcProtocol { return .llc }
    // Below the lengths' limit stand Linux's own protocol numbers, none of which carries IP.
    return type <= EtherType.largestLength ? .other : etherType(type, frame)
  }
}
