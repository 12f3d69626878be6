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
  /// Bytes around a name: a comma, two quotation marks and a colon.
  static let aroundName = 4
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
    unsafe place.update(from: source, count: text.count)
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
  private mutating func putDigits(_ value: UInt, _ count: Int) {
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
  /// Nearly none does, so that all of it is put and looked at in one go.
  @inline(__always)
  mutating func putPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let source = unsafe UnsafeRawPointer(text.baseAddress) else { return true }
    let target = unsafe UnsafeMutableRawPointer(place)
    let count = text.count
    var marks: UInt64 = 0
    if count >= 8 {
      var start = 0
      while start &+ 8 < count {
        let word = unsafe source.loadUnaligned(fromByteOffset: start, as: UInt64.self)
        unsafe target.storeBytes(of: word, toByteOffset: start, as: UInt64.self)
        marks |= Self.escapeMarks(word)
        start &+= 8
      }
      // Of the last word some bytes may stand in the one before it too.
      let word = unsafe source.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      unsafe target.storeBytes(of: word, toByteOffset: count &- 8, as: UInt64.self)
      marks |= Self.escapeMarks(word)
    } else {
      var word = Self.blanks
      for start in 0..<count {
        let byte = unsafe text[start]
        unsafe place[start] = byte
        word = word << 8 | UInt64(byte)
      }
      marks = Self.escapeMarks(word)
    }
    unsafe place += count
    return marks & (Self.ones &* 0x80) == 0
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let blanks: UInt64 = 0x2020_2020_2020_2020

  /// The highest bit of a byte of the result is set where one of the eight bytes is a quotation mark, a backslash or below the
  /// blank; where none is, none is set.
  @inline(__always)
  private static func escapeMarks(_ word: UInt64) -> UInt64 {
    // The classic test for a zero byte, made for three values at once: a byte beyond ASCII is none of them, and lends nothing to
    // the one before it.
    let quotes = (word ^ (ones &* 0x22)) &- ones
    let slashes = (word ^ (ones &* 0x5C)) &- ones
    return ((word &- blanks) | quotes | slashes) & ~word
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
