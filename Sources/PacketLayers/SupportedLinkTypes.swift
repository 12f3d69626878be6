package import CaptureFiles

/// A link layer that the decoder reads, with its name for a list of them.
package struct SupportedLinkType: Hashable, Sendable {
  package var linkType: LinkType
  package var name: String
}

extension PacketDecoder {
  /// Whether packets of this link type can be decoded.
  package static func isSupported(_ linkType: LinkType) -> Bool {
    NextHeader(linkType) != .unsupported
  }

  /// All link types that can be decoded, in the order of their numbers.
  package static let supportedLinkTypes: [SupportedLinkType] = [
    supported(Number.null, name: "BSD loopback"),
    supported(Number.ethernet, name: "Ethernet"),
    supported(Number.ppp, name: "PPP"),
    supported(Number.bsdRaw, name: "raw IP (12)"),
    supported(Number.openBSDRaw, name: "raw IP (14)"),
    supported(Number.pppHDLC, name: "PPP in HDLC-like framing"),
    supported(Number.pppoe, name: "PPPoE session"),
    supported(Number.raw, name: "raw IP"),
    supported(Number.ciscoHDLC, name: "Cisco HDLC"),
    supported(Number.ieee80211, name: "IEEE 802.11"),
    supported(Number.loop, name: "OpenBSD loopback"),
    supported(Number.linuxCooked, name: "Linux cooked"),
    supported(Number.pflog, name: "PF log"),
    supported(Number.radiotap, name: "IEEE 802.11 with radiotap"),
    supported(Number.ipv4, name: "raw IPv4"),
    supported(Number.ipv6, name: "raw IPv6"),
    supported(Number.nflog, name: "netfilter log"),
    supported(Number.linuxCooked2, name: "Linux cooked v2"),
  ]
}

private func supported(_ number: UInt16, name: String) -> SupportedLinkType {
  SupportedLinkType(linkType: LinkType(rawValue: number), name: name)
}

extension NextHeader {
  @inline(__always)
  static func isEthernet(_ linkType: LinkType) -> Bool {
    linkType.rawValue == Number.ethernet
  }

  /// The first header of a packet of `linkType`.
  init(_ linkType: LinkType) {
    switch linkType.rawValue {
    case Number.ethernet: self = .ethernet
    case Number.linuxCooked: self = .linuxCooked
    case Number.linuxCooked2: self = .linuxCooked2
    case Number.null, Number.loop: self = .loopback
    case Number.raw, Number.bsdRaw, Number.openBSDRaw: self = .rawIP
    case Number.ipv4: self = .ipv4
    case Number.ipv6: self = .ipv6
    case Number.ppp: self = .ppp
    case Number.pppHDLC: self = .pppHDLC
    case Number.pppoe: self = .pppoe
    case Number.ciscoHDLC: self = .hdlc
    case Number.ieee80211: self = .ieee80211
    case Number.radiotap: self = .radiotap
    case Number.pflog: self = .packetFilterLog
    case Number.nflog: self = .netfilterLog
    default: self = .unsupported
    }
  }
}

/// LINKTYPE_ values of the capture file formats' registry. Numbers of this layer's own, because every packet asks and a
/// constant of another module is a call.
private enum Number {
  static let null: UInt16 = 0
  static let ethernet: UInt16 = 1
  static let ppp: UInt16 = 9
  static let bsdRaw: UInt16 = 12
  static let openBSDRaw: UInt16 = 14
  static let pppHDLC: UInt16 = 50
  static let pppoe: UInt16 = 51
  static let raw: UInt16 = 101
  static let ciscoHDLC: UInt16 = 104
  static let ieee80211: UInt16 = 105
  static let loop: UInt16 = 108
  static let linuxCooked: UInt16 = 113
  static let pflog: UInt16 = 117
  static let radiotap: UInt16 = 127
  static let ipv4: UInt16 = 228
  static let ipv6: UInt16 = 229
  static let nflog: UInt16 = 239
  static let linuxCooked2: UInt16 = 276
}
