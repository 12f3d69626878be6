import ByteParsing

/// A stack of MPLS labels (RFC 3032) and the packet below it.
extension LayerWalk {
  /// The most labels of one stack that are followed; a packet with more is `.malformed`, `.tooDeep`.
  static let maximumLabels = 16

  private static let labelLength = 4
  private static let bottomOfStack: UInt8 = 0x01

  mutating func mpls(_ frame: Span<UInt8>) -> NextHeader {
    encapsulation.insert(.mpls)
    for _ in 0..<Self.maximumLabels {
      guard end - offset >= Self.labelLength else { return short(.mpls, needs: Self.labelLength) }
      let isBottom = frame[offset + 2] & Self.bottomOfStack != 0
      offset += Self.labelLength
      if isBottom { return belowLabels(frame) }
    }
    return tooDeep(.mpls)
  }

  /// No field says what a label stack carries. The first four bits are an IP version, or 0 for the control word of a
  /// pseudowire (RFC 4385), or belong to the MAC address of a pseudowire without it; so what follows must look right too.
  private mutating func belowLabels(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= 1 else { return short(.mpls, needs: Self.labelLength + 1) }
    switch frame[offset] >> 4 {
    case 4 where !looksLikeEthernet(frame, at: offset) || looksLikeIPv4(frame): return .ipv4
    case 6 where !looksLikeEthernet(frame, at: offset) || looksLikeIPv6(frame): return .ipv6
    case 0 where looksLikeEthernet(frame, at: offset + 4):
      offset += 4
      return .ethernet
    default: return looksLikeEthernet(frame, at: offset) ? .ethernet : .other
    }
  }

  private func looksLikeIPv4(_ frame: Span<UInt8>) -> Bool {
    guard end - offset >= 4, frame[offset] & 0x0F >= 5 else { return false }
    let total = Int(frame.bigEndianUInt16(at: offset + 2))
    return total >= 20 && (wireEnd == .max || total <= wireEnd - offset)
  }

  private func looksLikeIPv6(_ frame: Span<UInt8>) -> Bool {
    guard end - offset >= 6 else { return false }
    let length = Int(frame.bigEndianUInt16(at: offset + 4))
    return wireEnd == .max || length + 40 <= wireEnd - offset
  }

  private func looksLikeEthernet(_ frame: Span<UInt8>, at start: Int) -> Bool {
    guard end - start >= 14 else { return false }
    switch frame.bigEndianUInt16(at: start + 12) {
    case EtherType.ipv4, EtherType.ipv6, EtherType.customerTag, EtherType.serviceTag, EtherType.oldServiceTag,
      EtherType.pppoeSession, EtherType.mplsUnicast:
      return true
    default: return false
    }
  }
}
