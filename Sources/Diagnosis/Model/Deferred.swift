import Synchronization

/// A value that is worked out when somebody asks for it, and then kept: the words of a finding cost more than to find it, and of
/// a million findings a summary prints none.
///
/// Unchecked: `give` and `isMade` are touched only under the lock, and what a maker holds no longer changes once its diagnosis is over.
final class Deferred<Value: Sendable>: @unchecked Sendable {
  private let lock = Mutex(())
  /// Makes the value the first time, and then has it. A closure alone, whose size does not hang on the value: so a place is given
  /// back without asking what lies in it.
  private var give: () -> Value
  private var isMade: Bool

  init(_ make: @escaping () -> Value) {
    give = make
    isMade = false
  }

  init(_ value: Value) {
    give = { value }
    isMade = true
  }

  var value: Value {
    lock.withLock { _ in
      let value = give()
      if !isMade {
        give = { value }
        isMade = true
      }
      return value
    }
  }
}
