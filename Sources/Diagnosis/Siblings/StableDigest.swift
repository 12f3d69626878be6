/// A number for what is compared and not told: the same in every run and on every machine, so that what two runs remember can be put
/// together.
///
/// It keeps apart what comes by chance. Who sets out to can make two texts of one number; all that is concluded from equal numbers
/// excuses a session, and asks for the same client besides.
struct StableDigest {
  // The offset and the prime of FNV-1a with 64 bits, and the last steps of MurmurHash3, which spread every bit.
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x0000_0100_0000_01B3

  mutating func combine(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* Self.prime }

  mutating func combine(_ value: UInt64) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) { combine(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  mutating func combine(_ value: Int) { combine(UInt64(bitPattern: Int64(value))) }

  /// A text with its end, so that two texts are not taken for one.
  mutating func combine(_ text: String?) {
    guard let text else { return combine(0xFF as UInt8) }
    for byte in text.utf8 { combine(byte) }
    combine(0xFE as UInt8)
  }

  mutating func combine(_ texts: [String]) {
    for text in texts { combine(text) }
    combine(texts.count)
  }

  func finish() -> UInt64 {
    var value = state
    value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
    value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return value ^ value >> 33
  }
}
