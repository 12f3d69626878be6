import ByteParsing

/// The shapes that nearly every frame has: Ethernet with at most one VLAN tag, an IP header without options or
/// extensions, and TCP or UDP in it.
///
/// Their headers lie at few fixed places, so that they are found three times as fast as by the walk. A frame that is not
/// quite of such a shape is left to the walk, which alone knows what is wrong with it; on the others both answer the same,
/// and a test holds them to that.
struct CommonFrame {
  enum Transport {
    case tcp
    /// ARP, or UDP that carries no tunnel.
    case other
  }

  private static let untagged = 14
  private static let tagged = 18

  var transport: Transport
  var isIPv6 = false
  /// Where the IP header begins; behind a VLAN tag, if there is one.
  var start = 0
  /// Where the TCP header begins, of which 20 bytes are in the frame.
  var tcpStart = 0
  /// Where the IP packet ended on the wire.
  var wireEnd = 0

  var isTagged: Bool { start == Self.tagged }

  /// `nil` where the walk has to find out.
  @inline(__always)
  init?(_ frame: Span<UInt8>, wireEnd: Int) {
    guard frame.count >= Self.tagged else { return nil }
    switch frame.bigEndianUInt16(at: 12) {
    case EtherType.ipv4: self.init(ipv4: frame, at: Self.untagged, wireEnd)
    case EtherType.ipv6: self.init(ipv6: frame, at: Self.untagged, wireEnd)
    case EtherType.customerTag:
      switch frame.bigEndianUInt16(at: 16) {
      case EtherType.ipv4: self.init(ipv4: frame, at: Self.tagged, wireEnd)
      case EtherType.ipv6: self.init(ipv6: frame, at: Self.tagged, wireEnd)
      default: return nil
      }
    case 0x0806: self.init(transport: .other)  // ARP
    default: return nil
    }
  }

  @inline(__always)
  private init(transport: Transport) {
    self.transport = transport
  }

  @inline(__always)
  private init?(ipv4 frame: Span<UInt8>, at start: Int, _ wireEnd: Int) {
    // Version 4, five words, no fragment; a length of 0 is not ordinary either.
    guard frame.count >= start + 28, frame[start] == 0x45, frame.bigEndianUInt16(at: start + 6) & 0x3FFF == 0
    else { return nil }
    self.init(
      frame, protocolNumber: frame[start + 9], start: start, transportStart: start + 20,
      wireEnd: min(wireEnd, start + Int(frame.bigEndianUInt16(at: start + 2))))
  }

  @inline(__always)
  private init?(ipv6 frame: Span<UInt8>, at start: Int, _ wireEnd: Int) {
    guard frame.count >= start + 48, frame[start] >> 4 == 6 else { return nil }
    let transportStart = start + 40
    self.init(
      frame, protocolNumber: frame[start + 6], start: start, transportStart: transportStart,
      wireEnd: min(wireEnd, transportStart + Int(frame.bigEndianUInt16(at: start + 4))))
    isIPv6 = true
  }

  /// The caller has seen eight bytes of the transport header in the frame.
  @inline(__always)
  private init?(_ frame: Span<UInt8>, protocolNumber: UInt8, start: Int, transportStart: Int, wireEnd: Int) {
    switch protocolNumber {
    case IPProtocol.tcp:
      guard frame.count >= transportStart + 20 else { return nil }
      transport = .tcp
      self.start = start
      tcpStart = transportStart
      self.wireEnd = wireEnd
    case IPProtocol.udp:
      guard min(wireEnd, frame.count) >= transportStart + 8,
        LayerWalk.tunnel(toPort: frame.bigEndianUInt16(at: transportStart + 2)) == .other
      else { return nil }
      transport = .other
    default: return nil
    }
  }

  /// Where the captured payload lies; `nil` where the TCP header is not whole.
  @inline(__always)
  func payload(in frame: Span<UInt8>) -> Range<Int>? {
    let headerLength = Int(frame[tcpStart + 12] >> 4) * 4
    let payloadStart = tcpStart + headerLength
    let end = min(wireEnd, frame.count)
    guard headerLength >= 20, payloadStart <= end else { return nil }
    return payloadStart..<end
  }
}

extension PacketDecoder {
  /// What an Ethernet frame holds; `nil` where the walk has to find out.
  @inline(__always)
  mutating func decodeCommon(_ frame: Span<UInt8>, wireEnd: Int) -> PacketContent? {
    guard let common = CommonFrame(frame, wireEnd: wireEnd) else { return nil }
    guard common.transport == .tcp else { return .other }
    guard let payload = common.payload(in: frame) else { return nil }
    readSegment(common, payload, frame)
    return .tcp
  }

  /// Reads the TCP segment of a frame, of which a glance was had. It answers as `decode` does.
  @inline(__always)
  package mutating func decode(_ glance: SegmentGlance, in frame: Span<UInt8>) -> PacketContent {
    problem = nil
    readSegment(glance.frame, glance.payload, frame)
    return .tcp
  }

  @inline(__always)
  private mutating func readSegment(_ common: CommonFrame, _ payload: Range<Int>, _ frame: Span<UInt8>) {
    let (start, tcp) = (common.start, common.tcpStart)
    let source: IPAddress
    let destination: IPAddress
    if common.isIPv6 {
      source = IPAddress(
        ipv6High: frame.bigEndianUInt64(at: start + 8), low: frame.bigEndianUInt64(at: start + 16))
      destination = IPAddress(
        ipv6High: frame.bigEndianUInt64(at: start + 24), low: frame.bigEndianUInt64(at: start + 32))
    } else {
      source = IPAddress(ipv4: frame.bigEndianUInt32(at: start + 12))
      destination = IPAddress(ipv4: frame.bigEndianUInt32(at: start + 16))
    }
    headerOffset = tcp
    segment = TCPSegment(
      source: Endpoint(address: source, port: frame.bigEndianUInt16(at: tcp)),
      destination: Endpoint(address: destination, port: frame.bigEndianUInt16(at: tcp + 2)),
      sequence: frame.bigEndianUInt32(at: tcp + 4), acknowledgment: frame.bigEndianUInt32(at: tcp + 8),
      flags: TCPFlags(rawValue: frame[tcp + 13]), window: frame.bigEndianUInt16(at: tcp + 14),
      payloadOffset: payload.lowerBound, capturedPayloadLength: payload.count,
      payloadLength: common.wireEnd - payload.lowerBound,
      hopLimit: common.isIPv6 ? frame[start + 7] : frame[start + 8],
      identification: common.isIPv6 ? nil : frame.bigEndianUInt16(at: start + 4),
      dontFragment: !common.isIPv6 && frame[start + 6] & 0x40 != 0,
      encapsulation: common.isTagged ? .vlan : [],
      vlan: common.isTagged ? frame.bigEndianUInt16(at: 14) & 0x0FFF : nil)
    if payload.lowerBound > tcp + 20 {
      LayerWalk.tcpOptions(frame, from: tcp + 20, to: payload.lowerBound, into: &segment)
    }
  }
}
