/// A name with `*` for any run of characters, compared without regard to the case of ASCII letters.
public struct TextPattern: Sendable, Equatable {
  /// As it was given.
  public let text: String
  private let pieces: [[UInt8]]

  /// `nil` for an empty text.
  public init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    self.text = text
    pieces = Self.lowered(text).split(separator: 0x2A, omittingEmptySubsequences: false).map(Array.init)
  }

  /// Whether all of `candidate` is described by it.
  public func matches(_ candidate: String) -> Bool {
    var rest = Self.lowered(candidate)[...]
    guard let first = pieces.first, rest.starts(with: first) else { return false }
    if pieces.count == 1 { return rest.count == first.count }
    rest = rest.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() {
      guard let end = Self.end(of: piece, in: rest) else { return false }
      rest = rest[end...]
    }
    let last = pieces[pieces.count - 1]
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }

  /// Where the first occurrence of `piece` ends.
  private static func end(of piece: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard !piece.isEmpty else { return bytes.startIndex }
    var start = bytes.startIndex
    while start + piece.count <= bytes.endIndex {
      if bytes[start..<start + piece.count].elementsEqual(piece) { return start + piece.count }
      start += 1
    }
    return nil
  }

  private static func lowered(_ text: String) -> [UInt8] {
    text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }
}
