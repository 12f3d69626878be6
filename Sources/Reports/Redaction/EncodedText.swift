/// Text in base64 holds names that nobody sees at first sight: challenges, tokens, whole NTLM messages.
enum EncodedText {
  /// Characters of a run that may be such a text.
  static let minimumLength = 20

  /// The text with its encoded parts replaced by their length.
  static func withheld(in text: String) -> String {
    guard text.utf8.count >= minimumLength else { return text }
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var kept = 0
    var start = 0
    while start < bytes.count {
      guard isAlphabet(bytes[start]) else {
        start += 1
        continue
      }
      var end = start
      while end < bytes.count, isAlphabet(bytes[end]) { end += 1 }
      if end - start >= minimumLength, looksEncoded(bytes[start..<end], isWord: isApart(start..<end, bytes)) {
        output += bytes[kept..<start]
        output += "[\(end - start) encoded characters withheld]".utf8
        kept = end
      }
      start = end
    }
    guard kept > 0 else { return text }
    return String(decoding: output + bytes[kept...], as: UTF8.self)
  }

  /// A whole word of the right length; of others, what holds letters of both cases and digits, as words and names do not.
  private static func looksEncoded(_ run: ArraySlice<UInt8>, isWord: Bool) -> Bool {
    if isWord, run.count % 4 == 0 { return true }
    let isUpper = run.contains { (0x41...0x5A).contains($0) }
    let isLower = run.contains { (0x61...0x7A).contains($0) }
    return isUpper && isLower && run.contains { (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x3D }
  }

  private static func isApart(_ run: Range<Int>, _ bytes: [UInt8]) -> Bool {
    (run.lowerBound == 0 || bytes[run.lowerBound - 1] == 0x20)
      && (run.upperBound == bytes.count || bytes[run.upperBound] == 0x20)
  }

  /// Of base64 (RFC 4648 section 4).
  private static func isAlphabet(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F, 0x3D: true
    default: false
    }
  }
}
