/// A value in memory of its own, apart from the structure that it belongs to: one that is large and seldom asked for does not lie
/// between what every packet touches, and one that many share is not copied for each. A copy is a value of its own.
struct Apart<Value: Sendable>: Sendable {
  /// One element; none only while the value is moved to another place.
  private var storage: [Value]

  init(_ value: Value) {
    storage = [value]
  }

  private init(storage: [Value]) {
    self.storage = storage
  }

  @inline(__always)
  var value: Value {
    // Through a span, which lends the element where it lies; the array itself would give a copy.
    @inline(__always) _read { yield storage.span[0] }
    @inline(__always) _modify { yield &storage[0] }
  }

  /// Takes the memory out, filled with `value`, so that it can be put into another structure without a new allocation. Nothing may
  /// be asked of this one until then.
  mutating func moved(holding value: Value) -> Apart {
    var taken: [Value] = []
    swap(&taken, &storage)
    if taken.isEmpty { taken.append(value) } else { taken[0] = value }
    return Apart(storage: taken)
  }
}
