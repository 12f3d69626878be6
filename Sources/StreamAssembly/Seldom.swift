/// A value that most structures of a kind never need: until it is first changed it is as its `init()` makes it, and takes no memory.
struct Seldom<Value: SeldomNeeded>: Sendable {
  /// None, or one element.
  private var storage: [Value] = []

  /// Whether it was never changed.
  @inline(__always)
  var isUntouched: Bool { storage.isEmpty }

  var value: Value {
    @inline(__always) get { storage.isEmpty ? Value() : storage[0] }
    @inline(__always) _modify {
      if storage.isEmpty { storage = [Value()] }
      yield &storage[0]
    }
  }
}

/// What begins with nothing in it.
protocol SeldomNeeded: Sendable {
  init()
}
