import ByteParsing

/// The first words of lines, which are printable and mostly ASCII: cut at bytes, not at characters.
enum Words {
  /// The first word; empty where the line is blank.
  static func first(of line: String) -> String {
    let bytes = line.utf8Span.span
    let word = firstBytes(of: bytes)
    return word.count == bytes.count ? line : String(utf8: word)
  }

  @_lifetime(copy line)
  static func firstBytes(of line: Span<UInt8>) -> Span<UInt8> {
    var start = 0
    while start < line.count, line[start] == 0x20 { start += 1 }
    return line.extracting(start..<(line.firstOffset(of: 0x20, from: start) ?? line.count))
  }

  /// What follows the first word and one blank; empty where nothing does.
  static func rest(of line: String) -> String {
    let bytes = line.utf8Span.span
    var start = 0
    while start < bytes.count, bytes[start] == 0x20 { start += 1 }
    guard let end = bytes.firstOffset(of: 0x20, from: start) else { return "" }
    return String(utf8: bytes.extracting((end + 1)..<bytes.count))
  }

  /// The line without its first `count` characters, which are ASCII.
  static func dropFirst(_ count: Int, of line: String) -> String {
    let bytes = line.utf8
    guard count > 0 else { return line }
    guard let start = bytes.index(bytes.startIndex, offsetBy: count, limitedBy: bytes.endIndex) else { return "" }
    return String(line[start...])
  }
}

/// Names of hosts, told from the other words that servers begin their lines with.
enum HostName {
  /// The first word of a line, where it looks like a host name with a dot, an address, or an address literal.
  static func first(of line: String) -> String? {
    let word = Words.firstBytes(of: line.utf8Span.span)
    return looksLikeOne(word) ? String(utf8: word) : nil
  }

  private static func looksLikeOne(_ word: Span<UInt8>) -> Bool {
    guard word.count >= 3, word.count <= 255 else { return false }
    if word[0] == 0x5B { return word.count > 4 && word[word.count - 1] == 0x5D }
    // Labels of letters, digits, hyphens and underscores; the last one no number, unless it is an address of four.
    var labels = 1
    var length = 0
    var isNumber = true
    var allNumbers = true
    for index in word.indices {
      let byte = word[index]
      switch byte {
      case 0x2E:
        guard length > 0 else { return false }
        allNumbers = allNumbers && isNumber
        labels += 1
        length = 0
        isNumber = true
        continue
      case 0x30...0x39: break
      case 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x80...0xFF: isNumber = false
      default: return false
      }
      length += 1
      if length > 63 { return false }
    }
    guard length > 0, labels > 1 else { return false }
    return isNumber ? allNumbers && labels == 4 : true
  }
}

/// The enhanced status code that the text of a reply begins with (RFC 3463 section 2, RFC 2034).
enum EnhancedStatus {
  static func code(in text: String) -> String? {
    let bytes = text.utf8Span.span
    var start = 0
    while start < bytes.count, bytes[start] == 0x20 { start += 1 }
    // Most replies begin otherwise.
    guard start < bytes.count, bytes[start] == 0x32 || bytes[start] == 0x34 || bytes[start] == 0x35 else { return nil }
    // One digit, and twice a dot with one to three of them.
    var place = start + 1
    for _ in 0..<2 {
      guard place < bytes.count, bytes[place] == 0x2E else { return nil }
      place += 1
      var digits = 0
      while place < bytes.count, digits < 4, bytes[place] >= 0x30, bytes[place] <= 0x39 {
        digits += 1
        place += 1
      }
      guard (1...3).contains(digits) else { return nil }
    }
    guard place == bytes.count || bytes[place] == 0x20 else { return nil }
    return PrintableText.string(bytes.extracting(start..<place))
  }
}
