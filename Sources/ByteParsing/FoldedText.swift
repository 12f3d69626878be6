/// A text whose ASCII letters are lower case, to look for words in it without regard to letter case.
///
/// Replies are searched for some hundred phrases; the standard library's search of strings costs a microsecond for each.
package struct FoldedText: Sendable {
  private let bytes: [UInt8]

  package init(_ text: String) {
    self.init(joining: [text])
  }

  /// Several texts, joined by spaces.
  package init(joining texts: [String]) {
    self.init(joining: texts, firstFrom: 0)
  }

  /// The same without the first word of the first text.
  package init(withoutFirstWordOf texts: [String]) {
    self.init(joining: texts, firstFrom: texts.first.map { $0.utf8.prefix { $0 != 0x20 }.count } ?? 0)
  }

  private init(joining texts: [String], firstFrom start: Int) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(texts.reduce(texts.count) { $0 + $1.utf8.count })
    for (index, text) in texts.enumerated() {
      if index > 0 { bytes.append(0x20) }
      bytes.append(contentsOf: index == 0 ? text.utf8.dropFirst(start) : text.utf8[...])
    }
    for index in bytes.indices { bytes[index] = asciiLowercase(bytes[index]) }
    self.bytes = bytes
  }

  /// The runs of letters and digits; bytes beyond ASCII are taken for letters.
  package var words: [String] {
    bytes.split { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: false
      default: true
      }
    }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether `word`, which is given in lower case, stands anywhere in the text.
  package func contains(_ word: String) -> Bool {
    var word = word
    // Unsafe: both pointers are lent for the comparison and do not leave the closures.
    return word.withUTF8 { word in unsafe bytes.withUnsafeBufferPointer { unsafe UTF8Search.contains(word, in: $0) } }
  }

  /// The same where neither a letter, a digit, a hyphen nor a dot stands beside it: not as a part of a longer word or of a host's name.
  package func containsWord(_ word: String) -> Bool {
    guard contains(word) else { return false }
    let word = Array(word.utf8)
    for start in bytes.indices where bytes[start...].starts(with: word) {
      let end = start + word.count
      let isAlone = (start == 0 || !Self.joins(bytes[start - 1])) && (end == bytes.count || !Self.joins(bytes[end]))
      if isAlone { return true }
    }
    return false
  }

  /// Whether a byte goes on with a word; bytes beyond ASCII are taken for letters.
  private static func joins(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x2D, 0x2E, 0x80...0xFF: true
    default: false
    }
  }
}

extension Span where Element == UInt8 {
  /// Whether `word`, which is given in lower case, stands anywhere; ASCII letters match without case.
  package func contains(folded word: [UInt8]) -> Bool {
    guard let first = word.first else { return true }
    guard word.count <= count else { return false }
    for start in 0...(count - word.count) where asciiLowercase(self[start]) == first {
      var length = 1
      while length < word.count, asciiLowercase(self[start + length]) == word[length] { length += 1 }
      if length == word.count { return true }
    }
    return false
  }

  /// Whether it ends with `suffix`, which is given in lower case; ASCII letters match without case.
  package func ends(withFolded suffix: [UInt8]) -> Bool {
    guard suffix.count <= count else { return false }
    // From the last byte on, which mostly decides.
    for back in 1..<(suffix.count + 1)
    where asciiLowercase(self[count - back]) != suffix[suffix.count - back] {
      return false
    }
    return true
  }
}
