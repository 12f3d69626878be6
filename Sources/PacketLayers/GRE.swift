import ByteParsing

/// GRE (RFC 2784, RFC 2890), its enhanced form for PPTP (RFC 2637), and the ERSPAN headers that mirror ports send in it.
extension LayerWalk {
  private static let greLength = 4
  private static let checksumBit: UInt16 = 0x8000
  private static let routingBit: UInt16 = 0x4000
  private static let keyBit: UInt16 = 0x2000
  private static let sequenceBit: UInt16 = 0x1000
  private static let acknowledgmentBit: UInt16 = 0x0080
  private static let versionMask: UInt16 = 0x0007
  private static let erspan2Length = 8
  private static let erspan3Length = 12
  private static let erspan3SubheaderLength = 8

  mutating func gre(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.greLength else { return short(.gre, needs: Self.greLength) }
    let flags = frame.bigEndianUInt16(at: offset)
    let type = frame.bigEndianUInt16(at: offset + 2)
    // Source routing in GRE (RFC 1701) is gone from the standard and from networks.
    guard flags & Self.routingBit == 0 else { return .other }
    var length = Self.greLength
    if flags & Self.checksumBit != 0 { length += 4 }
    if flags & Self.keyBit != 0 { length += 4 }
    if flags & Self.sequenceBit != 0 { length += 4 }
    switch flags & Self.versionMask {
    case 0: break
    case 1:
      // Without a sequence number an enhanced header only acknowledges.
      guard flags & Self.sequenceBit != 0 else { return .other }
      if flags & Self.acknowledgmentBit != 0 { length += 4 }
    default: return .other
    }
    guard end - offset >= length else { return short(.gre, needs: length) }
    offset += length
    encapsulation.insert(.gre)
    switch type {
    case EtherType.erspan2:
      encapsulation.insert(.erspan)
      // Type I has no header of its own; type II comes with a sequence number in GRE.
      return flags & Self.sequenceBit != 0 ? .erspan2 : .ethernet
    case EtherType.erspan3:
      encapsulation.insert(.erspan)
      return .erspan3
    default:
      return type <= EtherType.largestLength ? .other : etherType(type, frame)
    }
  }

  mutating func erspan2(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.erspan2Length else { return short(.erspan, needs: Self.erspan2Length) }
    offset += Self.erspan2Length
    return .ethernet
  }

  mutating func erspan3(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.erspan3Length else { return short(.erspan, needs: Self.erspan3Length) }
    // The last word: P (1), frame type (5), hardware (6), direction (1), granularity (2), subheader present (1).
    let word = frame.bigEndianUInt16(at: offset + 10)
    let length = Self.erspan3Length + (word & 1 != 0 ? Self.erspan3SubheaderLength : 0)
    guard end - offset >= length else { return short(.erspan, needs: length) }
    offset += length
    return (word >> 10) & 0x1F == 2 ? .rawIP : .ethernet
  }
}
