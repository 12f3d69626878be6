internal import ByteParsing

/// What bytes a part of a line holds.
struct LineBytes: OptionSet {
  let rawValue: UInt8
  static let eightBit = LineBytes(rawValue: 1)
  static let nul = LineBytes(rawValue: 2)
  static let carriageReturn = LineBytes(rawValue: 4)
  static let control = LineBytes(rawValue: 8)
}

extension Span where Element == UInt8 {
  /// Looks for the bytes that a line of SMTP should not hold, eight at a time.
  func lineBytes(from start: Int, to end: Int) -> LineBytes {
    guard start >= 0, start < end, end <= count else { return [] }
    var high: UInt64 = 0
    var low: UInt64 = 0
    extracting(start..<end).forEachEight(filler: 0x20) { word in
      high |= word
      // A byte below 0x20 leaves its top bit set (and any such bit proves that one exists).
      low |= (word &- 0x2020_2020_2020_2020) & ~word
    }
    let topBits: UInt64 = 0x8080_8080_8080_8080
    guard (high | low) & topBits != 0 else { return [] }
    var found: LineBytes = high & topBits != 0 ? .eightBit : []
    guard low & topBits != 0 else { return found }
    for offset in start..<end where self[offset] < 0x20 {
      switch self[offset] {
      case 0x00: found.insert(.nul)
      case 0x09: break
      case 0x0D: found.insert(.carriageReturn)
      default: found.insert(.control)
      }
    }
    return found
  }
}
