internal import ByteParsing

/// One option of a pcapng block: its code, and where its value lies.
struct PcapngOption {
  var code: UInt16
  var value: Range<Int>

  // Codes that mean the same in every block.
  static let comment: UInt16 = 1
  static let customText: UInt16 = 2988
}

/// Walks the options of one block, which end at opt_endofopt or with the block.
struct PcapngOptions {
  private var place: Int
  private let end: Int
  private let isBigEndian: Bool
  /// Whether an option's length ran out of the block; the walk ended there.
  private(set) var isDamaged = false

  init(from place: Int, to end: Int, isBigEndian: Bool) {
    self.place = place
    self.end = end
    self.isBigEndian = isBigEndian
  }

  /// The next option of `bytes`, which are the same at each call; `nil` after the last.
  mutating func next(in bytes: Span<UInt8>) -> PcapngOption? {
    guard place + 4 <= end, end <= bytes.count else {
      // Fewer than four bytes cannot be an option, and four-byte alignment leaves none.
      if place < end { isDamaged = true }
      place = end
      return nil
    }
    let code = isBigEndian ? bytes.bigEndianUInt16(at: place) : bytes.littleEndianUInt16(at: place)
    let length = Int(isBigEndian ? bytes.bigEndianUInt16(at: place + 2) : bytes.littleEndianUInt16(at: place + 2))
    if code == 0 {
      place = end
      return nil
    }
    let value = (place + 4)..<(place + 4 + length)
    guard value.upperBound <= end else {
      isDamaged = true
      place = end
      return nil
    }
    place = min(end, value.lowerBound + (length + 3) & ~3)
    return PcapngOption(code: code, value: value)
  }
}
