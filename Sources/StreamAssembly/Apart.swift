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

  /// By address: a coroutine (`_read`) of a large value lends a copy in a frame of its own, and with Swift 6.3 its caller reads from that
  /// after the frame was given back, as the address sanitizer shows.
  var value: Value {
    @inline(__always) unsafeAddress { unsafe address }
    @inline(__always) unsafeMutableAddress { unsafe mutableAddress() }
  }

  /// Where the value lies, for as long as nothing is changed here.
  @inline(__always)
  var address: UnsafePointer<Value> {
    // Unsafe: the one element of the array, which is there while anybody asks. Whoever asks holds this structure, and so the array.
    unsafe storage.withUnsafeBufferPointer { unsafe $0.baseAddress.unsafelyUnwrapped }
  }

  /// The same for a change, of a value that no other structure shares.
  @inline(__always)
  mutating func mutableAddress() -> UnsafeMutablePointer<Value> {
    // Unsafe: as above; the array has made itself the only owner.
    unsafe storage.withUnsafeMutableBufferPointer { unsafe $0.baseAddress.unsafelyUnwrapped }
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
