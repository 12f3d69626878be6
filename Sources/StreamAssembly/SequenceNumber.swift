/// A TCP sequence number: arithmetic modulo 2^32, and an order that holds within half of that space (RFC 9293 section
/// 3.4).
package struct SequenceNumber: Hashable, Sendable {
  package var rawValue: UInt32

  @inline(__always)
  package init(_ rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// The number `count` bytes further on. Negative counts go back.
  @inline(__always)
  package func advanced(by count: Int64) -> SequenceNumber {
    SequenceNumber(rawValue &+ UInt32(truncatingIfNeeded: count))
  }

  /// How many bytes lie from this number to `other`: positive where `other` is later, negative where it is earlier.
  ///
  /// At a distance of exactly 2^31 there is no order; the result is then -2^31 whichever is asked.
  @inline(__always)
  package func distance(to other: SequenceNumber) -> Int64 {
    Int64(Int32(bitPattern: other.rawValue &- rawValue))
  }

  @inline(__always)
  package func isBefore(_ other: SequenceNumber) -> Bool {
    distance(to: other) > 0
  }
}
