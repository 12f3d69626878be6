import ByteParsing

/// A number for what is compared and not told: the same in every run and on every machine, so that what two runs remember can be put
/// together.
///
/// It keeps apart what comes by chance. Who sets out to can make two texts of one number; all that is concluded from equal numbers
/// excuses a session, and asks for the same client besides.
struct StableDigest {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let factor: UInt64 = 0xD6E8_FEB8_6659_FD93

  /// Both halves of the product, so that every bit counts.
  mutating func combine(_ value: UInt64) {
    let product = (state ^ value).multipliedFullWidth(by: Self.factor)
    state = (product.high ^ product.low) &+ 0x9E37_79B9_7F4A_7C15
  }

  mutating func combine(_ value: Int) { combine(UInt64(bitPattern: Int64(value))) }

  /// A text with its length, so that two texts are not taken for one.
  mutating func combine(_ text: String?) {
    guard let text else { return combine(UInt64.max) }
    let bytes = text.utf8Span.span
    combine(bytes)
    combine(bytes.count)
  }

  mutating func combine(_ bytes: Span<UInt8>) {
    var place = 0
    while place + 8 <= bytes.count {
      combine(bytes.littleEndianUInt64(at: place))
      place += 8
    }
    var rest: UInt64 = 0
    while place < bytes.count {
      rest = rest << 8 | UInt64(bytes[place])
      place += 1
    }
    combine(rest)
  }

  mutating func combine(_ texts: [String]) {
    for text in texts { combine(text) }
    combine(texts.count)
  }

  func finish() -> UInt64 {
    // The last steps of MurmurHash3.
    var value = state
    value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
    value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return value ^ value >> 33
  }
}
