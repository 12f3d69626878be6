import ByteParsing

/// Puts bytes one behind the other into room that was made for all of them: in the JSON of a session there are hundreds of names, numbers
/// and texts, most of a few bytes each.
///
/// It checks nothing: ``JSONBuffer`` alone lends one, behind which it has made room for the most that is put, and tests hold it to that.
@safe
struct BytePen {
  /// Where the next byte comes.
  private(set) var place: UnsafeMutablePointer<UInt8>

  /// Bytes of the longest number, with its sign.
  static let mostDigits = 20
  /// Bytes of the decimals of ``putMillionths(_:)``, with their point.
  static let decimals = 7
  /// Bytes around a name: two quotation marks and a colon.
  static let aroundName = 3
  /// Bytes of the longest escape.
  static let mostEscaped = 6

  @inline(__always)
  init(at place: UnsafeMutablePointer<UInt8>) {
    unsafe self.place = place
  }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    unsafe place.pointee = byte
    unsafe place += 1
  }

  /// A comma, where one is due. There is room for it anyway, so that nothing need be decided.
  @inline(__always)
  mutating func putComma(if isDue: Bool) {
    unsafe place.pointee = 0x2C
    unsafe place += isDue ? 1 : 0
  }

  /// The name of a member, with the colon behind it.
  @inline(__always)
  mutating func putName(_ name: StaticString) {
    put(0x22)
    put(name)
    put(0x22)
    put(0x3A)
  }

  @inline(__always)
  mutating func put(_ text: StaticString) {
    // Unsafe: the text's own bytes, read within their count.
    unsafe place.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    unsafe place += text.utf8CodeUnitCount
  }

  @inline(__always)
  mutating func put(_ text: UnsafeBufferPointer<UInt8>) {
    guard let source = text.baseAddress else { return }
    switch text.count {
    // Without a call, which costs more than so few bytes.
    case 8...16: _ = unsafe putTwice(UInt64.self, UnsafeRawPointer(source), text.count)
    case 4...7: _ = unsafe putTwice(UInt32.self, UnsafeRawPointer(source), text.count)
    default: unsafe place.update(from: source, count: text.count)
    }
    unsafe place += text.count
  }

  // MARK: - Numbers

  mutating func putNumber(_ value: Int) {
    if value < 0 { put(0x2D) }
    putDigits(value.magnitude)
  }

  private mutating func putDigits(_ value: UInt) {
    if value < 10 { return put(0x30 &+ UInt8(truncatingIfNeeded: value)) }
    let digits = Self.digitCount(value)
    putDigits(value, digits)
  }

  /// The last `count` digits of a number.
  @inline(__always)
  mutating func putDigits<Number: FixedWidthInteger>(_ value: Number, _ count: Int) {
    var (rest, end) = (value, count)
    while end > 1 {
      end &-= 2
      let pair = rest % 100
      rest /= 100
      unsafe place[end] = 0x30 &+ UInt8(truncatingIfNeeded: pair / 10)
      unsafe place[end &+ 1] = 0x30 &+ UInt8(truncatingIfNeeded: pair % 10)
    }
    if end > 0 { unsafe place[0] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10) }
    unsafe place += count
  }

  private static func digitCount(_ value: UInt) -> Int {
    var (rest, digits) = (value, 1)
    while rest >= 10_000 {
      rest /= 10_000
      digits &+= 4
    }
    return digits &+ (rest >= 1000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
  }

  /// A number of millionths as a decimal fraction, without zeros at its end.
  mutating func putMillionths(_ value: Int) {
    if value < 0 { put(0x2D) }
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    putDigits(whole)
    guard rest != 0 else { return }
    put(0x2E)
    putDigits(rest, 6)
    while unsafe place[-1] == 0x30 { unsafe place -= 1 }
  }

  mutating func putHexadecimal(_ value: UInt64) {
    var shift = max(0, (UInt64.bitWidth - 1 - value.leadingZeroBitCount) & ~3)
    while shift >= 0 {
      put(hexadecimalDigit(UInt8(truncatingIfNeeded: value >> UInt64(shift) & 0x0F)))
      shift -= 4
    }
  }

  // MARK: - Texts

  static func needsEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

  /// A text of which no byte needs an escape; where one does, `false`, and what was put is worth nothing.
  ///
  /// Nearly none does, so that all of it is put and looked at in one go: by words, of which the last may hold some bytes again.
  @inline(__always)
  mutating func putPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let source = unsafe UnsafeRawPointer(text.baseAddress) else { return true }
    let count = text.count
    let isPlain =
      if count > 16 {
        unsafe putWords(source, count)
      } else if count >= 8 {
        unsafe putTwice(UInt64.self, source, count)
      } else if count >= 4 {
        unsafe putTwice(UInt32.self, source, count)
      } else {
        unsafe putBytes(text)
      }
    unsafe place += count
    return isPlain
  }

  /// Texts of more than two words.
  @inline(__always)
  private func putWords(_ source: UnsafeRawPointer, _ count: Int) -> Bool {
    let target = unsafe UnsafeMutableRawPointer(place)
    var marks: UInt64 = 0
    var start = 0
    while true {
      let word = unsafe source.loadUnaligned(fromByteOffset: start, as: UInt64.self)
      unsafe target.storeBytes(of: word, toByteOffset: start, as: UInt64.self)
      marks |= Self.escapeMarks(word)
      if start == count &- 8 { break }
      start = min(start &+ 8, count &- 8)
    }
    return marks == 0
  }

  /// Texts that one or two words hold.
  @inline(__always)
  private func putTwice<Word: FixedWidthInteger & BitwiseCopyable>(
    _ word: Word.Type, _ source: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    let end = count &- MemoryLayout<Word>.size
    let target = unsafe UnsafeMutableRawPointer(place)
    let (first, last) = unsafe (
      source.loadUnaligned(as: word), source.loadUnaligned(fromByteOffset: end, as: word)
    )
    unsafe target.storeBytes(of: first, as: word)
    unsafe target.storeBytes(of: last, toByteOffset: end, as: word)
    return Self.escapeMarks(first) | Self.escapeMarks(last) == 0
  }

  @inline(__always)
  private func putBytes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var isPlain = true
    for start in 0..<text.count {
      let byte = unsafe text[start]
      unsafe place[start] = byte
      if Self.needsEscape(byte) { isPlain = false }
    }
    return isPlain
  }

  /// The highest bit of a byte of the result is set where one of the word's bytes is a quotation mark, a backslash or below the
  /// blank; where none is, none is set.
  @inline(__always)
  private static func escapeMarks<Word: FixedWidthInteger>(_ word: Word) -> Word {
    // The classic test for a zero byte, made for three values at once: a byte beyond ASCII is none of them, and lends nothing to
    // the one before it.
    let ones = Word.max / 0xFF
    let quotes = (word ^ (ones &* 0x22)) &- ones
    let slashes = (word ^ (ones &* 0x5C)) &- ones
    return ((word &- ones &* 0x20) | quotes | slashes) & ~word & (ones &* 0x80)
  }

  mutating func putEscaped(_ byte: UInt8) {
    put(0x5C)
    switch byte {
    case 0x22, 0x5C: put(byte)
    case 0x0A: put(0x6E)
    default:
      put("u00")
      put(hexadecimalDigit(byte >> 4))
      put(hexadecimalDigit(byte & 0x0F))
    }
  }
}
