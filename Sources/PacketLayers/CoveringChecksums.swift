import ByteParsing
package import CaptureFiles

/// A checksum that covers the bytes of a TCP payload, and so must change with them.
package struct CoveringChecksum: Hashable, Sendable {
  /// Where its two bytes lie.
  package var place: Int
  /// Where the bytes that it covers begin; they go on to the end of the payload at least.
  package var start: Int
  /// Whether 0 would mean that there is none (RFC 768).
  package var isUDP = false

  package init(place: Int, start: Int, isUDP: Bool = false) {
    self.place = place
    self.start = start
    self.isUDP = isUDP
  }
}

extension CoveringChecksum {
  /// Changes it in `bytes` by what changed since `before` (RFC 1624): what fitted fits, and what did not, as on a machine
  /// whose network card computes it, is as wrong as before.
  package func mend(_ bytes: inout [UInt8], before: [UInt8]) {
    let end = min(bytes.count, before.count)
    // Of the two zeros of this arithmetic a change by nothing might give the other one.
    guard place >= start, place + 1 < end, bytes[start..<end] != before[start..<end] else { return }
    func word(_ bytes: [UInt8], _ position: Int) -> UInt64 {
      UInt64(bytes[position]) << 8 | (position + 1 < end ? UInt64(bytes[position + 1]) : 0)
    }
    let old = word(before, place)
    if isUDP && old == 0 { return }
    var sum = ~old & 0xFFFF
    var position = start
    while position < end {
      if position != place { sum += (~word(before, position) & 0xFFFF) + word(bytes, position) }
      position += 2
    }
    while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
    var checksum = UInt16(truncatingIfNeeded: ~sum)
    if isUDP && checksum == 0 { checksum = 0xFFFF }
    bytes[place] = UInt8(checksum >> 8)
    bytes[place + 1] = UInt8(checksum & 0xFF)
  }
}

extension PacketDecoder {
  /// The checksums that cover the payload of the last segment, the innermost first: its own, then those of UDP and GRE
  /// around it. To be asked directly after `decode` answered `.tcp`, with its frame. Where the segment came in fragments,
  /// the places are those in `reassembled`; `outerChecksums` has those around each fragment.
  package func coveringChecksums(_ frame: Span<UInt8>, linkType: LinkType) -> [CoveringChecksum] {
    let own = CoveringChecksum(place: tcpHeaderOffset + 16, start: tcpHeaderOffset)
    guard segment.encapsulation.contains(.fragmented) else {
      return [own] + Self.outerChecksums(frame, linkType: linkType)
    }
    var walk = LayerWalk(end: reassembled.count, wireEnd: reassembled.count)
    // Which version of IP carried the datagram decides what a protocol number means.
    walk.source = segment.source.address
    let first = walk.ipPayload(reassembled.span, reassembledProtocol)
    return [own] + Self.outer(reassembled.span, &walk, first).reversed()
  }

  /// The checksums of UDP and GRE around the TCP header or the IP fragment that a frame holds, the innermost first.
  package static func outerChecksums(_ frame: Span<UInt8>, linkType: LinkType) -> [CoveringChecksum] {
    var walk = LayerWalk(end: frame.count, wireEnd: frame.count)
    return outer(frame, &walk, NextHeader(linkType)).reversed()
  }

  /// Walks to the TCP header once more, and notes what it passes: too seldom asked for to be noted for every packet.
  private static func outer(
    _ bytes: Span<UInt8>, _ walk: inout LayerWalk, _ first: NextHeader
  ) -> [CoveringChecksum] {
    var found: [CoveringChecksum] = []
    var next = first
    for _ in 0..<maximumNestedHeaders {
      let start = walk.offset
      switch next {
      case .ethernet: next = walk.ethernet(bytes)
      case .ipv4: next = walk.ipv4(bytes)
      case .ipv6: next = walk.ipv6(bytes)
      case .udp:
        next = walk.udp(bytes)
        if next != .other { found.append(CoveringChecksum(place: start + 6, start: start, isUDP: true)) }
      case .gre:
        next = walk.gre(bytes)
        if start + 6 <= bytes.count, bytes[start] & 0x80 != 0 {
          found.append(CoveringChecksum(place: start + 4, start: start))
        }
      case .tcp, .icmp, .icmpv6, .fragment, .other, .malformed, .unsupported: return found
      default: next = walk.lessCommon(next, bytes)
      }
    }
    return found
  }
}
