import ByteParsing

/// IEEE 802.11 data frames that are not encrypted, with or without a radiotap header.
extension LayerWalk {
  private static let radiotapLength = 8
  /// The most words of presence bits that are followed; more is `.malformed`.
  private static let maximumPresenceWords = 16
  private static let shortestHeader = 24

  mutating func radiotap(_ frame: Span<UInt8>) -> NextHeader {
    guard end - offset >= Self.radiotapLength else { return short(.radiotap, needs: Self.radiotapLength) }
    guard frame[offset] == 0 else { return invalid(.radiotap) }
    let length = Int(frame.littleEndianUInt16(at: offset + 2))
    guard length >= Self.radiotapLength else { return invalid(.radiotap) }
    guard end - offset >= length else { return short(.radiotap, needs: length) }
    // The flags stand behind the presence words and, where bit 0 says so, a time of 8 bytes on a boundary of 8.
    let presence = frame.littleEndianUInt32(at: offset + 4)
    var field = 8
    var word = presence
    for _ in 0..<Self.maximumPresenceWords where word & 0x8000_0000 != 0 {
      guard field + 4 <= length else { return invalid(.radiotap) }
      word = frame.littleEndianUInt32(at: offset + field)
      field += 4
    }
    guard word & 0x8000_0000 == 0 else { return invalid(.radiotap) }
    if presence & 1 != 0 { field = (field + 7) & ~7 + 8 }
    let flags = presence & 2 != 0 && field < length ? frame[offset + field] : 0
    offset += length
    return dataFrame(frame, isPadded: flags & 0x20 != 0)
  }

  mutating func ieee80211(_ frame: Span<UInt8>) -> NextHeader {
    dataFrame(frame, isPadded: false)
  }

  /// - Parameter isPadded: whether bytes stand between the header and the data, up to a boundary of 4.
  private mutating func dataFrame(_ frame: Span<UInt8>, isPadded: Bool) -> NextHeader {
    guard end - offset >= 2 else { return short(.ieee80211, needs: 2) }
    let control = frame[offset]
    let flags = frame[offset + 1]
    // Version 0, type "data", with a body (subtype bit 4 clear), not protected.
    guard control & 0x0F == 0x08, control & 0x40 == 0, flags & 0x40 == 0 else { return .other }
    var length = Self.shortestHeader
    if flags & 0x03 == 0x03 { length += 6 }
    let hasQoS = control & 0x80 != 0
    let qosOffset = offset + length
    if hasQoS { length += flags & 0x80 != 0 ? 6 : 2 }
    if isPadded { length = (length + 3) & ~3 }
    guard end - offset >= length else { return short(.ieee80211, needs: length) }
    // Bit 7 of the QoS control field: several frames in one, which are not taken apart.
    if hasQoS, frame[qosOffset] & 0x80 != 0 { return .other }
    offset += length
    return .llc
  }
}
