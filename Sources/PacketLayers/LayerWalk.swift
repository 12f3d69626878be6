/// Where the decoder stands in a packet, and what the headers behind it said.
///
/// Each protocol is an extension of this in a file of its own: it reads its header at `offset`, moves `offset` behind it,
/// and answers which header follows. The walk is a loop in `PacketDecoder`, so no packet decides how deep a call goes.
struct LayerWalk {
  /// Where the next header begins. May lie behind `end` where a header's own length says so; every reader checks first.
  var offset = 0
  /// Where the captured bytes of the current layer end: the frame's end, or less where an IP length leaves out padding.
  var end: Int
  /// Where the current layer ended on the wire. At least `end`; `Int.max` while no header told.
  var wireEnd: Int
  var encapsulation: Encapsulation = []
  var vlan: UInt16?

  // The innermost IP header.
  var source = IPAddress(ipv4: 0)
  var destination = IPAddress(ipv4: 0)
  var hopLimit: UInt8 = 0
  var identification: UInt16?
  var dontFragment = false

  /// Read by the decoder after `.fragment`.
  var fragment = FragmentHeader()
  /// Read by the decoder after `.malformed`.
  var problem = PacketProblem(kind: .invalid, layer: .raw, offset: 0)

  @inline(__always)
  init(end: Int, wireEnd: Int) {
    self.end = end
    self.wireEnd = wireEnd
  }

  /// The header at `offset` needs more bytes than there are. Whether the capture or the packet lacks them follows from
  /// what the outer headers said about the length on the wire.
  @inline(never)
  mutating func short(_ layer: ProtocolLayer, needs: Int) -> NextHeader {
    let kind: PacketProblem.Kind = wireEnd - offset >= needs ? .notCaptured : .tooShort
    problem = PacketProblem(kind: kind, layer: layer, offset: offset)
    return .malformed
  }

  @inline(never)
  mutating func invalid(_ layer: ProtocolLayer) -> NextHeader {
    problem = PacketProblem(kind: .invalid, layer: layer, offset: offset)
    return .malformed
  }

  @inline(never)
  mutating func tooDeep(_ layer: ProtocolLayer) -> NextHeader {
    problem = PacketProblem(kind: .tooDeep, layer: layer, offset: offset)
    return .malformed
  }
}

/// The header that stands at a walk's `offset`, or how the walk ended.
enum NextHeader {
  case ethernet, llc, linuxCooked, linuxCooked2, loopback, rawIP, ppp, pppHDLC, pppoe, hdlc, mpls
  case ieee80211, radiotap, netfilterLog, packetFilterLog
  case ipv4, ipv6, gre, erspan2, erspan3, udp, vxlan, geneve, gtp
  case tcp, icmp, icmpv6
  case fragment, other, malformed, unsupported
}

/// What an IPv4 header or an IPv6 fragment header says of a piece of a datagram.
struct FragmentHeader {
  /// IPv4: 16 bits; IPv6: 32 bits (RFC 8200 section 4.5).
  var identification: UInt32 = 0
  /// Where the piece belongs in the datagram's payload, in bytes.
  var offset = 0
  var moreFragments = false
  /// The protocol number of the datagram's payload.
  var payloadProtocol: UInt8 = 0
}
