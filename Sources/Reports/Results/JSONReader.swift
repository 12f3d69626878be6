/// Reads JSON (RFC 8259) that this program wrote into results, and that anybody may have changed since: what a line holds is found by
/// its place, and nothing is built of what nobody asks for.
///
/// Own code, because every decoder at hand needs Foundation, or builds the whole of a line that is copied for the most part.
package struct JSONReader {
  /// Where reading ended, and what was expected there.
  package struct Fault: Error, Equatable {
    package var offset: Int
    package var expected: String

    package init(offset: Int, expected: String) {
      self.offset = offset
      self.expected = expected
    }
  }

  /// Arrays and objects within each other.
  private static let maximumDepth = 32
  /// Digits, sign and exponent of a number.
  private static let maximumNumber = 40

  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  package init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
    self.bytes = bytes
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    position = range.lowerBound
    end = range.upperBound
  }

  /// The members of the object that the bytes are, with the place of each value.
  package mutating func members() throws(Fault) -> [(key: String, value: Range<Int>)] {
    var members: [(key: String, value: Range<Int>)] = []
    try expect(0x7B, "{")
    if skips(0x7D) {
      try expectEnd()
      return members
    }
    repeat {
      let key = try string()
      try expect(0x3A, ":")
      skipBlanks()
      let start = position
      try skipValue()
      members.append((key, start..<position))
    } while skips(0x2C)
    try expect(0x7D, "}")
    try expectEnd()
    return members
  }

  /// The places of the elements of the array that the bytes are.
  package mutating func elements() throws(Fault) -> [Range<Int>] {
    var elements: [Range<Int>] = []
    try expect(0x5B, "[")
    if skips(0x5D) {
      try expectEnd()
      return elements
    }
    repeat {
      skipBlanks()
      let start = position
      try skipValue()
      elements.append(start..<position)
    } while skips(0x2C)
    try expect(0x5D, "]")
    try expectEnd()
    return elements
  }

  /// The whole value.
  package mutating func value() throws(Fault) -> JSONValue {
    let value = try value(depth: 0)
    try expectEnd()
    return value
  }

  private mutating func value(depth: Int) throws(Fault) -> JSONValue {
    skipBlanks()
    guard depth < Self.maximumDepth else { throw fault("fewer arrays and objects within each other") }
    switch peek {
    case 0x7B:
      position += 1
      var members: [String: JSONValue] = [:]
      if skips(0x7D) { return .object(members) }
      repeat {
        let key = try string()
        try expect(0x3A, ":")
        members[key] = try value(depth: depth + 1)
      } while skips(0x2C)
      try expect(0x7D, "}")
      return .object(members)
    case 0x5B:
      position += 1
      var values: [JSONValue] = []
      if skips(0x5D) { return .array(values) }
      repeat { values.append(try value(depth: depth + 1)) } while skips(0x2C)
      try expect(0x5D, "]")
      return .array(values)
    case 0x22: return .string(try string())
    case 0x74:
      try word("true")
      return .bool(true)
    case 0x66:
      try word("false")
      return .bool(false)
    case 0x6E:
      try word("null")
      return .null
    default: return .number(try number())
    }
  }

  /// Passes over a value, and sees to it that it is one: it may be written again as it stands.
  private mutating func skipValue(depth: Int = 0) throws(Fault) {
    skipBlanks()
    guard depth < Self.maximumDepth else { throw fault("fewer arrays and objects within each other") }
    switch peek {
    case 0x7B:
      position += 1
      if skips(0x7D) { return }
      repeat {
        skipBlanks()
        try skipString()
        try expect(0x3A, ":")
        try skipValue(depth: depth + 1)
      } while skips(0x2C)
      try expect(0x7D, "}")
    case 0x5B:
      position += 1
      if skips(0x5D) { return }
      repeat { try skipValue(depth: depth + 1) } while skips(0x2C)
      try expect(0x5D, "]")
    case 0x22: try skipString()
    case 0x74: try word("true")
    case 0x66: try word("false")
    case 0x6E: try word("null")
    default: _ = try number()
    }
  }

  private var peek: UInt8? { position < end ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while position < end, bytes[position] <= 0x20 { position += 1 }
  }

  private mutating func skips(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ name: String) throws(Fault) {
    guard skips(byte) else { throw fault(name) }
  }

  private mutating func expectEnd() throws(Fault) {
    skipBlanks()
    guard position == end else { throw fault("the end of the value") }
  }

  private mutating func word(_ text: StaticString) throws(Fault) {
    let length = text.utf8CodeUnitCount
    guard position + length <= end else { throw fault("\(text)") }
    let isSame = text.withUTF8Buffer { word in
      // Unsafe: the word's own bytes, read within their count.
      word.indices.allSatisfy { unsafe word[$0] == bytes[position + $0] }
    }
    guard isSame else { throw fault("\(text)") }
    position += length
  }

  private mutating func number() throws(Fault) -> String {
    let start = position
    while position < end, position - start < Self.maximumNumber,
      (0x30...0x39).contains(bytes[position]) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(bytes[position])
    { position += 1 }
    guard position > start else { throw fault("a value") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipString() throws(Fault) {
    try expect(0x22, "\"")
    let (start, limit) = (position, end)
    let close = unsafe bytes.span.withUnsafeBufferPointer { unsafe Self.endOfString($0, from: start, limit) }
    guard let close else {
      position = end
      throw fault("the end of a text, and no control character in it")
    }
    position = close + 1
  }

  /// The place of the quotation mark that ends a text which begins at `start`; `nil` where none does, or where a control character stands before
  /// it (RFC 8259 section 7).
  @unsafe
  private static func endOfString(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ limit: Int) -> Int? {
    var place = start
    while place < limit {
      // Unsafe: `place` lies before the end of the bytes.
      switch unsafe bytes[place] {
      case 0x22: return place
      case 0x5C: place += 2
      case 0..<0x20, 0x7F: return nil
      default: place += 1
      }
    }
    return nil
  }

  private mutating func string() throws(Fault) -> String {
    skipBlanks()
    let start = position + 1
    try skipString()
    let content = bytes[start..<(position - 1)]
    guard content.contains(0x5C) else { return String(decoding: content, as: UTF8.self) }
    var result: [UInt8] = []
    var place = start
    let last = position - 1
    while place < last {
      guard bytes[place] == 0x5C else {
        result.append(bytes[place])
        place += 1
        continue
      }
      guard place + 1 < last else { throw fault("an escape") }
      place += 2
      switch bytes[place - 1] {
      case 0x6E: result.append(0x0A)
      case 0x74: result.append(0x09)
      case 0x72: result.append(0x0D)
      case 0x62: result.append(0x08)
      case 0x66: result.append(0x0C)
      case 0x75:
        var unit = try codeUnit(at: place, before: last)
        place += 4
        if (0xD800...0xDBFF).contains(unit), place + 1 < last, bytes[place] == 0x5C, bytes[place + 1] == 0x75 {
          let low = try codeUnit(at: place + 2, before: last)
          if (0xDC00...0xDFFF).contains(low) {
            unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            place += 6
          }
        }
        // Half a character stands for none.
        let scalar = Unicode.Scalar(unit) ?? "\u{FFFD}"
        result += Array(String(Character(scalar)).utf8)
      case let other: result.append(other)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func codeUnit(at place: Int, before last: Int) throws(Fault) -> UInt32 {
    guard place + 4 <= last,
      let unit = UInt32(String(decoding: bytes[place..<(place + 4)], as: UTF8.self), radix: 16)
    else { throw Fault(offset: place, expected: "four hexadecimal digits") }
    return unit
  }

  private func fault(_ expected: String) -> Fault { Fault(offset: position, expected: expected) }
}

/// A value of JSON, where it is small enough to be had whole.
package enum JSONValue: Sendable, Equatable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  /// As it is written.
  case number(String)
  case bool(Bool)
  case null

  /// Why a value is not what was expected.
  package struct Mismatch: Error, Equatable {
    package var key: String
    package var expected: String

    package init(key: String, expected: String) {
      self.key = key
      self.expected = expected
    }
  }

  package subscript(key: String) -> JSONValue {
    if case .object(let members) = self { members[key] ?? .null } else { .null }
  }

  package var text: String? { if case .string(let text) = self { text } else { nil } }
  package var isTrue: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }
  package var elements: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  package var isNull: Bool { self == .null }

  // What has to be there.

  package func text(_ key: String) throws(Mismatch) -> String {
    guard let text = self[key].text else { throw Mismatch(key: key, expected: "a text") }
    return text
  }

  package func integer(_ key: String) throws(Mismatch) -> Int {
    guard let value = self[key].integer else { throw Mismatch(key: key, expected: "a whole number") }
    return value
  }

  /// How many there are: no less than none, and so few that thousands of such numbers can be added.
  package func count(_ key: String) throws(Mismatch) -> Int {
    guard let value = self[key].integer, (0..<1 << 48).contains(value) else {
      throw Mismatch(key: key, expected: "a number from 0 on")
    }
    return value
  }

  package func truth(_ key: String) throws(Mismatch) -> Bool {
    guard let value = self[key].isTrue else { throw Mismatch(key: key, expected: "true or false") }
    return value
  }

  package func elements(_ key: String) throws(Mismatch) -> [JSONValue] {
    guard let values = self[key].elements else { throw Mismatch(key: key, expected: "a list") }
    return values
  }

  /// One of the words of an enumeration.
  package func word<Word: RawRepresentable>(_ key: String, _: Word.Type) throws(Mismatch) -> Word
  where Word.RawValue == String {
    guard let word = self[key].text.flatMap(Word.init(rawValue:)) else {
      throw Mismatch(key: key, expected: "a word of this version")
    }
    return word
  }

  /// A number of 64 bits in hexadecimal digits; `nil` where there is none.
  package func hexadecimal(_ key: String) throws(Mismatch) -> UInt64? {
    if self[key].isNull { return nil }
    guard let value = self[key].text.flatMap({ UInt64($0, radix: 16) }) else {
      throw Mismatch(key: key, expected: "a number in hexadecimal digits")
    }
    return value
  }
}
