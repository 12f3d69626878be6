import ByteParsing
package import CaptureFiles

/// Reads the headers of one packet at a time, from the link layer to TCP, through VLAN tags, tunnels and IP fragments.
///
/// The results lie in the decoder's own properties and are valid until the next call of `decode`. A packet that is not
/// TCP is let go after the fewest bytes that show it; nothing is allocated but for IP fragments.
package struct PacketDecoder: Sendable {
  /// The most headers inside one another that are followed; a packet with more is `.malformed`, `.tooDeep`. Four tunnels
  /// of four headers each, with room for what carries them.
  package static let maximumNestedHeaders = 24

  /// The last TCP segment; meaningful after `.tcp`.
  package internal(set) var segment: TCPSegment
  /// The last ICMP error about a TCP segment; meaningful after `.icmp`.
  package private(set) var icmp: ICMPMessage
  /// Why the last packet was `.malformed`; `nil` after any other answer.
  package internal(set) var problem: PacketProblem?
  /// The IP payload that was put together from fragments, where the last segment's encapsulation has `.fragmented`;
  /// else what an earlier packet left here.
  package private(set) var reassembled: [UInt8] = []

  /// The protocol number of `reassembled`.
  package private(set) var reassembledProtocol: UInt8 = 0
  private var piece: DatagramPiece?

  private var fragments = FragmentTable()
  /// Where the last segment's TCP header begins, in the same bytes as its payload.
  var headerOffset = 0

  /// Where the last segment's TCP header begins, in the same bytes as its payload; meaningful after `.tcp`.
  package var tcpHeaderOffset: Int { headerOffset }

  package init() {
    let nowhere = Endpoint(address: IPAddress(ipv4: 0), port: 0)
    segment = TCPSegment(source: nowhere, destination: nowhere, sequence: 0, flags: [])
    icmp = ICMPMessage(reporter: nowhere.address, quotedSource: nowhere, quotedDestination: nowhere)
  }

  /// Where the fragment belongs that the last packet was; `nil` where it was none. Answers once for each packet, so that
  /// `decode` need not forget it for every packet that is no fragment.
  package mutating func takePiece() -> DatagramPiece? {
    defer { piece = nil }
    return piece
  }

  /// What happened to IP fragments up to now.
  package var fragmentStatistics: FragmentStatistics {
    fragments.statistics
  }

  /// Reads one packet.
  ///
  /// - Parameters:
  ///   - frame: the captured bytes, beginning with the header that `linkType` names.
  ///   - time: the packet's time, by which held fragments grow old.
  ///   - originalLength: the packet's length on the wire in bytes, as the capture file tells it; `nil` where it is not
  ///     known. Only then must the IP header's length be believed where it is longer than the packet.
  package mutating func decode(
    _ frame: Span<UInt8>, linkType: LinkType, time: Timestamp, originalLength: Int? = nil
  ) -> PacketContent {
    problem = nil
    let wireEnd = max(originalLength ?? .max, frame.count)
    if NextHeader.isEthernet(linkType), let content = decodeCommon(frame, wireEnd: wireEnd) { return content }
    return decodeByWalk(frame, linkType, time, wireEnd: wireEnd)
  }

  /// The same as `decode`, for every frame.
  @inline(never)
  mutating func decodeByWalk(
    _ frame: Span<UInt8>, _ linkType: LinkType, _ time: Timestamp, wireEnd: Int
  ) -> PacketContent {
    let first = NextHeader(linkType)
    guard first != .unsupported else { return .unsupportedLinkType }
    var walk = LayerWalk(end: frame.count, wireEnd: wireEnd)
    return follow(frame, &walk, first, time, headersLeft: Self.maximumNestedHeaders)
  }

  private mutating func follow(
    _ frame: Span<UInt8>, _ walk: inout LayerWalk, _ first: NextHeader, _ time: Timestamp, headersLeft: Int
  ) -> PacketContent {
    var next = first
    var left = headersLeft
    while left > 0 {
      left -= 1
      switch next {
      case .ethernet: next = walk.ethernet(frame)
      case .ipv4: next = walk.ipv4(frame)
      case .tcp: return readSegment(frame, &walk)
      case .ipv6: next = walk.ipv6(frame)
      case .udp: next = walk.udp(frame)
      case .other: return .other
      case .icmp: return readError(frame, &walk, isICMPv6: false)
      case .icmpv6: return readError(frame, &walk, isICMPv6: true)
      case .fragment: return reassemble(frame, &walk, time, headersLeft: left)
      case .malformed:
        problem = walk.problem
        return .malformed
      case .unsupported: return .unsupportedLinkType
      default: next = walk.lessCommon(next, frame)
      }
    }
    // What is left to do ends the walk, or is one header too many.
    switch next {
    case .other: return .other
    case .malformed: break
    default: _ = walk.tooDeep(.raw)
    }
    problem = walk.problem
    return .malformed
  }

  @inline(__always)
  private mutating func readSegment(_ frame: Span<UInt8>, _ walk: inout LayerWalk) -> PacketContent {
    headerOffset = walk.offset
    guard walk.tcp(frame, into: &segment) else {
      problem = walk.problem
      return .malformed
    }
    return .tcp
  }

  @inline(never)
  private mutating func readError(
    _ frame: Span<UInt8>, _ walk: inout LayerWalk, isICMPv6: Bool
  ) -> PacketContent {
    let content = walk.icmp(frame, isICMPv6: isICMPv6, into: &icmp)
    if content == .malformed { problem = walk.problem }
    return content
  }

  @inline(never)
  private mutating func reassemble(
    _ frame: Span<UInt8>, _ walk: inout LayerWalk, _ time: Timestamp, headersLeft: Int
  ) -> PacketContent {
    guard walk.checkFragment() else {
      problem = walk.problem
      return .malformed
    }
    guard walk.isWorthHolding(frame) || fragments.holds(walk.fragmentKey) else { return .other }
    let whole = fragments.insert(frame, walk, time)
    let place = walk.fragment.offset..<(walk.fragment.offset + max(0, walk.end - walk.offset))
    piece = DatagramPiece(
      datagram: fragments.latest, frameOffset: walk.offset, place: place,
      isNested: walk.encapsulation.contains(.fragmented))
    guard let datagram = whole else { return .fragment }
    reassembled = datagram.bytes
    reassembledProtocol = datagram.payloadProtocol
    walk.offset = 0
    walk.end = datagram.bytes.count
    walk.wireEnd = datagram.length
    walk.encapsulation.insert(.fragmented)
    let next = walk.ipPayload(datagram.bytes.span, datagram.payloadProtocol)
    // Recursion: each turn takes at least the IP header that announced a fragment from `headersLeft`.
    return follow(datagram.bytes.span, &walk, next, time, headersLeft: headersLeft)
  }
}

