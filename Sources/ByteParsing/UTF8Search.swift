/// Looks for a text in another, byte for byte.
package enum UTF8Search {
  package static func contains(_ text: String, in whole: String) -> Bool {
    var text = text
    var whole = whole
    // Unsafe: both pointers are lent for the comparison and do not leave the closures.
    return text.withUTF8 { text in whole.withUTF8 { whole in unsafe contains(text, in: whole) } }
  }

  /// Where `text` stands first in `whole`, at `from` or behind it; `nil` where it does not.
  package static func firstPlace(of text: String, in whole: String, from: String.Index? = nil) -> String.Index? {
    var text = text
    var bytes = whole
    let start = from.map { whole.utf8.distance(from: whole.startIndex, to: $0) } ?? 0
    // Unsafe: as above.
    let place = text.withUTF8 { text in bytes.withUTF8 { bytes in unsafe offset(of: text, in: bytes, from: start) } }
    return place.map { whole.utf8.index(whole.startIndex, offsetBy: $0) }
  }

  static func contains(_ text: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>) -> Bool {
    unsafe offset(of: text, in: whole, from: 0) != nil
  }

  private static func offset(
    of text: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>, from: Int
  ) -> Int? {
    guard let first = unsafe text.first else { return from }
    guard whole.count >= text.count else { return nil }
    let last = whole.count - text.count
    var start = from
    while start <= last {
      if unsafe whole[start] == first {
        var length = 1
        while unsafe length < text.count && whole[start + length] == text[length] { length += 1 }
        if length == text.count { return start }
      }
      start += 1
    }
    return nil
  }
}
