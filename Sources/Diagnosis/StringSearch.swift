import ByteParsing

extension String {
  /// Whether `text` stands in it, byte for byte. The standard library's own search, which compares characters, costs a
  /// hundred times as much, and the rules look for many phrases.
  func contains(_ text: String) -> Bool {
    UTF8Search.contains(text, in: self)
  }

  /// Whether it begins with `text`, byte for byte.
  func begins(with text: String) -> Bool {
    let (whole, start) = (utf8Span.span, text.utf8Span.span)
    guard start.count <= whole.count else { return false }
    for index in start.indices where whole[index] != start[index] { return false }
    return true
  }
}
