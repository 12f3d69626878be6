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
    separate()
    bytes.append(0x22)
    name.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    bytes.append(0x22)
    bytes.append(0x3A)
    needsComma = false
  }

  package mutating func string(_ value: String) {
    separate()
    appendQuoted(value)
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
    let magnitude = Int(microseconds.magnitude)
    appendDigits(magnitude / 1_000_000)
    var rest = magnitude % 1_000_000
    if rest != 0 {
      bytes.append(0x2E)
      var digits = 6
      while rest % 10 == 0 {
        rest /= 10
        digits -= 1
      }
      let text = String(rest)
      for _ in 0..<(digits - text.utf8.count) { bytes.append(0x30) }
      bytes.append(contentsOf: text.utf8)
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
    } else {
      bytes.append(contentsOf: String(value).utf8)
    }
  }

  private mutating func appendQuoted(_ value: String) {
    bytes.append(0x22)
    for byte in value.utf8 {
      switch byte {
      case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
      case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
      case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
      case 0x00...0x1F:
        bytes.append(contentsOf: "\\u00".utf8)
        for digit in [byte >> 4, byte & 0x0F] { bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
