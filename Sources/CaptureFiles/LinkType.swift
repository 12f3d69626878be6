/// What a packet's first header is: a LINKTYPE_ value of the capture file formats' registry. Open: a number that has no
/// name here survives and prints as its number.
public struct LinkType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16

  @inline(__always)
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  public static let null = LinkType(rawValue: 0)
  public static let ethernet = LinkType(rawValue: 1)
  public static let tokenRing = LinkType(rawValue: 6)
  public static let slip = LinkType(rawValue: 8)
  public static let ppp = LinkType(rawValue: 9)
  public static let fddi = LinkType(rawValue: 10)
  public static let pppHDLC = LinkType(rawValue: 50)
  public static let pppoe = LinkType(rawValue: 51)
  public static let raw = LinkType(rawValue: 101)
  public static let ciscoHDLC = LinkType(rawValue: 104)
  public static let ieee80211 = LinkType(rawValue: 105)
  public static let frameRelay = LinkType(rawValue: 107)
  public static let loop = LinkType(rawValue: 108)
  public static let linuxCooked = LinkType(rawValue: 113)
  public static let pflog = LinkType(rawValue: 117)
  public static let radiotap = LinkType(rawValue: 127)
  public static let pppWithDirection = LinkType(rawValue: 204)
  public static let mpls = LinkType(rawValue: 219)
  public static let ipv4 = LinkType(rawValue: 228)
  public static let ipv6 = LinkType(rawValue: 229)
  public static let nflog = LinkType(rawValue: 239)
  public static let upperPDU = LinkType(rawValue: 252)
  public static let netlink = LinkType(rawValue: 253)
  public static let pktap = LinkType(rawValue: 258)
  public static let linuxCooked2 = LinkType(rawValue: 276)
}
