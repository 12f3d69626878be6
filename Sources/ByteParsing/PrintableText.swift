/// Text from the wire, made safe to show.
///
/// Every string that leaves the parsers comes through here, so no writer can forget it: C0 and C1 control characters,
/// DEL, line and paragraph separators, the format characters of Unicode and others that change the direction of text or cannot be
/// seen, and all but the first marks of a pile of combining marks are written as `\xNN` or `\u{NNNN}`; bytes that are not UTF-8 are
/// written as `\xNN`. What remains is ordinary text, which each writer
/// still escapes for its own place (HTML, Markdown, JSON).
package enum PrintableText {
  /// The longest text, in bytes from the wire, that is shown of one line; what is cut is counted in the ellipsis.
  package static let maximumShownBytes = 4096

  package static func string(_ bytes: Span<UInt8>, limit: Int = maximumShownBytes) -> String {
    bytes.count <= limit && isPlain(bytes) ? String(utf8: bytes) : escaped(bytes, limit: limit)
  }

  // Not inlined: what every plain line would do at its beginning costs more than to look whether it is plain.
  @inline(never)
  private static func escaped(_ bytes: Span<UInt8>, limit: Int) -> String {
    let shown = min(bytes.count, limit)
    var output: [UInt8] = []
    output.reserveCapacity(shown)
    var offset = 0
    var marks = 0
    while offset < shown {
      let byte = bytes[offset]
      if byte >= 0x20 && byte < 0x7F {
        marks = 0
        output.append(byte)
        offset += 1
        continue
      }
      let (scalar, length) = decodeScalar(bytes, at: offset, end: shown)
      if let scalar {
        marks = isMark(scalar) ? marks + 1 : 0
        if isHidden(scalar) || marks > maximumMarks {
          appendEscape(of: scalar, to: &output)
        } else {
          for index in offset..<(offset + length) { output.append(bytes[index]) }
        }
      } else {
        appendHex(byte, to: &output)
      }
      offset += length
    }
    if bytes.count > shown {
      output.append(contentsOf: "… (\(bytes.count - shown) more bytes)".utf8)
    }
    return String(decoding: output, as: UTF8.self)
  }

  package static func string(_ bytes: [UInt8], limit: Int = maximumShownBytes) -> String {
    string(bytes.span, limit: limit)
  }

  /// The same, for a string that may come from outside (a file's name, a decoded field).
  package static func string(_ text: String) -> String {
    string(Array(text.utf8), limit: .max)
  }

  /// Whether all are printable ASCII, as nearly all lines are.
  private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    // The highest bit of a byte is set for what is beyond ASCII, below the blank, and for DEL. Where bytes are looked at together, one
    // of those may carry into the byte above it, which changes nothing: it was found itself.
    var other: UInt64 = 0
    bytes.forEachEight(filler: 0x20) { word in
      other |= word | (word &- 0x2020_2020_2020_2020) | (word &+ 0x0101_0101_0101_0101)
    }
    return other & 0x8080_8080_8080_8080 == 0
  }

  /// One UTF-8 sequence (RFC 3629): its scalar and length; `nil` and 1 where the byte begins none.
  private static func decodeScalar(_ bytes: Span<UInt8>, at offset: Int, end: Int) -> (Unicode.Scalar?, Int) {
    let first = bytes[offset]
    let length: Int
    var value: UInt32
    let smallest: UInt32
    switch first {
    case 0x00...0x7F: return (Unicode.Scalar(first), 1)
    case 0xC2...0xDF: (length, value, smallest) = (2, UInt32(first & 0x1F), 0x80)
    case 0xE0...0xEF: (length, value, smallest) = (3, UInt32(first & 0x0F), 0x800)
    case 0xF0...0xF4: (length, value, smallest) = (4, UInt32(first & 0x07), 0x10000)
    default: return (nil, 1)
    }
    guard offset + length <= end else { return (nil, 1) }
    for index in (offset + 1)..<(offset + length) {
      let byte = bytes[index]
      guard byte & 0xC0 == 0x80 else { return (nil, 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard value >= smallest, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
    return (scalar, length)
  }

  /// Combining marks on one letter. Writing needs three at most; piles of them reach over the lines around.
  private static let maximumMarks = 4

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return true
    default: return false
    }
  }

  /// Characters that a reader cannot see but that change what is seen.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F: true
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
    // The blank of braille is no white space, and looks like one.
    case 0x2800: true
    case 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0xE0FFF: true
    default: scalar.properties.generalCategory == .format
    }
  }

  private static func appendEscape(of scalar: Unicode.Scalar, to output: inout [UInt8]) {
    if scalar.value < 0x80 {
      appendHex(UInt8(scalar.value), to: &output)
    } else {
      output.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".utf8)
    }
  }

  private static func appendHex(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(contentsOf: "\\x".utf8)
    output.append(hexadecimalDigit(byte >> 4))
    output.append(hexadecimalDigit(byte & 0x0F))
  }
}

/// The digit of a value below 16, in lower case.
@inline(__always)
package func hexadecimalDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? 0x30 + value : 0x57 + value
}
