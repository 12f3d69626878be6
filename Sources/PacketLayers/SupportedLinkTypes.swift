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
    SupportedLinkType(linkType: .null, name: "BSD loopback"),
    SupportedLinkType(linkType: .ethernet, name: "Ethernet"),
    SupportedLinkType(linkType: .ppp, name: "PPP"),
    SupportedLinkType(linkType: .bsdRaw, name: "raw IP (12)"),
    SupportedLinkType(linkType: .openBSDRaw, name: "raw IP (14)"),
    SupportedLinkType(linkType: .pppInHDLC, name: "PPP in HDLC-like framing"),
    SupportedLinkType(linkType: .pppOverEthernet, name: "PPPoE session"),
    SupportedLinkType(linkType: .raw, name: "raw IP"),
    SupportedLinkType(linkType: .ciscoHDLC, name: "Cisco HDLC"),
    SupportedLinkType(linkType: .wireless, name: "IEEE 802.11"),
    SupportedLinkType(linkType: .loop, name: "OpenBSD loopback"),
    SupportedLinkType(linkType: .linuxCooked, name: "Linux cooked"),
    SupportedLinkType(linkType: .bsdFilterLog, name: "PF log"),
    SupportedLinkType(linkType: .wirelessRadiotap, name: "IEEE 802.11 with radiotap"),
    SupportedLinkType(linkType: .ipv4, name: "raw IPv4"),
    SupportedLinkType(linkType: .ipv6, name: "raw IPv6"),
    SupportedLinkType(linkType: .linuxFilterLog, name: "netfilter log"),
    SupportedLinkType(linkType: .linuxCooked2, name: "Linux cooked v2"),
  ]
}

extension NextHeader {
  /// The first header of a packet of `linkType`.
  @inline(__always)
  init(_ linkType: LinkType) {
    self = linkType == .ethernet ? .ethernet : NextHeader(lessCommon: linkType)
  }

  @inline(never)
  private init(lessCommon linkType: LinkType) {
    switch linkType {
    case .ethernet: self = .ethernet
    case .linuxCooked: self = .linuxCooked
    case .linuxCooked2: self = .linuxCooked2
    case .null, .loop: self = .loopback
    case .raw, .bsdRaw, .openBSDRaw: self = .rawIP
    case .ipv4: self = .ipv4
    case .ipv6: self = .ipv6
    case .ppp: self = .ppp
    case .pppInHDLC: self = .pppHDLC
    case .pppOverEthernet: self = .pppoe
    case .ciscoHDLC: self = .hdlc
    case .wireless: self = .ieee80211
    case .wirelessRadiotap: self = .radiotap
    case .bsdFilterLog: self = .packetFilterLog
    case .linuxFilterLog: self = .netfilterLog
    default: self = .unsupported
    }
  }
}

/// LINKTYPE_ values of the capture file formats' registry that only this layer names.
extension LinkType {
  fileprivate static let bsdRaw = LinkType(rawValue: 12)
  fileprivate static let openBSDRaw = LinkType(rawValue: 14)
  fileprivate static let pppInHDLC = LinkType(rawValue: 50)
  fileprivate static let pppOverEthernet = LinkType(rawValue: 51)
  fileprivate static let ciscoHDLC = LinkType(rawValue: 104)
  fileprivate static let wireless = LinkType(rawValue: 105)
  fileprivate static let bsdFilterLog = LinkType(rawValue: 117)
  fileprivate static let wirelessRadiotap = LinkType(rawValue: 127)
  fileprivate static let linuxFilterLog = LinkType(rawValue: 239)
}
