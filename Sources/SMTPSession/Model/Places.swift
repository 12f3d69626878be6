/// Places in a list, in rising order. Most stand next to each other and then take no memory of their own.
public struct Places: Sendable, Hashable, RandomAccessCollection {
  private var first = 0
  private var length = 0
  /// All of them, where they do not stand next to each other; else empty.
  private var scattered: [Int] = []

  public init() {}

  /// Places next to each other.
  init(_ range: Range<Int>) {
    first = range.lowerBound
    length = range.count
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { length }
  public subscript(index: Int) -> Int {
    precondition(index >= 0 && index < length, "index \(index) is not one of \(length) places")
    return scattered.isEmpty ? first + index : scattered[index]
  }

  mutating func append(_ place: Int) {
    if length == 0 { first = place }
    if scattered.isEmpty, length > 0, place != first + length { scattered = Array(first..<(first + length)) }
    if !scattered.isEmpty { scattered.append(place) }
    length += 1
  }
}
