import ByteParsing

/// Walks over the fields of a handshake message. It holds positions only; the bytes are handed to each call, so a reader
/// for a vector inside a vector is a plain value.
struct FieldReader {
  private(set) var position: Int
  let end: Int

  init(_ bytes: Span<UInt8>) {
    position = 0
    end = bytes.count
  }

  init(_ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  var remaining: Int { end - position }
  var isAtEnd: Bool { position >= end }

  mutating func uint8(_ bytes: Span<UInt8>, _ field: StaticString) throws(MessageProblem) -> UInt8 {
    bytes[try advance(1, field)]
  }

  mutating func uint16(_ bytes: Span<UInt8>, _ field: StaticString) throws(MessageProblem) -> UInt16 {
    bytes.bigEndianUInt16(at: try advance(2, field))
  }

  mutating func uint24(_ bytes: Span<UInt8>, _ field: StaticString) throws(MessageProblem) -> Int {
    Int(bytes.bigEndianUInt24(at: try advance(3, field)))
  }

  mutating func uint32(_ bytes: Span<UInt8>, _ field: StaticString) throws(MessageProblem) -> UInt32 {
    bytes.bigEndianUInt32(at: try advance(4, field))
  }

  mutating func bytes(_ count: Int, of bytes: Span<UInt8>, _ field: StaticString) throws(MessageProblem) -> [UInt8] {
    bytes.extracting(try place(count, field)).copied()
  }

  /// The extent of the next `count` bytes.
  mutating func place(_ count: Int, _ field: StaticString) throws(MessageProblem) -> Range<Int> {
    try extent(count, field)
  }

  mutating func skip(_ count: Int, _ field: StaticString) throws(MessageProblem) {
    _ = try advance(count, field)
  }

  /// The extent of a vector whose length stands in one byte before it.
  mutating func vector8(_ bytes: Span<UInt8>, _ field: StaticString) throws(MessageProblem) -> Range<Int> {
    try extent(Int(uint8(bytes, field)), field)
  }

  mutating func vector16(_ bytes: Span<UInt8>, _ field: StaticString) throws(MessageProblem) -> Range<Int> {
    try extent(Int(uint16(bytes, field)), field)
  }

  mutating func vector24(_ bytes: Span<UInt8>, _ field: StaticString) throws(MessageProblem) -> Range<Int> {
    try extent(uint24(bytes, field), field)
  }

  /// The 16-bit numbers of a range that a vector gave.
  func numbers(_ bytes: Span<UInt8>, _ range: Range<Int>, _ field: StaticString) throws(MessageProblem) -> [UInt16] {
    try numbers(bytes, range, field) { $0 }
  }

  /// The same, each as what it stands for.
  @inline(__always)
  func numbers<Number>(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ field: StaticString, as meaning: (UInt16) -> Number
  ) throws(MessageProblem) -> [Number] {
    try requireNumbers(range, field)
    var numbers: [Number] = []
    numbers.reserveCapacity(range.count / 2)
    var offset = range.lowerBound
    while offset < range.upperBound {
      numbers.append(meaning(bytes.bigEndianUInt16(at: offset)))
      offset += 2
    }
    return numbers
  }

  /// That a range can hold 16-bit numbers.
  func requireNumbers(_ range: Range<Int>, _ field: StaticString) throws(MessageProblem) {
    guard range.count % 2 == 0 else {
      throw MessageProblem(
        reason: .unevenLength, field: "\(field)", expected: 2, found: UInt64(range.count), position: range.lowerBound)
    }
  }

  func requireEnd(_ field: StaticString) throws(MessageProblem) {
    guard isAtEnd else {
      throw MessageProblem(
        reason: .trailingBytes, field: "\(field)", expected: 0, found: UInt64(remaining), position: position)
    }
  }

  private mutating func extent(_ count: Int, _ field: StaticString) throws(MessageProblem) -> Range<Int> {
    let start = try advance(count, field)
    return start..<(start + count)
  }

  private mutating func advance(_ count: Int, _ field: StaticString) throws(MessageProblem) -> Int {
    guard count >= 0, count <= end - position else {
      throw MessageProblem(
        reason: .tooShort, field: "\(field)", expected: UInt64(max(count, 0)), found: UInt64(max(remaining, 0)),
        position: position)
    }
    let start = position
    position += count
    return start
  }
}
