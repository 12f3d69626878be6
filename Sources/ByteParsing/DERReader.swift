/// Reads the elements of a run of DER one after the other (X.690), within the array that holds them.
package struct DERReader {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  package init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
    self.bytes = bytes
    let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next element: its tag of one byte, and where its content lies. `nil` at the end and where no element fits.
  package mutating func next() -> (tag: UInt8, content: Range<Int>)? {
    guard end - position >= 2 else { return nil }
    let tag = bytes[position]
    guard tag & 0x1F != 0x1F else { return nil }
    var length = Int(bytes[position + 1])
    var start = position + 2
    if length >= 0x80 {
      let count = length & 0x7F
      guard count >= 1, count <= 4, end - start >= count else { return nil }
      length = 0
      for offset in 0..<count { length = length << 8 | Int(bytes[start + offset]) }
      start += count
    }
    guard length <= end - start else { return nil }
    position = start + length
    return (tag, start..<position)
  }

  /// Passes over elements until one has `tag`.
  package mutating func first(_ tag: UInt8) -> Range<Int>? {
    while let element = next() {
      if element.tag == tag { return element.content }
    }
    return nil
  }

  /// The content that is reached by way of `tags`, each an element within the one before.
  package static func content(of tags: [UInt8], in bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
    var place = range
    for tag in tags {
      var reader = DERReader(bytes, place)
      guard let inner = reader.first(tag) else { return nil }
      place = inner
    }
    return place
  }
}
