/// A value that is worked out when somebody asks for it, and then kept: the words of a finding cost more than to find it, and of
/// a million findings a summary prints none.
///
/// Unchecked: a session with its findings goes from hand to hand; two threads never hold one at the same time.
final class Deferred<Value: Sendable>: @unchecked Sendable {
  private var make: (() -> Value)?
  private var known: Value?

  init(_ make: @escaping () -> Value) {
    self.make = make
  }

  init(_ value: Value) {
    known = value
  }

  var value: Value {
    if let known { return known }
    // The one initializer sets `known`, the other `make`.
    guard let make else { preconditionFailure("neither a value nor a way to make it") }
    let value = make()
    known = value
    self.make = nil
    return value
  }
}
