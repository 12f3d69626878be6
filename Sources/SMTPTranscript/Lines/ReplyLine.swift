internal import ByteParsing

/// The fixed part of a reply line (RFC 5321 section 4.2).
enum ReplyLine {
  enum Separator { case space, hyphen, missing, end }

  /// The code and what follows it; `nil` for what is no reply line.
  @inline(__always)
  static func code(_ line: Span<UInt8>) -> (UInt16, Separator)? {
    guard line.count >= 3 else { return nil }
    let first = line[0]
    let second = line[1]
    let third = line[2]
    guard first >= 0x32, first <= 0x35, isDigit(second), isDigit(third) else { return nil }
    let code = UInt16(first - 0x30) * 100 + UInt16(second - 0x30) * 10 + UInt16(third - 0x30)
    guard line.count > 3 else { return (code, .end) }
    switch line[3] {
    case 0x20, 0x09: return (code, .space)
    case 0x2D: return (code, .hyphen)
    // A fourth digit, or a byte that is no text, makes it a number or something else altogether.
    case 0x30...0x39, 0x00...0x1F, 0x7F...0xFF, 0x2E, 0x3A, 0x2F, 0x2C: return nil
    default: return (code, .missing)
    }
  }

  /// The first four bytes of a line in the middle of a reply with that code.
  static func middle(of code: UInt16) -> UInt32 {
    let (hundreds, tens, ones) = (UInt32(code / 100), UInt32(code / 10 % 10), UInt32(code % 10))
    return (hundreds << 24 | tens << 16 | ones << 8) &+ 0x3030_3000 | 0x2D
  }

  static func isDigits(_ line: Span<UInt8>) -> Bool {
    for index in line.indices where !isDigit(line[index]) { return false }
    return true
  }
}
