/// The first words of lines, which are printable and mostly ASCII: cut at bytes, not at characters.
enum Words {
  /// The first word; empty where the line is blank.
  static func first(of line: String) -> String {
    let bytes = line.utf8
    guard let start = bytes.firstIndex(where: { $0 != 0x20 }) else { return "" }
    let end = bytes[start...].firstIndex(of: 0x20) ?? bytes.endIndex
    return String(line[start..<end])
  }

  /// What follows the first word and one blank; empty where nothing does.
  static func rest(of line: String) -> String {
    let bytes = line.utf8
    guard let start = bytes.firstIndex(where: { $0 != 0x20 }), let end = bytes[start...].firstIndex(of: 0x20) else {
      return ""
    }
    return String(line[bytes.index(after: end)...])
  }

  /// The line without its first `count` characters, which are ASCII.
  static func dropFirst(_ count: Int, of line: String) -> String {
    let bytes = line.utf8
    guard count > 0 else { return line }
    guard let start = bytes.index(bytes.startIndex, offsetBy: count, limitedBy: bytes.endIndex) else { return "" }
    return String(line[start...])
  }
}

/// The enhanced status code that the text of a reply begins with (RFC 3463 section 2, RFC 2034).
enum EnhancedStatus {
  static func code(in text: String) -> String? {
    // Most replies begin otherwise.
    guard let first = text.utf8.first(where: { $0 != 0x20 }), first == 0x32 || first == 0x34 || first == 0x35 else {
      return nil
    }
    let word = Words.first(of: text)
    guard word.utf8.count <= 9 else { return nil }
    let numbers = word.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard numbers.count == 3, numbers[0].count == 1,
      numbers.dropFirst().allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    return word
  }
}
