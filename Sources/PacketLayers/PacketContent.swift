/// What one packet turned out to be. The values themselves lie in the decoder, so that a packet that is not mail costs
/// no more than this byte.
package enum PacketContent: Sendable {
  /// A TCP segment: `PacketDecoder.segment` holds it.
  case tcp
  /// An ICMP or ICMPv6 error that quotes a TCP header: `PacketDecoder.icmp` holds it.
  case icmp
  /// A piece of an IP datagram that is held until the rest comes.
  case fragment
  /// Not TCP, or TCP that cannot be seen (ESP, an encrypted radio frame).
  case other
  /// The headers do not hold together, or the capture ends inside of them: `PacketDecoder.problem` says which.
  case malformed
  /// A link layer that this decoder does not read.
  case unsupportedLinkType
}

/// Why a packet's headers could not be read to the end.
package struct PacketProblem: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: UInt8, Sendable {
    /// The capture ends inside a header that, as far as the outer headers tell, was whole on the wire.
    case notCaptured
    /// The packet itself ends inside a header.
    case tooShort
    /// A field holds a value that its standard does not allow there.
    case invalid
    /// More headers inside one another than this decoder follows.
    case tooDeep
  }

  package var kind: Kind
  package var layer: ProtocolLayer
  /// Where the header begins, in the packet's bytes, or in the reassembled datagram.
  package var offset: Int

  package var description: String {
    switch kind {
    case .notCaptured: "the capture ends inside the \(layer.name) header at byte \(offset)"
    case .tooShort: "the packet ends inside the \(layer.name) header at byte \(offset)"
    case .invalid: "the \(layer.name) header at byte \(offset) is not valid"
    case .tooDeep: "too many headers inside one another, at the \(layer.name) header at byte \(offset)"
    }
  }
}

/// The protocols whose headers the decoder reads.
package enum ProtocolLayer: UInt8, Sendable {
  case ethernet, vlan, llc, linuxCooked, loopback, raw, ppp, pppoe, hdlc, mpls, ieee80211, radiotap, netfilterLog
  case packetFilterLog, ipv4, ipv6, ipv6Extension, authentication, fragment, gre, erspan, udp, vxlan, geneve, gtp
  case icmp, tcp

  /// Whether TCP may stand behind the header, or it is TCP's own.
  package var mayLeadToTCP: Bool {
    switch self {
    case .icmp, .udp, .vxlan, .geneve, .gtp: false
    default: true
    }
  }

  /// The protocol's own name, for a sentence.
  package var name: String {
    switch self {
    case .ethernet: "Ethernet"
    case .vlan: "VLAN"
    case .llc: "LLC"
    case .linuxCooked: "Linux cooked"
    case .loopback: "loopback"
    case .raw: "IP"
    case .ppp: "PPP"
    case .pppoe: "PPPoE"
    case .hdlc: "Cisco HDLC"
    case .mpls: "MPLS"
    case .ieee80211: "IEEE 802.11"
    case .radiotap: "radiotap"
    case .netfilterLog: "NFLOG"
    case .packetFilterLog: "PFLOG"
    case .ipv4: "IPv4"
    case .ipv6: "IPv6"
    case .ipv6Extension: "IPv6 extension"
    case .authentication: "IP authentication"
    case .fragment: "IP fragment"
    case .gre: "GRE"
    case .erspan: "ERSPAN"
    case .udp: "UDP"
    case .vxlan: "VXLAN"
    case .geneve: "Geneve"
    case .gtp: "GTP-U"
    case .icmp: "ICMP"
    case .tcp: "TCP"
    }
  }
}
