import ByteParsing

/// The shapes that nearly every frame has: Ethernet with at most one VLAN tag, an IP header without options or
/// extensions, and TCP or UDP in it.
///
/// At the fixed offsets of these shapes the compiler needs no bounds check for each byte, which makes them about three
/// times as fast as the walk. A frame that is not quite of such a shape is left to the walk, which alone knows what is
/// wrong with it; on the others both answer the same, and a test holds them to that.
extension PacketDecoder {
  private static let untagged = 14
  private static let tagged = 18

  /// What an Ethernet frame holds; `nil` where the walk has to find out.
  @inline(__always)
  mutating func decodeCommon(_ frame: Span<UInt8>, wireEnd: Int) -> PacketContent? {
    guard frame.count >= Self.tagged else { return nil }
    switch frame.bigEndianUInt16(at: 12) {
    case EtherType.ipv4: return ipv4(frame, at: Self.untagged, wireEnd, vlan: nil)
    case EtherType.ipv6: return ipv6(frame, at: Self.untagged, wireEnd, vlan: nil)
    case EtherType.customerTag:
      let vlan = frame.bigEndianUInt16(at: 14) & 0x0FFF
      switch frame.bigEndianUInt16(at: 16) {
      case EtherType.ipv4: return ipv4(frame, at: Self.tagged, wireEnd, vlan: vlan)
      case EtherType.ipv6: return ipv6(frame, at: Self.tagged, wireEnd, vlan: vlan)
      default: return nil
      }
    case 0x0806: return .other  // ARP
    default: return nil
    }
  }

  @inline(__always)
  private mutating func ipv4(_ frame: Span<UInt8>, at start: Int, _ wireEnd: Int, vlan: UInt16?) -> PacketContent? {
    // Version 4, five words, no fragment; a length of 0 is not ordinary either.
    guard frame.count >= start + 28, frame[start] == 0x45, frame.bigEndianUInt16(at: start + 6) & 0x3FFF == 0
    else { return nil }
    let total = Int(frame.bigEndianUInt16(at: start + 2))
    let transport = start + 20
    let end = min(wireEnd, start + total)
    if frame[start + 9] == IPProtocol.udp {
      guard min(end, frame.count) >= transport + 8 else { return nil }
      return LayerWalk.tunnel(toPort: frame.bigEndianUInt16(at: transport + 2)) == .other ? .other : nil
    }
    guard frame[start + 9] == IPProtocol.tcp, frame.count >= transport + 20 else { return nil }
    let identification = frame.bigEndianUInt16(at: start + 4)
    let dontFragment = frame[start + 6] & 0x40 != 0
    return tcp(
      frame, at: transport, wireEnd: end, source: IPAddress(ipv4: frame.bigEndianUInt32(at: start + 12)),
      destination: IPAddress(ipv4: frame.bigEndianUInt32(at: start + 16)), hopLimit: frame[start + 8],
      identification: identification, dontFragment: dontFragment, vlan: vlan)
  }

  @inline(__always)
  private mutating func ipv6(_ frame: Span<UInt8>, at start: Int, _ wireEnd: Int, vlan: UInt16?) -> PacketContent? {
    guard frame.count >= start + 60, frame[start] >> 4 == 6, frame[start + 6] == IPProtocol.tcp else { return nil }
    let transport = start + 40
    let end = min(wireEnd, transport + Int(frame.bigEndianUInt16(at: start + 4)))
    return tcp(
      frame, at: transport, wireEnd: end,
      source: IPAddress(
        ipv6High: frame.bigEndianUInt64(at: start + 8), low: frame.bigEndianUInt64(at: start + 16)),
      destination: IPAddress(
        ipv6High: frame.bigEndianUInt64(at: start + 24), low: frame.bigEndianUInt64(at: start + 32)),
      hopLimit: frame[start + 7], identification: nil, dontFragment: false, vlan: vlan)
  }

  /// The caller has seen 20 bytes at `start` in the frame.
  @inline(__always)
  private mutating func tcp(
    _ frame: Span<UInt8>, at start: Int, wireEnd: Int, source: IPAddress, destination: IPAddress, hopLimit: UInt8,
    identification: UInt16?, dontFragment: Bool, vlan: UInt16?
  ) -> PacketContent? {
    let headerLength = Int(frame[start + 12] >> 4) * 4
    let end = min(wireEnd, frame.count)
    let payloadOffset = start + headerLength
    guard headerLength >= 20, payloadOffset <= end else { return nil }
    headerOffset = start
    segment = TCPSegment(
      source: Endpoint(address: source, port: frame.bigEndianUInt16(at: start)),
      destination: Endpoint(address: destination, port: frame.bigEndianUInt16(at: start + 2)),
      sequence: frame.bigEndianUInt32(at: start + 4), acknowledgment: frame.bigEndianUInt32(at: start + 8),
      flags: TCPFlags(rawValue: frame[start + 13]), window: frame.bigEndianUInt16(at: start + 14),
      payloadOffset: payloadOffset, capturedPayloadLength: end - payloadOffset,
      payloadLength: wireEnd - payloadOffset, hopLimit: hopLimit, identification: identification,
      dontFragment: dontFragment, encapsulation: vlan == nil ? [] : .vlan, vlan: vlan)
    if headerLength > 20 {
      LayerWalk.tcpOptions(frame, from: start + 20, to: payloadOffset, into: &segment)
    }
    return .tcp
  }
}
