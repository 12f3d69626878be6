import ByteParsing

/// Writes JSON (RFC 8259) straight into bytes that are reused from session to session.
///
/// Own code, because every encoder at hand builds a tree of boxes first: over a million sessions that costs more than the
/// whole analysis.
package struct JSONBuffer: Sendable {
  /// What is written stands at its front. Behind that is room, which has its values already, so that to append is to store.
  private var storage: [UInt8] = []
  /// How many bytes are written.
  package private(set) var count = 0
  /// Whether the next value of the innermost object or array needs a comma before it.
  private var needsComma = false

  package init() {}

  /// What is written.
  package var span: Span<UInt8> {
    @_lifetime(borrow self)
    get { storage.span.extracting(0..<count) }
  }

  /// A copy of what is written.
  package var bytes: [UInt8] { Array(storage[..<count]) }

  /// Empties the buffer, in the middle of a document too.
  package mutating func removeAll() { count = 0 }

  /// What is written, of which the buffer is emptied.
  package mutating func takeBytes() -> [UInt8] {
    defer { removeAll() }
    return bytes
  }

  /// A line of plain text, for the outputs that are no JSON.
  package mutating func text(_ line: String) {
    append(line.utf8Span.span)
    append(0x0A)
  }

  package mutating func beginObject() { open(0x7B) }
  package mutating func endObject() { close(0x7D) }
  package mutating func beginArray() { open(0x5B) }
  package mutating func endArray() { close(0x5D) }

  package mutating func key(_ name: StaticString) {
    // Unsafe: the name's own bytes, read within their count.
    name.withUTF8Buffer { unsafe appendPlain($0, behindComma: needsComma, end: 0x3A) }
    needsComma = false
  }

  package mutating func string(_ value: String) {
    appendQuoted(value, behindComma: needsComma)
    needsComma = true
  }

  package mutating func integer(_ value: Int) {
    separate()
    if value < 0 { append(0x2D) }
    appendDigits(of: value.magnitude, atLeast: 1)
    needsComma = true
  }

  /// A number as text: many readers of JSON keep 53 bits of one.
  package mutating func quoted(_ value: Int64) {
    separate()
    append(0x22)
    if value < 0 { append(0x2D) }
    appendDigits(of: UInt(value.magnitude), atLeast: 1)
    append(0x22)
    needsComma = true
  }

  /// The same with hexadecimal digits.
  package mutating func quoted(hexadecimal value: UInt64) {
    separate()
    append(0x22)
    let digits = max(1, (UInt64.bitWidth - value.leadingZeroBitCount + 3) / 4)
    for place in (0..<digits).reversed() {
      append(hexadecimalDigit(UInt8(truncatingIfNeeded: value >> UInt64(4 * place) & 0x0F)))
    }
    append(0x22)
    needsComma = true
  }

  package mutating func boolean(_ value: Bool) {
    raw(value ? "true" : "false")
  }

  package mutating func null() {
    raw("null")
  }

  /// Seconds, rounded to whole microseconds; what no JSON number can show becomes `null`.
  package mutating func seconds(_ value: Double) {
    guard value.isFinite, abs(value) < 1e12 else { return null() }
    separate()
    let microseconds = Int((value * 1_000_000).rounded(.toNearestOrAwayFromZero))
    if microseconds < 0 { append(0x2D) }
    let magnitude = microseconds.magnitude
    appendDigits(of: magnitude / 1_000_000, atLeast: 1)
    var rest = magnitude % 1_000_000
    if rest != 0 {
      append(0x2E)
      var digits = 6
      while rest % 10 == 0 {
        rest /= 10
        digits -= 1
      }
      appendDigits(of: rest, atLeast: digits)
    }
    needsComma = true
  }

  package mutating func field(_ name: StaticString, _ value: String?) {
    key(name)
    if let value { string(value) } else { null() }
  }

  package mutating func field(_ name: StaticString, _ value: Int?) {
    key(name)
    if let value { integer(value) } else { null() }
  }

  package mutating func field(_ name: StaticString, _ value: Bool) {
    key(name)
    boolean(value)
  }

  /// A member whose value is a list of texts.
  package mutating func strings(_ name: StaticString, _ values: [String]) {
    key(name)
    beginArray()
    for value in values { string(value) }
    endArray()
  }

  /// A value that was written to another buffer.
  package mutating func embed(_ value: Span<UInt8>) {
    separate()
    append(value)
    needsComma = true
  }

  /// A member of an object, both of which stand in another document already.
  package mutating func member(_ key: String, _ value: Span<UInt8>) {
    appendQuoted(key, behindComma: needsComma)
    append(0x3A)
    append(value)
    needsComma = true
  }

  /// What follows is a document of its own.
  package mutating func endDocument() { needsComma = false }

  package mutating func newline() {
    append(0x0A)
    needsComma = false
  }

  private mutating func open(_ byte: UInt8) {
    separate()
    append(byte)
    needsComma = false
  }

  private mutating func close(_ byte: UInt8) {
    append(byte)
    needsComma = true
  }

  private mutating func raw(_ text: StaticString) {
    separate()
    // Unsafe: the text's own bytes, read within their count.
    text.withUTF8Buffer { unsafe append(Span(_unsafeElements: $0)) }
    needsComma = true
  }

  @inline(__always)
  private mutating func separate() {
    if needsComma { append(0x2C) }
    needsComma = false
  }

  // MARK: - Bytes

  /// The least room that is made at once.
  private static let leastRoom = 4096

  /// Makes sure that `size` more bytes have a place. It grows by doubling, so that what it costs does not depend on how much is written.
  @inline(__always)
  private mutating func makeRoom(_ size: Int) {
    if storage.count &- count < size { grow(by: size) }
  }

  @inline(never)
  private mutating func grow(by size: Int) {
    let length = max(2 * storage.count, count + size, Self.leastRoom)
    let written = storage[..<count]
    storage = unsafe [UInt8](unsafeUninitializedCapacity: length) { room, initialized in
      // Unsafe: what is written is not longer than the new room, of which every byte has a value.
      let rest = unsafe room.initialize(fromContentsOf: written)
      unsafe UnsafeMutableBufferPointer(rebasing: room[rest..<length]).initialize(repeating: 0)
      initialized = length
    }
  }

  @inline(__always)
  private mutating func append(_ byte: UInt8) {
    makeRoom(1)
    storage[count] = byte
    count += 1
  }

  private mutating func append(_ text: Span<UInt8>) {
    makeRoom(text.count)
    let place = count
    unsafe storage.withUnsafeMutableBufferPointer { room in
      unsafe text.withUnsafeBufferPointer { text in
        // Unsafe: room for the whole text was made above, from `place` on.
        guard let source = text.baseAddress, let target = room.baseAddress else { return }
        unsafe (target + place).update(from: source, count: text.count)
      }
    }
    count += text.count
  }

  /// The decimal digits of a number, with zeros before them up to `width`.
  private mutating func appendDigits(of value: UInt, atLeast width: Int) {
    let digits = max(Self.digitCount(value), width)
    makeRoom(digits)
    let start = count
    unsafe storage.withUnsafeMutableBufferPointer { room in
      // Unsafe: room for all digits was made above, and they are written from the last one to the first.
      guard let first = unsafe room.baseAddress.map({ unsafe $0 + start }) else { return }
      var (rest, place) = (value, digits)
      while place > 1 {
        place &-= 2
        let pair = UInt8(truncatingIfNeeded: rest % 100)
        rest /= 100
        unsafe first[place] = 0x30 &+ pair / 10
        unsafe first[place &+ 1] = 0x30 &+ pair % 10
      }
      if place > 0 { unsafe first[0] = 0x30 &+ UInt8(truncatingIfNeeded: rest) }
    }
    count = start + digits
  }

  private static func digitCount(_ value: UInt) -> Int {
    var (rest, digits) = (value, 1)
    while rest >= 100 {
      rest /= 100
      digits &+= 2
    }
    return rest >= 10 ? digits + 1 : digits
  }

  // MARK: - Texts

  private mutating func appendQuoted(_ value: String, behindComma: Bool) {
    var value = value
    // Unsafe: the string's own bytes, read within their count.
    value.withUTF8 { unsafe appendQuoted($0, behindComma: behindComma) }
  }

  @inline(never)
  private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, behindComma: Bool) {
    if unsafe Self.isPlain(text) { return unsafe appendPlain(text, behindComma: behindComma, end: nil) }
    if behindComma { append(0x2C) }
    append(0x22)
    var start = 0
    for place in 0..<text.count where unsafe Self.needsEscape(text[place]) {
      unsafe append(Span(_unsafeElements: text[start..<place]))
      unsafe appendEscaped(text[place])
      start = place + 1
    }
    unsafe append(Span(_unsafeElements: text[start..<text.count]))
    append(0x22)
  }

  /// Text without anything to escape between quotation marks, in one go, because there are hundreds in the JSON of a session.
  private mutating func appendPlain(_ text: UnsafeBufferPointer<UInt8>, behindComma: Bool, end: UInt8?) {
    makeRoom(text.count + 4)
    var place = count
    unsafe storage.withUnsafeMutableBufferPointer { room in
      // Unsafe: room for the whole text was made above, and for four bytes around it.
      guard let room = room.baseAddress else { return }
      if behindComma {
        unsafe room[place] = 0x2C
        place &+= 1
      }
      unsafe room[place] = 0x22
      place &+= 1
      if let source = text.baseAddress {
        unsafe (room + place).update(from: source, count: text.count)
        place &+= text.count
      }
      unsafe room[place] = 0x22
      place &+= 1
      if let end {
        unsafe room[place] = end
        place &+= 1
      }
    }
    count = place
  }

  private static func needsEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5C }

  /// Whether no byte of a text needs an escape. Nearly none does, so that all of it is looked at, by words of eight bytes.
  private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let bytes = unsafe UnsafeRawPointer(text.baseAddress) else { return true }
    var marks: UInt64
    if text.count < 8 {
      var word = blanks
      for place in 0..<text.count { word = unsafe word << 8 | UInt64(text[place]) }
      marks = escapeMarks(word)
    } else {
      // Of the last word some bytes may stand in the one before it too.
      marks = unsafe escapeMarks(bytes.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self))
      for place in stride(from: 0, to: text.count - 8, by: 8) {
        marks |= unsafe escapeMarks(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      }
    }
    return marks & (ones &* 0x80) == 0
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

  private mutating func appendEscaped(_ byte: UInt8) {
    append(0x5C)
    switch byte {
    case 0x22, 0x5C: append(byte)
    case 0x0A: append(0x6E)
    default:
      append("u00".utf8Span.span)
      append(hexadecimalDigit(byte >> 4))
      append(hexadecimalDigit(byte & 0x0F))
    }
  }
}
