/// A reply code (RFC 5321 section 4.2) with the enhanced status code behind it (RFC 3463), where there is one.
struct StatusCode {
  /// `450 4.7.1`, or `450` alone.
  let text: String
  let isNegative: Bool

  /// Of a line that a server said, such as `450-4.7.1 try again`; `nil` where it does not begin with a code.
  init?(reply line: String) {
    let bytes = Array(line.utf8.prefix(24))
    guard bytes.count >= 3, bytes[..<3].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    guard bytes.count == 3 || bytes[3] == 0x20 || bytes[3] == 0x2D else { return nil }
    let enhanced = bytes.count > 4 ? Self.enhanced(bytes[4...], class: bytes[0]) : nil
    let code = String(decoding: bytes[..<3], as: UTF8.self)
    text = enhanced.map { "\(code) \($0)" } ?? code
    isNegative = bytes[0] == 0x34 || bytes[0] == 0x35
  }

  /// As a history writes it; `nil` where it is anything else.
  init?(written: String) {
    guard let code = StatusCode(reply: written), code.isNegative, code.text == written else { return nil }
    self = code
  }

  /// `class.subject.detail` of up to three digits each, with the class of the reply code.
  private static func enhanced(_ bytes: ArraySlice<UInt8>, class first: UInt8) -> String? {
    let word = bytes.prefix { $0 == 0x2E || (0x30...0x39).contains($0) }
    let parts = word.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].elementsEqual([first]), parts.allSatisfy({ (1...3).contains($0.count) }) else {
      return nil
    }
    let end = bytes.dropFirst(word.count).first
    guard end == nil || end == 0x20 else { return nil }
    return String(decoding: word, as: UTF8.self)
  }
}
