import ByteParsing
import SMTPTranscript

/// Takes a client's credential out of a server's line that repeats it.
enum Echo {
  /// Shorter runs of letters are no credential.
  static let minimumCount = 6

  /// Where `reply` repeats a word of `secret`.
  static func places(of secret: Span<UInt8>, in reply: Span<UInt8>) -> [Range<Int>] {
    let words = secret.copied().split { $0 == 0x20 || $0 == 0x09 }.filter { $0.count >= minimumCount }.prefix(64)
    guard !words.isEmpty else { return [] }
    var places: [Range<Int>] = []
    var position = 0
    while position < reply.count {
      var longest = 0
      for word in words {
        var count = 0
        for byte in word {
          guard position + count < reply.count, asciiLowercase(reply[position + count]) == asciiLowercase(byte) else {
            break
          }
          count += 1
        }
        // A server may quote the start of a long word only.
        if count >= min(word.count, 8) { longest = max(longest, count) }
      }
      if longest > 0 { places.append(position..<(position + longest)) }
      position += max(1, longest)
    }
    return places
  }
}
