import Synchronization

/// A value that is worked out when somebody asks for it, and then kept: the words of a finding cost more than to find it, and of
/// a million findings a summary prints none.
///
/// Unchecked: `state` is touched only under the lock, and what a maker holds no longer changes once its diagnosis is over.
final class Deferred<Value: Sendable>: @unchecked Sendable {
  private enum State {
    case known(Value)
    case unmade(() -> Value)
  }

  private let lock = Mutex(())
  private var state: State

  init(_ make: @escaping () -> Value) {
    state = .unmade(make)
  }

  init(_ value: Value) {
    state = .known(value)
  }

  var value: Value {
    lock.withLock { _ in
      switch state {
      case .known(let value): return value
      case .unmade(let make):
        let value = make()
        state = .known(value)
        return value
      }
    }
  }
}
