internal import CFileWindows
internal import Synchronization

/// A run of bytes that a source lends: memory of its own, or a file where the system maps it.
///
/// The memory belongs to this value alone and goes with it. All reading happens through ``span``, which checks its bounds.
@safe
struct ByteWindow: ~Copyable {
  let count: Int
  private let start: UnsafeMutableRawPointer
  /// Negative for memory of its own.
  private let guardNumber: Int32

  /// Memory of its own, of any content where it was used before, else filled with zeros.
  init(count: Int) {
    if count == ByteSource.bufferSize, let used = unsafe SpareBuffers.take() {
      unsafe start = used
      self.count = count
      guardNumber = -1
      return
    }
    unsafe start = .allocate(byteCount: max(count, 1), alignment: 64)
    unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: count)
    self.count = count
    guardNumber = -1
  }

  /// Memory of its own with these bytes.
  init(copying bytes: [UInt8]) {
    self.init(count: bytes.count)
    let start = unsafe start
    // Unsafe: as many bytes as were allocated are copied from the array's own storage.
    unsafe bytes.withUnsafeBytes { source in
      if let base = source.baseAddress { unsafe start.copyMemory(from: base, byteCount: source.count) }
    }
  }

  /// A file from `offset` on, to be read only and from front to back; `nil` where it cannot be mapped. `offset` is a
  /// multiple of the page size.
  init?(mapping descriptor: Int32, at offset: UInt64, count: Int) {
    // Unsafe: the mapping belongs to this value; where it cannot be guarded it is given back untouched.
    guard let mapping = unsafe SystemCalls.map(descriptor, at: offset, count: count) else { return nil }
    let number = unsafe file_window_guard(mapping, count)
    guard number >= 0 else {
      unsafe SystemCalls.unmap(mapping, count: count)
      return nil
    }
    unsafe start = mapping
    self.count = count
    guardNumber = number
  }

  deinit {
    if guardNumber >= 0 {
      file_window_release(guardNumber)
      unsafe SystemCalls.unmap(start, count: count)
    } else if count != ByteSource.bufferSize || !(unsafe SpareBuffers.give(start)) {
      unsafe start.deallocate()
    }
  }

  var isMapped: Bool { guardNumber >= 0 }

  /// Whether the file could not give all bytes of the window, so that zeros stand in their place. Asked for each packet.
  @inline(__always)
  var isBroken: Bool { guardNumber >= 0 && file_window_is_broken(guardNumber) }

  var span: Span<UInt8> {
    @_lifetime(borrow self)
    @inline(__always)
    get {
      // Unsafe: `count` bytes begin at `start` as long as this value lives, which the span does not outlive.
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
      return unsafe _overrideLifetime(Span<UInt8>(_unsafeBytes: bytes), borrowing: self)
    }
  }

  /// Asks the processor for two cache lines at a place that will be read soon; one outside the window does no harm.
  @inline(__always)
  func prefetch(_ place: Int) {
    // Unsafe: nothing is read; the address is a hint.
    unsafe file_window_prefetch(UnsafeRawPointer(bitPattern: UInt(bitPattern: start) &+ UInt(bitPattern: place)))
  }

  /// Lets go of what the system holds in memory of a mapped file between two places; it brings it again if it must.
  func forget(from place: Int, to end: Int) {
    let first = place & ~(SystemCalls.pageSize - 1)
    let last = end & ~(SystemCalls.pageSize - 1)
    guard isMapped, first >= 0, last > first, last <= count else { return }
    // Unsafe: whole pages within the mapping.
    unsafe SystemCalls.forget(start + first, count: last - first)
  }
}

/// Buffers of files that were read, for the next ones: given back, each would leave a hole in the heap that names of files then fall
/// into, and a folder of thousands of files would take the sum of them.
private enum SpareBuffers {
  private static let most = 4
  /// Their addresses. All have ``ByteSource/bufferSize`` bytes and no other owner.
  private static let spare = Mutex<[UInt]>([])

  @unsafe
  static func take() -> UnsafeMutableRawPointer? {
    let address = spare.withLock { $0.popLast() }
    return unsafe address.flatMap { unsafe UnsafeMutableRawPointer(bitPattern: $0) }
  }

  /// Whether it was kept.
  @unsafe
  static func give(_ buffer: UnsafeMutableRawPointer) -> Bool {
    let address = UInt(bitPattern: buffer)
    return spare.withLock {
      guard $0.count < most else { return false }
      $0.append(address)
      return true
    }
  }
}

// MARK: Memory of its own

extension ByteWindow {
  /// Reads from a descriptor into the window from `place` to its end; the count of bytes, 0 at the end of the file.
  mutating func read(_ descriptor: Int32, to place: Int) throws(SystemCalls.Failure) -> Int {
    guard !isMapped, place < count else { return 0 }
    // Unsafe: what lies behind `place` belongs to this value.
    return try unsafe SystemCalls.readBytes(
      descriptor, into: UnsafeMutableRawBufferPointer(start: start + place, count: count - place))
  }

  /// Moves `range` to the front.
  mutating func moveToFront(_ range: Range<Int>) {
    guard !isMapped, range.lowerBound > 0, range.upperBound <= count else { return }
    // Unsafe: both places lie within the window, by the check above; copyMemory allows that they overlap.
    unsafe start.copyMemory(from: start + range.lowerBound, byteCount: range.count)
  }

  /// The bytes of `range` at the front of a longer window.
  func grown(to count: Int, keeping range: Range<Int>) -> ByteWindow {
    let larger = ByteWindow(count: max(count, range.count))
    guard range.lowerBound >= 0, range.upperBound <= self.count else { return larger }
    // Unsafe: the range lies within this window, and the other is as long at least.
    unsafe larger.start.copyMemory(from: start + range.lowerBound, byteCount: range.count)
    return larger
  }
}

/// Unsafe only towards the compiler, which cannot see that the memory has one owner: the value cannot be copied.
extension ByteWindow: @unchecked Sendable {}
