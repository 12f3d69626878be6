/// Base64 as RFC 4648 section 4 writes it and RFC 4954 section 4 asks for it: strict, with the reason where it is none.
enum Base64 {
  /// What makes a text no base64.
  enum Problem: Sendable, Hashable {
    /// A space, a tab or another control character. Offsets count from 0.
    case blank(offset: Int)
    /// `-` or `_`, of the alphabet for URLs.
    case urlAlphabet(offset: Int)
    case foreignCharacter(offset: Int)
    /// A `=` that is not at the end, or one too many.
    case misplacedPadding(offset: Int)
    /// The `=` at the end are missing; the rest can be read.
    case missingPadding
    /// The length leaves one character over, which holds no byte.
    case truncated
    /// The last character holds bits that belong to no byte; the rest can be read.
    case leftoverBits

    var isReadable: Bool { self == .missingPadding || self == .leftoverBits }
  }

  /// Characters that are read; what follows is left out.
  static let maximumCharacters = 64 << 10

  /// The bytes, and what is wrong with the text. There are no bytes where the text cannot be read for certain. Of a text
  /// that is not whole, the bytes of its whole groups of four, and no complaint about its end.
  static func decode(
    _ text: [UInt8], isWhole: Bool = true, forURLs: Bool = false
  ) -> (bytes: [UInt8], problem: Problem?) {
    let isCut = !isWhole || text.count > maximumCharacters
    let limit = isCut ? min(text.count, maximumCharacters) & ~3 : text.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(limit / 4 * 3 + 3)
    var group: UInt32 = 0
    var count = 0
    var position = 0
    while position < limit, text[position] != 0x3D {
      guard let value = value(of: text[position], forURLs: forURLs) else {
        return ([], complaint(text[position], at: position))
      }
      group = group << 6 | value
      count += 1
      if count == 4 {
        bytes.append(UInt8(truncatingIfNeeded: group >> 16))
        bytes.append(UInt8(truncatingIfNeeded: group >> 8))
        bytes.append(UInt8(truncatingIfNeeded: group))
        group = 0
        count = 0
      }
      position += 1
    }
    let padding = limit - position
    for offset in position..<limit where text[offset] != 0x3D {
      let isValue = value(of: text[offset], forURLs: forURLs) != nil
      return ([], isValue ? .misplacedPadding(offset: position) : complaint(text[offset], at: offset))
    }
    let needed = count == 0 ? 0 : 4 - count
    if count == 1 { return ([], .truncated) }
    if padding > needed { return ([], .misplacedPadding(offset: position + needed)) }
    var problem: Problem?
    if padding < needed && !forURLs { problem = .missingPadding }
    if count == 2 {
      bytes.append(UInt8(truncatingIfNeeded: group >> 4))
      if group & 0x0F != 0 { problem = problem ?? .leftoverBits }
    } else if count == 3 {
      bytes.append(UInt8(truncatingIfNeeded: group >> 10))
      bytes.append(UInt8(truncatingIfNeeded: group >> 2))
      if group & 0x03 != 0 { problem = problem ?? .leftoverBits }
    }
    return (bytes, problem)
  }

  private static func complaint(_ byte: UInt8, at offset: Int) -> Problem {
    if byte <= 0x20 { return .blank(offset: offset) }
    return byte == 0x2D || byte == 0x5F ? .urlAlphabet(offset: offset) : .foreignCharacter(offset: offset)
  }

  private static func value(of byte: UInt8, forURLs: Bool) -> UInt32? {
    switch byte {
    case 0x41...0x5A: UInt32(byte) - 0x41
    case 0x61...0x7A: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case 0x2B where !forURLs, 0x2D where forURLs: 62
    case 0x2F where !forURLs, 0x5F where forURLs: 63
    default: nil
    }
  }
}

extension Base64.Problem: CustomStringConvertible {
  /// Never holds a character of the text: it may be a password that was sent as it is.
  var description: String {
    switch self {
    case .blank(let offset): "a space or control character at position \(offset + 1)"
    case .urlAlphabet(let offset): "a character of the alphabet for URLs at position \(offset + 1)"
    case .foreignCharacter(let offset): "a character outside the alphabet at position \(offset + 1)"
    case .misplacedPadding(let offset): "a \"=\" in the wrong place, at position \(offset + 1)"
    case .missingPadding: "the \"=\" at its end are missing"
    case .truncated: "one character too many or too few"
    case .leftoverBits: "its last character holds bits that belong to no byte"
    }
  }
}

/// Base64 for those who only ask what a text would say.
package enum Base64Text {
  /// The bytes; `nil` where the text is no base64, or leaves a character over. Missing padding is forgiven.
  package static func decode(_ text: [UInt8], forURLs: Bool = false) -> [UInt8]? {
    let (bytes, problem) = Base64.decode(text, forURLs: forURLs)
    return problem.map(\.isReadable) ?? true ? bytes : nil
  }
}