extension LayerWalk {
  /// The headers that few packets have, apart from the loop that every packet runs.
  @inline(never)
  mutating func lessCommon(_ header: NextHeader, _ frame: Span<UInt8>) -> NextHeader {
    switch header {
    case .llc: llc(frame)
    case .linuxCooked: linuxCooked(frame)
    case .linuxCooked2: linuxCooked2(frame)
    case .loopback: loopback(frame)
    case .rawIP: rawIP(frame)
    case .ppp: ppp(frame)
    case .pppHDLC: pppHDLC(frame)
    case .pppoe: pppoe(frame)
    case .hdlc: hdlc(frame)
    case .mpls: mpls(frame)
    case .ieee80211: ieee80211(frame)
    case .radiotap: radiotap(frame)
    case .netfilterLog: netfilterLog(frame)
    case .packetFilterLog: packetFilterLog(frame)
    case .gre: gre(frame)
    case .erspan2: erspan2(frame)
    case .erspan3: erspan3(frame)
    case .vxlan: vxlan(frame)
    case .geneve: geneve(frame)
    case .gtp: gtp(frame)
    case .ethernet, .ipv4, .ipv6, .udp, .tcp, .icmp, .icmpv6, .fragment, .other, .malformed, .unsupported: .other
    }
  }
}
