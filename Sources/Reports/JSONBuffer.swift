import ByteParsing

/// Writes JSON (RFC 8259) straight into bytes that are reused from session to session.
///
/// Own code, because every encoder at hand builds a tree of boxes first: over a million sessions that costs more than the
/// whole analysis.
package struct JSONBuffer: Sendable {
  /// What is written stands at its front. Behind that is room, which has its values already, so that to append is to store.
  private var storage: [UInt8] = []
  /// How many bytes are written.
  package private(set) var count = 0
  /// Whether the next value of the innermost object or array needs a comma before it.
  private var needsComma = false

  package init() {}

  /// What is written.
  package var span: Span<UInt8> {
    @_lifetime(borrow self)
    get { storage.span.extracting(0..<count) }
  }

  /// A copy of what is written.
  package var bytes: [UInt8] { Array(storage[..<count]) }

  /// Empties the buffer, in the middle of a document too.
  package mutating func removeAll() { count = 0 }

  /// What is written, of which the buffer is emptied.
  package mutating func takeBytes() -> [UInt8] {
    defer { removeAll() }
    return bytes
  }

  /// A line of plain text, for the outputs that are no JSON.
  package mutating func text(_ line: String) {
    append(line.utf8Span.span)
    write(atMost: 1) { $0.put(0x0A) }
  }

  // MARK: - Objects and arrays

  @inline(__always)
  package mutating func beginObject() { open(0x7B) }
  @inline(__always)
  package mutating func endObject() { close(0x7D) }
  @inline(__always)
  package mutating func beginArray() { open(0x5B) }
  @inline(__always)
  package mutating func endArray() { close(0x5D) }

  @inline(__always)
  private mutating func open(_ byte: UInt8) {
    value(atMost: 1) { $0.put(byte) }
    needsComma = false
  }

  @inline(__always)
  private mutating func close(_ byte: UInt8) {
    write(atMost: 1) { $0.put(byte) }
    needsComma = true
  }

  /// What follows is a document of its own.
  package mutating func endDocument() { needsComma = false }

  package mutating func newline() {
    write(atMost: 1) { $0.put(0x0A) }
    needsComma = false
  }

  // MARK: - Values

  /// Writes one value, of at most `size` bytes.
  @inline(__always)
  mutating func value(atMost size: Int, _ put: (inout BytePen) -> Void) {
    let isBehind = needsComma
    write(atMost: 1 + size) { pen in
      pen.putComma(if: isBehind)
      put(&pen)
    }
    needsComma = true
  }

  @inline(never)
  package mutating func string(_ value: String) {
    let isBehind = needsComma
    needsComma = true
    // Unsafe: the string's own bytes, read within their count.
    let isWritten: Void? = unsafe value.utf8.withContiguousStorageIfAvailable {
      unsafe appendQuoted($0, behindComma: isBehind)
    }
    if isWritten == nil {
      unsafe Array(value.utf8).withUnsafeBufferPointer { unsafe appendQuoted($0, behindComma: isBehind) }
    }
  }

  /// A word of the JSON contract: a name of ours, in which nothing is to be escaped.
  @inline(never)
  package mutating func word(_ word: String) {
    // Unsafe: the string's own bytes, read within their count.
    let isWritten: Void? = unsafe word.utf8.withContiguousStorageIfAvailable { text in
      unsafe assert(text.allSatisfy { !BytePen.needsEscape($0) }, "a word needs an escape")
      value(atMost: text.count + 2) { pen in
        pen.put(0x22)
        unsafe pen.put(text)
        pen.put(0x22)
      }
    }
    if isWritten == nil { string(word) }
  }

  package mutating func integer(_ value: Int) {
    self.value(atMost: BytePen.mostDigits) { $0.putNumber(value) }
  }

  /// A number as text: many readers of JSON keep 53 bits of one.
  package mutating func quoted(_ value: Int64) {
    self.value(atMost: 2 + BytePen.mostDigits) { pen in
      pen.put(0x22)
      pen.putNumber(Int(value))
      pen.put(0x22)
    }
  }

  /// The same with hexadecimal digits.
  package mutating func quoted(hexadecimal value: UInt64) {
    self.value(atMost: 2 + BytePen.mostDigits) { pen in
      pen.put(0x22)
      pen.putHexadecimal(value)
      pen.put(0x22)
    }
  }

  @inline(__always)
  package mutating func boolean(_ value: Bool) {
    if value { raw("true") } else { raw("false") }
  }

  @inline(__always)
  package mutating func null() {
    raw("null")
  }

  @inline(__always)
  private mutating func raw(_ text: StaticString) {
    value(atMost: text.utf8CodeUnitCount) { $0.put(text) }
  }

  /// Seconds, rounded to whole microseconds; what no JSON number can show becomes `null`.
  package mutating func seconds(_ value: Double) {
    // What is no number is not below anything.
    guard abs(value) < 1e12 else { return null() }
    let microseconds = Int((value * 1_000_000).rounded(.toNearestOrAwayFromZero))
    self.value(atMost: 1 + BytePen.mostDigits + BytePen.decimals) { $0.putMillionths(microseconds) }
  }

  /// A value that was written to another buffer.
  package mutating func embed(_ value: Span<UInt8>) {
    self.value(atMost: 0) { _ in }
    append(value)
  }

  // MARK: - Members

  @inline(__always)
  package mutating func key(_ name: StaticString) {
    value(atMost: BytePen.aroundName + name.utf8CodeUnitCount) { $0.putName(name) }
    needsComma = false
  }

  /// A member whose value takes at most `size` bytes.
  @inline(__always)
  mutating func field(_ name: StaticString, atMost size: Int, _ put: (inout BytePen) -> Void) {
    value(atMost: BytePen.aroundName + name.utf8CodeUnitCount + size) { pen in
      pen.putName(name)
      put(&pen)
    }
  }

  @inline(__always)
  package mutating func field(_ name: StaticString, _ value: String?) {
    if let value { field(name, value) } else { nullField(name) }
  }

  @inline(__always)
  package mutating func field(_ name: StaticString, _ value: String) {
    key(name)
    string(value)
  }

  /// A member whose value is a word of the JSON contract.
  @inline(__always)
  package mutating func field(_ name: StaticString, word value: String) {
    key(name)
    word(value)
  }

  @inline(__always)
  package mutating func field(_ name: StaticString, _ value: Int?) {
    if let value { field(name, value) } else { nullField(name) }
  }

  @inline(__always)
  package mutating func field(_ name: StaticString, _ value: Int) {
    field(name, atMost: BytePen.mostDigits) { $0.putNumber(value) }
  }

  @inline(__always)
  package mutating func field(_ name: StaticString, _ value: Bool) {
    if value { rawField(name, "true") } else { rawField(name, "false") }
  }

  @inline(__always)
  package mutating func nullField(_ name: StaticString) { rawField(name, "null") }

  @inline(__always)
  private mutating func rawField(_ name: StaticString, _ value: StaticString) {
    field(name, atMost: value.utf8CodeUnitCount) { $0.put(value) }
  }

  /// A member whose value is a list of texts.
  package mutating func strings(_ name: StaticString, _ values: [String]) {
    key(name)
    beginArray()
    for value in values { string(value) }
    endArray()
  }

  /// A member of an object, both of which stand in another document already.
  package mutating func member(_ key: String, _ value: Span<UInt8>) {
    string(key)
    write(atMost: 1) { $0.put(0x3A) }
    append(value)
  }

  // MARK: - Bytes

  /// The least room that is made at once.
  private static let leastRoom = 4096

  /// Writes at most `size` bytes: room is made for so many, once for all of them.
  @inline(__always)
  private mutating func write(atMost size: Int, _ put: (inout BytePen) -> Void) {
    makeRoom(size)
    let start = count
    count = unsafe storage.withUnsafeMutableBufferPointer { room in
      // Unsafe: from `start` on there is room for all that is put.
      guard let first = room.baseAddress else { return start }
      var pen = unsafe BytePen(at: first + start)
      put(&pen)
      let end = unsafe pen.place - first
      assert(end - start <= size, "more is put than there is room for")
      return end
    }
  }

  /// Makes sure that `size` more bytes have a place. It grows by doubling, so that what it costs does not depend on how much is written.
  @inline(__always)
  private mutating func makeRoom(_ size: Int) {
    if storage.count &- count < size { grow(by: size) }
  }

  @inline(never)
  private mutating func grow(by size: Int) {
    let length = max(2 * storage.count, count + size, Self.leastRoom)
    let written = storage[..<count]
    storage = unsafe [UInt8](unsafeUninitializedCapacity: length) { room, initialized in
      // Unsafe: what is written is not longer than the new room, of which every byte has a value.
      let rest = unsafe room.initialize(fromContentsOf: written)
      unsafe UnsafeMutableBufferPointer(rebasing: room[rest..<length]).initialize(repeating: 0)
      initialized = length
    }
  }

  private mutating func append(_ text: Span<UInt8>) {
    // Unsafe: the text's own bytes, read within their count.
    unsafe text.withUnsafeBufferPointer { text in
      write(atMost: text.count) { unsafe $0.put(text) }
    }
  }

  // MARK: - Texts

  @inline(never)
  private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, behindComma: Bool) {
    var isWhole = true
    @inline(__always)
    func put(_ pen: inout BytePen) {
      let start = pen
      pen.putComma(if: behindComma)
      pen.put(0x22)
      isWhole = unsafe pen.putPlain(text)
      // Nearly no text has anything to escape: where one does, it is written anew.
      if isWhole { pen.put(0x22) } else { pen = start }
    }
    write(atMost: text.count + 3, put)
    if !isWhole { unsafe appendEscaping(text, behindComma: behindComma) }
  }

  @inline(never)
  private mutating func appendEscaping(_ text: UnsafeBufferPointer<UInt8>, behindComma: Bool) {
    write(atMost: 2) { pen in
      pen.putComma(if: behindComma)
      pen.put(0x22)
    }
    var start = 0
    for place in 0..<text.count where unsafe BytePen.needsEscape(text[place]) {
      let run = unsafe UnsafeBufferPointer(rebasing: text[start..<place])
      write(atMost: run.count + BytePen.mostEscaped) { pen in
        unsafe pen.put(run)
        unsafe pen.putEscaped(text[place])
      }
      start = place + 1
    }
    let run = unsafe UnsafeBufferPointer(rebasing: text[start...])
    write(atMost: run.count + 1) { pen in
      unsafe pen.put(run)
      pen.put(0x22)
    }
  }
}
