/// A value in memory of its own, apart from the structure that it belongs to: one that is large and seldom asked for does not lie
/// between what every packet touches, and one that many share is not copied for each. A copy is a value of its own.
struct Apart<Value: Sendable>: Sendable {
  /// One element.
  private var storage: [Value]

  init(_ value: Value) {
    storage = [value]
  }

  /// The value alone, lent where it lies, for what looks at much of it: a getter would copy that.
  var lent: Span<Value> {
    @_lifetime(borrow self)
    @inline(__always)
    get { storage.span }
  }

  /// Read by a getter, of which the optimizer leaves the one field that is asked for. Not by a coroutine (`_read`): of a large value that lends
  /// a copy in a frame of its own, and with Swift 6.3 its caller reads from there after the frame was given back, as the address sanitizer
  /// shows.
  var value: Value {
    @inline(__always) get { storage[0] }
    @inline(__always) _modify { yield &storage[0] }
  }
}
