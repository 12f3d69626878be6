/// Looks for a text in another, byte for byte.
package enum UTF8Search {
  package static func contains(_ text: String, in whole: String) -> Bool {
    var text = text
    var whole = whole
    // Unsafe: both pointers are lent for the comparison and do not leave the closures.
    return text.withUTF8 { text in whole.withUTF8 { whole in unsafe contains(text, in: whole) } }
  }

  static func contains(_ text: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = unsafe text.first else { return true }
    guard whole.count >= text.count else { return false }
    let last = whole.count - text.count
    var start = 0
    while start <= last {
      if unsafe whole[start] == first {
        var length = 1
        while unsafe length < text.count && whole[start + length] == text[length] { length += 1 }
        if length == text.count { return true }
      }
      start += 1
    }
    return false
  }
}
