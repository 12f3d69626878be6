internal import ByteParsing

/// What the last blocks of a pcapng file say of lost packets. Programs write their statistics at the end, when sessions have been
/// given out already to which they belong: they are looked up there before the file is read.
enum PcapngTail {
  /// Bytes at the end of a file that are looked through.
  private static let searchedLength = 64 << 10
  /// The type of an Interface Statistics Block.
  private static let statisticsBlock: UInt32 = 5

  /// Packets that the interfaces' last statistics count as dropped; `nil` where none are found there.
  static func dropped(_ descriptor: Int32, size: UInt64, isBigEndian: Bool) -> UInt64? {
    let start = size - min(size, UInt64(searchedLength))
    guard let bytes = SystemCalls.bytes(of: descriptor, from: start, count: Int(size - start)) else { return nil }
    return dropped(bytes.span, isBigEndian: isBigEndian)
  }

  /// Each block repeats its length at its end, so that they can be walked backwards.
  private static func dropped(_ bytes: Span<UInt8>, isBigEndian: Bool) -> UInt64? {
    func word(_ place: Int) -> UInt32 {
      isBigEndian ? bytes.bigEndianUInt32(at: place) : bytes.littleEndianUInt32(at: place)
    }
    var end = bytes.count
    var sum: UInt64?
    var seen: Set<UInt32> = []
    while end >= 12 {
      let length = Int(word(end - 4))
      guard length >= 12, length % 4 == 0, length <= end, Int(word(end - length + 4)) == length else { break }
      let block = end - length
      end = block
      guard word(block) == statisticsBlock, length >= 24, seen.insert(word(block + 8)).inserted else { continue }
      var options = PcapngOptions(from: block + 20, to: block + length - 4, isBigEndian: isBigEndian)
      while let option = options.next(in: bytes) {
        guard option.code == 5 || option.code == 7, option.value.count == 8 else { continue }
        let place = option.value.lowerBound
        let count = isBigEndian ? bytes.bigEndianUInt64(at: place) : bytes.littleEndianUInt64(at: place)
        let (more, overflow) = (sum ?? 0).addingReportingOverflow(count)
        sum = overflow ? .max : more
      }
    }
    return sum
  }
}
