import ByteParsing

/// An ICMP or ICMPv6 error about a TCP segment (RFC 792, RFC 1191, RFC 4443): who could not pass it on, and why.
package struct ICMPMessage: Hashable, Sendable {
  /// ICMP where the reporter's address is IPv4: 3 destination unreachable, 4 source quench, 5 redirect, 11 time
  /// exceeded, 12 parameter problem. ICMPv6 where it is IPv6: 1 destination unreachable, 2 packet too big, 3 time
  /// exceeded, 4 parameter problem.
  package var type: UInt8
  package var code: UInt8
  /// Who sent the error: a router on the way, or the destination itself.
  package var reporter: IPAddress
  /// The ends of the segment that the error is about, as its sender wrote them.
  package var quotedSource: Endpoint
  package var quotedDestination: Endpoint
  /// The segment's sequence number; `nil` where the quotation, or the capture of it, ends before.
  package var quotedSequence: UInt32?
  /// The MTU of the next hop in bytes, from "fragmentation needed" (RFC 1191) or "packet too big"; `nil` from other
  /// errors and from routers that do not tell.
  package var nextHopMTU: UInt32?

  package init(
    type: UInt8 = 0, code: UInt8 = 0, reporter: IPAddress, quotedSource: Endpoint, quotedDestination: Endpoint,
    quotedSequence: UInt32? = nil, nextHopMTU: UInt32? = nil
  ) {
    self.type = type
    self.code = code
    self.reporter = reporter
    self.quotedSource = quotedSource
    self.quotedDestination = quotedDestination
    self.quotedSequence = quotedSequence
    self.nextHopMTU = nextHopMTU
  }
}

extension LayerWalk {
  private static let icmpLength = 8
  private static let nextHopMTUOffset = 6
  private static let packetTooBigMTUOffset = 4
  private static let quotedPortsLength = 4
  private static let quotedSequenceEnd = 8

  /// Reads the error at `offset` into `message`: `.icmp`, `.other` where it is about something else, or `.malformed`.
  mutating func icmp(_ frame: Span<UInt8>, isICMPv6: Bool, into message: inout ICMPMessage) -> PacketContent {
    guard end - offset >= Self.icmpLength else {
      _ = short(.icmp, needs: Self.icmpLength)
      return .malformed
    }
    let type = frame[offset]
    let code = frame[offset + 1]
    guard isICMPv6 ? (1...4).contains(type) : [3, 4, 5, 11, 12].contains(type) else { return .other }

    // The quotation is a packet cut short: its own lengths speak of the whole, so they are not held against it.
    var quoted = LayerWalk(end: end, wireEnd: .max)
    quoted.offset = offset + Self.icmpLength
    switch isICMPv6 ? quoted.ipv6(frame) : quoted.ipv4(frame) {
    case .tcp: break
    case .fragment:
      guard quoted.fragment.offset == 0, quoted.fragment.payloadProtocol == IPProtocol.tcp else { return .other }
    case .malformed:
      problem = quoted.problem
      return .malformed
    default: return .other
    }
    guard quoted.end - quoted.offset >= Self.quotedPortsLength else {
      problem = PacketProblem(kind: .notCaptured, layer: .tcp, offset: quoted.offset)
      return .malformed
    }
    let start = quoted.offset
    message = ICMPMessage(
      type: type, code: code, reporter: source,
      quotedSource: Endpoint(address: quoted.source, port: frame.bigEndianUInt16(at: start)),
      quotedDestination: Endpoint(address: quoted.destination, port: frame.bigEndianUInt16(at: start + 2)))
    if quoted.end - start >= Self.quotedSequenceEnd {
      message.quotedSequence = frame.bigEndianUInt32(at: start + 4)
    }
    let mtu: UInt32 =
      switch (isICMPv6, type, code) {
      case (false, 3, 4): UInt32(frame.bigEndianUInt16(at: offset + Self.nextHopMTUOffset))
      case (true, 2, _): frame.bigEndianUInt32(at: offset + Self.packetTooBigMTUOffset)
      default: 0
      }
    message.nextHopMTU = mtu == 0 ? nil : mtu
    return .icmp
  }
}
