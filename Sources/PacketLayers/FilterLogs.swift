import ByteParsing

/// Packets that a firewall logged: Linux netfilter (LINKTYPE_NFLOG) and the PF of the BSDs (LINKTYPE_PFLOG).
extension LayerWalk {
  /// The most attributes of one NFLOG packet that are followed; more is `.malformed`, `.tooDeep`.
  static let maximumLogAttributes = 64

  private static let netfilterLength = 4
  private static let attributeLength = 4
  /// NFULA_PAYLOAD.
  private static let payloadAttribute: UInt16 = 9
  private static let shortestFilterLog = 45

  mutating func netfilterLog(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.netfilterLength else { return short(.netfilterLog, needs: Self.netfilterLength) }
    guard frame[offset + 1] == 0 else { return invalid(.netfilterLog) }
    offset += Self.netfilterLength
    // Attributes are in the byte order of the machine that logged; a length shows which, as no order is written down.
    for _ in 0..<Self.maximumLogAttributes {
      guard end - offset >= Self.attributeLength else { return short(.netfilterLog, needs: Self.attributeLength) }
      let little = Int(frame.littleEndianUInt16(at: offset))
      let big = Int(frame.bigEndianUInt16(at: offset))
      let type: UInt16
      let length: Int
      let types = (frame.littleEndianUInt16(at: offset + 2), frame.bigEndianUInt16(at: offset + 2))
      if types.0 <= 0xFF, little >= Self.attributeLength {
        (type, length) = (types.0, little)
      } else if types.1 <= 0xFF, big >= Self.attributeLength {
        (type, length) = (types.1, big)
      } else {
        return invalid(.netfilterLog)
      }
      if type == Self.payloadAttribute {
        wireEnd = min(wireEnd, offset + length)
        end = min(end, wireEnd)
        offset += Self.attributeLength
        return rawIP(frame)
      }
      offset += (length + 3) & ~3
    }
    return tooDeep(.netfilterLog)
  }

  /// The first octet is the header's length without its padding to a boundary of 4.
  mutating func packetFilterLog(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= 1 else { return short(.packetFilterLog, needs: 1) }
    let length = Int(frame[offset])
    guard length >= Self.shortestFilterLog else { return invalid(.packetFilterLog) }
    let padded = (length + 3) & ~3
    guard end - offset >= padded else { return short(.packetFilterLog, needs: padded) }
    offset += padded
    return rawIP(frame)
  }
}
