import ByteParsing

/// Writes JSON (RFC 8259) straight into bytes that are reused from session to session.
///
/// Own code, because every encoder at hand builds a tree of boxes first: over a million sessions that costs more than the
/// whole analysis.
package struct JSONBuffer: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// Whether the next value of the innermost object or array needs a comma before it.
  private var needsComma = false

  package init() {}

  /// Empties the buffer, in the middle of a document too.
  package mutating func takeBytes() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// A line of plain text, for the outputs that are no JSON.
  package mutating func text(_ line: String) {
    bytes.append(contentsOf: line.utf8)
    bytes.append(0x0A)
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
    appendDigits(value)
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
    if microseconds < 0 { bytes.append(0x2D) }
    let magnitude = microseconds.magnitude
    appendDigits(of: magnitude / 1_000_000, atLeast: 1)
    var rest = magnitude % 1_000_000
    if rest != 0 {
      bytes.append(0x2E)
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
    bytes.append(contentsOf: value)
    needsComma = true
  }

  /// A member of an object, both of which stand in another document already.
  package mutating func member(_ key: String, _ value: Span<UInt8>) {
    appendQuoted(key, behindComma: needsComma)
    bytes.append(0x3A)
    bytes.append(contentsOf: value)
    needsComma = true
  }

  /// What follows is a document of its own.
  package mutating func endDocument() { needsComma = false }

  package mutating func newline() {
    bytes.append(0x0A)
    needsComma = false
  }

  private mutating func open(_ byte: UInt8) {
    separate()
    bytes.append(byte)
    needsComma = false
  }

  private mutating func close(_ byte: UInt8) {
    bytes.append(byte)
    needsComma = true
  }

  private mutating func raw(_ text: StaticString) {
    separate()
    text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
    needsComma = false
  }

  private mutating func appendDigits(_ value: Int) {
    if value >= 0 && value < 10 {
      bytes.append(0x30 + UInt8(value))
      return
    }
    if value < 0 { bytes.append(0x2D) }
    appendDigits(of: value.magnitude, atLeast: 1)
  }

  /// The decimal digits of a number, with zeros before them up to `width`.
  private mutating func appendDigits(of value: UInt, atLeast width: Int) {
    bytes.append(addingCapacity: 20) { output in
      var digits = InlineArray<20, UInt8>(repeating: 0x30)
      var count = 0
      var rest = value
      while rest > 0 {
        digits[count] = 0x30 + UInt8(rest % 10)
        rest /= 10
        count += 1
      }
      for place in (0..<max(count, min(width, 20))).reversed() { output.append(digits[place]) }
    }
  }

  private mutating func appendQuoted(_ value: String, behindComma: Bool) {
    var value = value
    // Unsafe: the string's own bytes, read within their count.
    value.withUTF8 { text in
      let plain = unsafe Self.plainCount(text, from: 0)
      guard plain < text.count else { return unsafe appendPlain(text, behindComma: behindComma, end: nil) }
      if behindComma { bytes.append(0x2C) }
      bytes.append(0x22)
      var (start, place) = (0, plain)
      while place < text.count {
        unsafe bytes.append(contentsOf: text[start..<place])
        unsafe appendEscaped(text[place])
        start = place + 1
        place = unsafe Self.plainCount(text, from: start)
      }
      unsafe bytes.append(contentsOf: text[start..<text.count])
      bytes.append(0x22)
    }
  }

  /// Text without anything to escape between quotation marks, in one go, because there are hundreds in the JSON of a session.
  @inline(__always)
  private mutating func appendPlain(_ text: UnsafeBufferPointer<UInt8>, behindComma: Bool, end: UInt8?) {
    bytes.append(addingCapacity: text.count + 4) { output in
      if behindComma { output.append(0x2C) }
      output.append(0x22)
      // Unsafe: room for the whole text was made above, and two bytes of four stand before it.
      unsafe output.withUnsafeMutableBufferPointer { storage, count in
        if let source = text.baseAddress, let target = storage.baseAddress {
          unsafe (target + count).update(from: source, count: text.count)
          count += text.count
        }
      }
      output.append(0x22)
      if let end { output.append(end) }
    }
  }

  /// Where the first byte that needs an escape stands, from `start` on; the count of the text where none does.
  private static func plainCount(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var place = start
    while place < text.count {
      if unsafe place + 8 <= text.count && isPlain(UnsafeRawPointer(text.baseAddress), at: place) {
        place += 8
        continue
      }
      let byte = unsafe text[place]
      if byte < 0x20 || byte == 0x22 || byte == 0x5C { return place }
      place += 1
    }
    return place
  }

  /// Whether none of the eight bytes at `place` needs an escape: no quotation mark, no backslash, nothing below the blank.
  @inline(__always)
  private static func isPlain(_ text: UnsafeRawPointer?, at place: Int) -> Bool {
    guard let text = unsafe text else { return false }
    let word = unsafe text.loadUnaligned(fromByteOffset: place, as: UInt64.self)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    // The classic test for a zero byte, made for three values at once; a byte beyond ASCII is looked at one by one.
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5C)
    let found = (word &- ones &* 0x20) | (quotes &- ones) | (slashes &- ones) | word
    return found & highs == 0
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
    case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
    case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
    default:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(hexadecimalDigit(byte >> 4))
      bytes.append(hexadecimalDigit(byte & 0x0F))
    }
  }
}
