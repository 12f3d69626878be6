public import Synchronization

/// Remembers what was made of things that come again and again: thousands of sessions of one server say the same.
///
/// Each is known by a number that was made from it. Two things can have one number: whoever finds a value compares what it was made of. Bounded,
/// and the same on every thread, where a value is a pure function of what it was made of.
@usableFromInline
package final class RecentValues<Value: Sendable>: Sendable {
  @usableFromInline
  package enum Found {
    /// What was kept under the number, to be compared.
    case value(Value)
    /// The number came before, and nothing is kept: it is worth while to ``RecentValues/keep(_:under:)`` what is made.
    case again
    /// The number did not come lately. What comes once takes no memory.
    case never
  }

  @usableFromInline
  struct Slot: Sendable {
    @usableFromInline var number: UInt64
    @usableFromInline var value: Value?

    @usableFromInline
    init(number: UInt64, value: Value? = nil) {
      self.number = number
      self.value = value
    }
  }

  /// Two slots next to each other for each group of numbers, the one that was found latest first.
  @usableFromInline let slots: Mutex<[Slot]>
  /// A power of two.
  @usableFromInline static var groups: Int { 256 }

  @inlinable
  package init() {
    slots = Mutex([Slot](repeating: Slot(number: 0), count: 2 * Self.groups))
  }

  @inlinable
  package func find(_ number: UInt64) -> Found {
    slots.withLock { slots in
      let first = Self.first(number)
      if slots[first].number != number {
        let isSecond = slots[first + 1].number == number
        slots.swapAt(first, first + 1)
        guard isSecond else {
          slots[first] = Slot(number: number)
          return .never
        }
      }
      guard let value = slots[first].value else { return .again }
      return .value(value)
    }
  }

  /// Keeps a value under a number that was found just now.
  @inlinable
  package func keep(_ value: Value, under number: UInt64) {
    slots.withLock { slots in
      let first = Self.first(number)
      if slots[first].number == number { slots[first].value = value }
    }
  }

  @inlinable
  @inline(__always)
  static func first(_ number: UInt64) -> Int { Int(truncatingIfNeeded: number) & (Self.groups - 1) << 1 }
}
