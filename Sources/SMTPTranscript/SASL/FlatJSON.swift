import PlainWords

/// The strings and numbers that stand directly in a JSON object (RFC 8259): what error reports and claims consist of.
enum FlatJSON {
  static let maximumMembers = 64

  /// Keys and values in their order; arrays, objects, truth values and `null` are left out. `nil` for what is no object.
  static func members(_ bytes: [UInt8]) -> [(key: String, value: String)]? {
    var scan = Scan(bytes: bytes)
    guard scan.take(0x7B) else { return nil }
    var result: [(key: String, value: String)] = []
    if scan.take(0x7D) { return result }
    repeat {
      guard let key = scan.string(), scan.take(0x3A) else { return nil }
      switch scan.value() {
      case .text(let value)?: if result.count < maximumMembers { result.append((key, value)) }
      case .other?: break
      case nil: return nil
      }
    } while scan.take(0x2C)
    return scan.take(0x7D) ? result : nil
  }

  private enum Value {
    case text(String)
    case other
  }

  private struct Scan {
    let bytes: [UInt8]
    var position = 0

    mutating func take(_ byte: UInt8) -> Bool {
      skipBlanks()
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
      return true
    }

    mutating func value() -> Value? {
      skipBlanks()
      guard position < bytes.count else { return nil }
      if bytes[position] == 0x22 { return string().map(Value.text) }
      if bytes[position] == 0x7B || bytes[position] == 0x5B { return skipNested() ? .other : nil }
      let start = position
      while position < bytes.count, ![0x2C, 0x7D, 0x5D, 0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
        position += 1
      }
      guard position > start else { return nil }
      let word = bytes[start..<position]
      let isNumber = word.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
      return isNumber ? .text(String(decoding: word, as: UTF8.self)) : .other
    }

    mutating func string() -> String? {
      guard take(0x22) else { return nil }
      var text: [UInt8] = []
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if byte == 0x22 { return String(decoding: text, as: UTF8.self) }
        guard byte == 0x5C else {
          text.append(byte)
          continue
        }
        guard position < bytes.count else { return nil }
        let escaped = bytes[position]
        position += 1
        switch escaped {
        case 0x22, 0x5C, 0x2F: text.append(escaped)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x62, 0x66: text.append(0x20)
        case 0x75:
          guard position + 4 <= bytes.count,
            let unit = UInt16(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
          else { return nil }
          position += 4
          // A half of a surrogate pair stands as the replacement character; reports have none.
          let scalar = Unicode.Scalar(unit) ?? "\u{FFFD}"
          text.append(contentsOf: String(Character(scalar)).utf8)
        default: return nil
        }
      }
      return nil
    }

    /// Passes over an array or an object. Counts brackets and does not call itself.
    private mutating func skipNested() -> Bool {
      var depth = 0
      while position < bytes.count {
        switch bytes[position] {
        case 0x22:
          guard string() != nil else { return false }
          continue
        case 0x7B, 0x5B: depth += 1
        case 0x7D, 0x5D: depth -= 1
        default: break
        }
        position += 1
        if depth == 0 { return true }
      }
      return false
    }

    private mutating func skipBlanks() {
      while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }
  }
}

/// Points in time as RFC 3339 writes them, in UTC.
enum UTCText {
  /// `nil` for a year that does not have four digits.
  static func string(seconds: Int64) -> String? {
    guard seconds >= -62_135_596_800, seconds < 253_402_300_800 else { return nil }
    return CalendarTime(secondsSince1970: seconds).rfc3339()
  }

  /// A count of 100 nanoseconds since the year 1601, as Windows has it.
  static func string(fileTime: UInt64) -> String? {
    string(seconds: Int64(clamping: fileTime / 10_000_000) - 11_644_473_600)
  }
}
