/// A text that is put together of many, in one place: to lengthen a `String` costs about what it costs to make a short one.
package struct GatheredText: Sendable {
  private var bytes: [UInt8] = []

  /// - Parameter length: In bytes, about what it becomes.
  package init(length: Int) {
    bytes.reserveCapacity(length)
  }

  package var isEmpty: Bool { bytes.isEmpty }

  package mutating func add(_ text: String) {
    let added = text.utf8Span.span
    bytes.append(addingCapacity: added.count) { bytes in
      for place in added.indices { bytes.append(added[place]) }
    }
  }

  /// An ASCII character.
  package mutating func add(_ character: UInt8) { bytes.append(character) }

  package var text: String { String(decoding: bytes, as: UTF8.self) }
}
