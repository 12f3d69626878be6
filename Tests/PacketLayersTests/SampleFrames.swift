import CaptureFiles
import PacketLayers
import TestSupport
import Testing

/// One frame of each encapsulation, all with the same segment inside: 192.0.2.1:40000 (or 2001:db8::1) to port 25,
/// sequence 1000, payload "EHLO a".
struct SampleFrame: Sendable, CustomTestStringConvertible {
  var name: String
  var linkType: LinkType
  var bytes: [UInt8]
  var encapsulation: Encapsulation = []
  var vlan: UInt16?
  var isIPv6 = false

  var testDescription: String { name }

  static let client: [UInt8] = [192, 0, 2, 1]
  static let server: [UInt8] = [192, 0, 2, 2]
  static let client6: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
  static let server6: [UInt8] = [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
  static let outerFrom: [UInt8] = [198, 51, 100, 1]
  static let outerTo: [UInt8] = [198, 51, 100, 2]
  static let payload = Array("EHLO a".utf8)

  static let tcp = PacketBuilder.tcp(
    from: client, 40000, to: server, 25, sequence: 1000, acknowledgment: 2000, flags: 0x18, payload: payload)
  static let tcp6 = PacketBuilder.tcp(
    from: client6, 40000, to: server6, 25, sequence: 1000, acknowledgment: 2000, flags: 0x18, payload: payload)
  static let ip4 = PacketBuilder.ip(from: client, to: server, tcp)
  static let ip6 = PacketBuilder.ip(from: client6, to: server6, tcp6)
  static let inner = PacketBuilder.ethernet(ip4, type: 0x0800)

  static func outer(_ number: UInt8, _ payload: [UInt8]) -> [UInt8] {
    PacketBuilder.ethernet(PacketBuilder.ip(from: outerFrom, to: outerTo, protocol: number, payload), type: 0x0800)
  }

  static func udp(_ port: UInt16, _ payload: [UInt8]) -> [UInt8] {
    outer(17, PacketBuilder.udp(from: outerFrom, 50000, to: outerTo, port, payload))
  }

  static func v6(_ next: UInt8, _ extensions: [UInt8]) -> [UInt8] {
    PacketBuilder.ethernet(
      PacketBuilder.ipv6(from: client6, to: server6, nextHeader: next, extensions + tcp6), type: 0x86DD)
  }

  static let cookedAddress: [UInt8] = [0x02, 0, 0, 0, 0, 1, 0, 0]
  static let erspanHeader: [UInt8] = [0x10, 1, 0, 1, 0, 0, 0, 0]
  static let erspan3Header: [UInt8] = [0x20, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]

  static let all: [SampleFrame] = linkLayers + tags + tunnels + ipVersions

  private static let linkLayers: [SampleFrame] = [
    SampleFrame(name: "Ethernet, IPv4", linkType: .ethernet, bytes: inner),
    SampleFrame(
      name: "Ethernet, IPv6", linkType: .ethernet, bytes: PacketBuilder.ethernet(ip6, type: 0x86DD), isIPv6: true),
    SampleFrame(
      name: "802.3 SNAP", linkType: .ethernet,
      bytes: PacketBuilder.ethernet([0xAA, 0xAA, 3, 0, 0, 0, 8, 0] + ip4, type: UInt16(ip4.count + 8))),
    SampleFrame(
      name: "Linux cooked", linkType: .linuxCooked, bytes: [0, 0, 0, 1, 0, 6] + cookedAddress + [8, 0] + ip4,
      encapsulation: .cooked),
    SampleFrame(
      name: "Linux cooked, tagged", linkType: .linuxCooked,
      bytes: [0, 0, 0, 1, 0, 6] + cookedAddress + [0x81, 0, 0, 9, 8, 0] + ip4, encapsulation: [.cooked, .vlan], vlan: 9),
    SampleFrame(
      name: "Linux cooked v2", linkType: .linuxCooked2,
      bytes: [0x86, 0xDD, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6] + cookedAddress + ip6, encapsulation: .cooked, isIPv6: true),
    SampleFrame(name: "null, little-endian", linkType: .null, bytes: [2, 0, 0, 0] + ip4),
    SampleFrame(name: "null, big-endian", linkType: .null, bytes: [0, 0, 0, 30] + ip6, isIPv6: true),
    SampleFrame(name: "loop", linkType: .loop, bytes: [0, 0, 0, 2] + ip4),
    SampleFrame(name: "raw", linkType: .raw, bytes: ip4),
    SampleFrame(name: "raw 12", linkType: LinkType(rawValue: 12), bytes: ip6, isIPv6: true),
    SampleFrame(name: "raw 14", linkType: LinkType(rawValue: 14), bytes: ip4),
    SampleFrame(name: "IPv4", linkType: .ipv4, bytes: ip4),
    SampleFrame(name: "IPv6", linkType: .ipv6, bytes: ip6, isIPv6: true),
    SampleFrame(name: "PPP with address", linkType: .ppp, bytes: [0xFF, 3, 0, 0x21] + ip4),
    SampleFrame(name: "PPP without address", linkType: .ppp, bytes: [0, 0x57] + ip6, isIPv6: true),
    SampleFrame(name: "PPP compressed", linkType: .ppp, bytes: [0x21] + ip4),
    SampleFrame(name: "PPP in HDLC", linkType: LinkType(rawValue: 50), bytes: [0xFF, 3, 0, 0x21] + ip4),
    SampleFrame(name: "Cisco HDLC in PPP's link type", linkType: LinkType(rawValue: 50), bytes: [0x0F, 0, 8, 0] + ip4),
    SampleFrame(name: "Cisco HDLC", linkType: LinkType(rawValue: 104), bytes: [0x0F, 0, 8, 0] + ip4),
    SampleFrame(
      name: "PPPoE as link type", linkType: LinkType(rawValue: 51),
      bytes: [0x11, 0, 0, 1] + PacketBuilder.word(UInt16(ip4.count + 2)) + [0, 0x21] + ip4, encapsulation: .pppoe),
    SampleFrame(
      name: "802.11", linkType: LinkType(rawValue: 105),
      bytes: [0x08, 1] + Array(repeating: 0, count: 22) + [0xAA, 0xAA, 3, 0, 0, 0, 8, 0] + ip4),
    SampleFrame(
      name: "radiotap with time and padding, 802.11 QoS", linkType: LinkType(rawValue: 127),
      bytes: [0, 0, 17, 0, 3, 0, 0, 0] + Array(repeating: 1, count: 8) + [0x20] + [0x88, 2]
        + Array(repeating: 0, count: 26) + [0xAA, 0xAA, 3, 0, 0, 0, 8, 0] + ip4),
    SampleFrame(
      name: "NFLOG, little-endian", linkType: LinkType(rawValue: 239),
      bytes: [2, 0, 0, 0, 5, 0, 10, 0, 0x41, 0, 0, 0, UInt8(ip4.count + 4), 0, 9, 0] + ip4),
    SampleFrame(
      name: "NFLOG, big-endian", linkType: LinkType(rawValue: 239),
      bytes: [2, 0, 0, 0, 0, 8, 0, 1, 8, 0, 1, 0, 0, UInt8(ip4.count + 4), 0, 9] + ip4),
    SampleFrame(
      name: "PFLOG", linkType: LinkType(rawValue: 117), bytes: [61, 2] + Array(repeating: 0, count: 62) + ip4),
  ]

  private static let tags: [SampleFrame] = [
    SampleFrame(
      name: "one tag", linkType: .ethernet, bytes: PacketBuilder.ethernet(ip4, type: 0x0800, vlans: [0xE007]),
      encapsulation: .vlan, vlan: 7),
    SampleFrame(
      name: "one tag, IPv6", linkType: .ethernet, bytes: PacketBuilder.ethernet(ip6, type: 0x86DD, vlans: [8]),
      encapsulation: .vlan, vlan: 8, isIPv6: true),
    SampleFrame(
      name: "three tags", linkType: .ethernet, bytes: PacketBuilder.ethernet(ip4, type: 0x0800, vlans: [1, 2, 3]),
      encapsulation: .vlan, vlan: 3),
    SampleFrame(
      name: "service tag", linkType: .ethernet,
      bytes: PacketBuilder.ethernet(ip4, type: 0x0800, vlans: [5, 6], tagType: 0x88A8), encapsulation: .vlan, vlan: 6),
    SampleFrame(
      name: "old service tag", linkType: .ethernet,
      bytes: PacketBuilder.ethernet(ip4, type: 0x0800, vlans: [5], tagType: 0x9100), encapsulation: .vlan, vlan: 5),
    SampleFrame(
      name: "PPPoE in a tag", linkType: .ethernet,
      bytes: PacketBuilder.ethernet(
        [0x11, 0, 0, 1] + PacketBuilder.word(UInt16(ip4.count + 2)) + [0, 0x21] + ip4, type: 0x8864, vlans: [4]),
      encapsulation: [.vlan, .pppoe], vlan: 4),
    SampleFrame(
      name: "MPLS, IPv4", linkType: .ethernet,
      bytes: PacketBuilder.ethernet([0, 1, 0, 64, 0, 2, 1, 64] + ip4, type: 0x8847), encapsulation: .mpls),
    SampleFrame(
      name: "MPLS, IPv6", linkType: .ethernet, bytes: PacketBuilder.ethernet([0, 2, 1, 64] + ip6, type: 0x8847),
      encapsulation: .mpls, isIPv6: true),
    SampleFrame(
      name: "MPLS pseudowire with control word", linkType: .ethernet,
      bytes: PacketBuilder.ethernet([0, 2, 1, 64, 0, 0, 0, 0] + inner, type: 0x8847), encapsulation: .mpls),
    SampleFrame(
      name: "MPLS pseudowire without control word", linkType: .ethernet,
      bytes: PacketBuilder.ethernet([0, 2, 1, 64] + inner, type: 0x8847), encapsulation: .mpls),
  ]

  private static let tunnels: [SampleFrame] = [
    SampleFrame(name: "IP in IP", linkType: .ethernet, bytes: outer(4, ip4), encapsulation: .ipInIP),
    SampleFrame(name: "6in4", linkType: .ethernet, bytes: outer(41, ip6), encapsulation: .ipInIP, isIPv6: true),
    SampleFrame(name: "GRE", linkType: .ethernet, bytes: outer(47, [0, 0, 8, 0] + ip4), encapsulation: .gre),
    SampleFrame(
      name: "GRE with checksum, key and sequence", linkType: .ethernet,
      bytes: outer(47, [0xB0, 0, 8, 0] + Array(repeating: 9, count: 12) + ip4), encapsulation: .gre),
    SampleFrame(
      name: "GRE bridging", linkType: .ethernet, bytes: outer(47, [0x20, 0, 0x65, 0x58, 0, 0, 0, 1] + inner),
      encapsulation: .gre),
    SampleFrame(
      name: "PPTP", linkType: .ethernet,
      bytes: outer(47, [0x30, 0x81, 0x88, 0x0B] + Array(repeating: 1, count: 12) + [0xFF, 3, 0, 0x21] + ip4),
      encapsulation: .gre),
    SampleFrame(
      name: "ERSPAN I", linkType: .ethernet, bytes: outer(47, [0, 0, 0x88, 0xBE] + inner),
      encapsulation: [.gre, .erspan]),
    SampleFrame(
      name: "ERSPAN II", linkType: .ethernet,
      bytes: outer(47, [0x10, 0, 0x88, 0xBE, 0, 0, 0, 1] + erspanHeader + inner), encapsulation: [.gre, .erspan]),
    SampleFrame(
      name: "ERSPAN III", linkType: .ethernet,
      bytes: outer(47, [0x10, 0, 0x22, 0xEB, 0, 0, 0, 1] + erspan3Header + inner), encapsulation: [.gre, .erspan]),
    SampleFrame(
      name: "ERSPAN III with subheader", linkType: .ethernet,
      bytes: outer(
        47,
        [0x10, 0, 0x22, 0xEB, 0, 0, 0, 1] + erspan3Header.dropLast() + [1] + Array(repeating: 0, count: 8) + inner),
      encapsulation: [.gre, .erspan]),
    SampleFrame(
      name: "VXLAN", linkType: .ethernet, bytes: udp(4789, [8, 0, 0, 0, 0, 0, 1, 0] + inner), encapsulation: .vxlan),
    SampleFrame(
      name: "VXLAN, Linux port, tagged inside", linkType: .ethernet,
      bytes: udp(8472, [8, 0, 0, 0, 0, 0, 1, 0] + PacketBuilder.ethernet(ip4, type: 0x0800, vlans: [11])),
      encapsulation: [.vxlan, .vlan], vlan: 11),
    SampleFrame(
      name: "Geneve with options", linkType: .ethernet,
      bytes: udp(6081, [1, 0, 0x65, 0x58, 0, 0, 1, 0, 0, 0, 0, 0] + inner), encapsulation: .geneve),
    SampleFrame(
      name: "GTP-U", linkType: .ethernet, bytes: udp(2152, [0x30, 255, 0, 46, 0, 0, 0, 1] + ip4), encapsulation: .gtp),
    SampleFrame(
      name: "GTP-U with extension", linkType: .ethernet,
      bytes: udp(2152, [0x34, 255, 0, 54, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0, 9, 0] + ip4), encapsulation: .gtp),
    SampleFrame(
      name: "VXLAN in GRE in MPLS", linkType: .ethernet,
      bytes: PacketBuilder.ethernet(
        [0, 2, 1, 64]
          + PacketBuilder.ip(
            from: outerFrom, to: outerTo, protocol: 47,
            [0, 0, 0x65, 0x58] + udp(4789, [8, 0, 0, 0, 0, 0, 1, 0] + inner)), type: 0x8847),
      encapsulation: [.mpls, .gre, .vxlan]),
  ]

  private static let ipVersions: [SampleFrame] = [
    SampleFrame(
      name: "IPv4 options", linkType: .ethernet,
      bytes: PacketBuilder.ethernet(
        PacketBuilder.ipv4(from: client, to: server, protocol: 6, options: [7, 3, 4, 0, 1, 1, 1, 0], tcp), type: 0x0800)
    ),
    SampleFrame(
      name: "IPv4 authentication", linkType: .ethernet,
      bytes: PacketBuilder.ethernet(
        PacketBuilder.ip(
          from: client, to: server, protocol: 51, [6, 4, 0, 0] + Array(repeating: 0, count: 20) + tcp), type: 0x0800)),
    SampleFrame(
      name: "hop-by-hop and destination options", linkType: .ethernet,
      bytes: v6(0, [60, 0, 1, 4, 0, 0, 0, 0] + [6, 1] + Array(repeating: 0, count: 14)), isIPv6: true),
    SampleFrame(
      name: "IPv6 authentication", linkType: .ethernet, bytes: v6(51, [6, 4, 0, 0] + Array(repeating: 0, count: 20)),
      isIPv6: true),
    SampleFrame(
      name: "spent routing header", linkType: .ethernet, bytes: v6(43, [6, 0, 0, 0, 0, 0, 0, 0]), isIPv6: true),
    SampleFrame(
      name: "atomic fragment", linkType: .ethernet, bytes: v6(44, [6, 0, 0, 0, 0, 0, 0, 1]), isIPv6: true),
    SampleFrame(
      name: "routing header with a segment left", linkType: .ethernet,
      bytes: PacketBuilder.ethernet(
        PacketBuilder.ipv6(
          from: client6, to: client6, nextHeader: 43, [6, 2, 0, 1, 0, 0, 0, 0] + server6 + tcp6), type: 0x86DD),
      isIPv6: true),
    SampleFrame(
      name: "segment routing header", linkType: .ethernet,
      bytes: PacketBuilder.ethernet(
        PacketBuilder.ipv6(
          from: client6, to: client6, nextHeader: 43, [6, 4, 4, 1, 1, 0, 0, 0] + server6 + client6 + tcp6),
        type: 0x86DD), isIPv6: true),
  ]
}
