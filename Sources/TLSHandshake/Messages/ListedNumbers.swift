internal import ByteParsing

/// A number of a registry that stands in two bytes.
public protocol ListedNumber: Sendable {
  init(rawValue: UInt16)
}

extension CipherSuite: ListedNumber {}
extension NamedGroup: ListedNumber {}
extension SignatureScheme: ListedNumber {}
extension TLSVersion: ListedNumber {}
extension UInt16: ListedNumber {
  public init(rawValue: UInt16) { self = rawValue }
}

/// The numbers of a list of a hello, in its order. They are read where they lie, so that to look through them takes no memory.
public struct ListedNumbers<Number: ListedNumber>: RandomAccessCollection, Sendable {
  /// The message, of which the list is a part.
  @usableFromInline let message: [UInt8]
  @usableFromInline let start: Int
  @usableFromInline let length: Int

  /// - Parameter place: Within the message; of an odd length, the last byte is none of its numbers.
  init(_ message: [UInt8], _ place: Range<Int>) {
    self.message = message
    start = place.lowerBound
    length = place.count / 2
  }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { length }
  @inlinable public subscript(place: Int) -> Number {
    Number(rawValue: UInt16(message[start + 2 * place]) << 8 | UInt16(message[start + 2 * place + 1]))
  }
}

/// An entry of a list of a hello that is told by a number and by the size in bytes of what follows it.
public protocol ListedVector: Sendable {
  init(number: UInt16, length: Int)
}

/// The entries of such a list, in its order, read where they lie.
public struct ListedVectors<Entry: ListedVector>: Sequence, Sendable {
  private let message: [UInt8]
  private let start: Int
  /// How many there are.
  public let count: Int

  /// - Parameters:
  ///   - place: Within the message.
  ///   - count: So many entries stand there, which are whole.
  init(_ message: [UInt8], _ place: Range<Int>, count: Int) {
    self.message = message
    start = place.lowerBound
    self.count = count
  }

  public var isEmpty: Bool { count == 0 }
  public var underestimatedCount: Int { count }

  public func makeIterator() -> Iterator { Iterator(message: message, position: start, left: count) }

  public struct Iterator: IteratorProtocol {
    fileprivate let message: [UInt8]
    fileprivate var position: Int
    fileprivate var left: Int

    public mutating func next() -> Entry? {
      guard left > 0 else { return nil }
      left -= 1
      let length = Int(message.span.bigEndianUInt16(at: position + 2))
      defer { position += 4 + length }
      return Entry(number: message.span.bigEndianUInt16(at: position), length: length)
    }
  }
}
