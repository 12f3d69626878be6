internal import ByteParsing

/// One direction cut into lines, whatever way its bytes arrive.
struct LineReader {
  /// Stream offset of the next byte.
  var offset: UInt64 = 0
  /// The stored start of a line that is not whole yet.
  var buffer: [UInt8] = []
  /// Bytes of the unfinished line, stored or not.
  var length: UInt64 = 0
  /// What the unfinished line holds, and how it was sent.
  var flags: ElementFlags = []
  var endsWithCR = false

  mutating func reset() {
    offset = 0
    clear()
  }

  mutating func clear() {
    if !buffer.isEmpty { buffer.removeAll(keepingCapacity: true) }
    length = 0
    flags = []
    endsWithCR = false
  }

  /// Reads one line, or what there is of it. `sent` is what holds for a line that begins here.
  mutating func next(_ bytes: Span<UInt8>, at position: Int, sent: ElementFlags) -> LineEvent {
    guard let feed = bytes.firstOffset(of: 0x0A, from: position) else {
      if length == 0 { flags = sent }
      store(bytes, from: position, to: bytes.count)
      return LineEvent(next: bytes.count)
    }
    let next = feed + 1
    if length == 0 {
      let hasCR = feed > position && bytes[feed - 1] == 0x0D
      let contentEnd = hasCR ? feed - 1 : feed
      let count = contentEnd - position
      let start = offset
      offset &+= UInt64(next - position)
      var lineFlags = sent.union(Self.flags(bytes.lineBytes(from: position, to: contentEnd)))
      if !hasCR { lineFlags.insert(.bareLF) }
      return LineEvent(
        next: next, isWhole: true, isBuffered: false, from: position, stored: min(count, SMTPLimits.maximumLineBytes),
        isCut: count > SMTPLimits.maximumLineBytes, flags: lineFlags, start: start, end: offset)
    }
    store(bytes, from: position, to: feed)
    let start = offset &- length
    offset &+= 1
    let content = endsWithCR ? length &- 1 : length
    var lineFlags = flags
    if !endsWithCR { lineFlags.insert(.bareLF) }
    return LineEvent(
      next: next, isWhole: true, isBuffered: true, from: 0,
      stored: Int(min(content, UInt64(SMTPLimits.maximumLineBytes))),
      isCut: content > UInt64(SMTPLimits.maximumLineBytes), flags: lineFlags, start: start, end: offset)
  }

  /// The end of the line that begins at `start`, line end included, where it is whole, ends with CRLF, is not too long and holds nothing that a line
  /// should not hold; else `nil`.
  static func plainLine(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    guard let feed = bytes.firstOffset(of: 0x0A, from: start), feed > start, bytes[feed - 1] == 0x0D,
      feed - 1 - start <= SMTPLimits.maximumLineBytes, bytes.lineBytes(from: start, to: feed - 1).isEmpty
    else { return nil }
    return feed + 1
  }

  /// Passes over a whole line, before which none was begun.
  mutating func pass(_ count: Int) { offset &+= UInt64(count) }

  /// What there is of a line that will not be finished; `nil` where none has begun.
  func unfinished() -> LineEvent? {
    guard length > 0 else { return nil }
    let content = endsWithCR ? length &- 1 : length
    return LineEvent(
      next: 0, isWhole: false, isBuffered: true, from: 0,
      stored: Int(min(content, UInt64(SMTPLimits.maximumLineBytes))),
      isCut: content > UInt64(SMTPLimits.maximumLineBytes), flags: flags.union(.incomplete), start: offset &- length,
      end: offset)
  }

  private mutating func store(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
    guard start < end else { return }
    if endsWithCR { flags.insert(.bareCR) }
    endsWithCR = bytes[end - 1] == 0x0D
    flags.formUnion(Self.flags(bytes.lineBytes(from: start, to: endsWithCR ? end - 1 : end)))
    // One byte more than is kept, for the CR that may turn out to belong to the line end.
    let room = SMTPLimits.maximumLineBytes + 1 - buffer.count
    if room > 0 { buffer.append(contentsOf: bytes.extracting(start..<min(end, start + room))) }
    length &+= UInt64(end - start)
    offset &+= UInt64(end - start)
  }

  @inline(__always)
  private static func flags(_ found: LineBytes) -> ElementFlags {
    guard !found.isEmpty else { return [] }
    var result: ElementFlags = []
    if found.contains(.eightBit) { result.insert(.eightBit) }
    if found.contains(.nul) { result.insert(.containsNUL) }
    if found.contains(.carriageReturn) { result.insert(.bareCR) }
    if found.contains(.control) { result.insert(.controlCharacter) }
    return result
  }
}

/// What ``LineReader/next(_:at:sent:)`` came to.
struct LineEvent {
  /// Where in the bytes to go on.
  var next: Int
  var isWhole = false
  /// The text is in the reader's buffer, else in the bytes at `from`.
  var isBuffered = false
  var from = 0
  /// Bytes of text, without the line end.
  var stored = 0
  var isCut = false
  var flags: ElementFlags = []
  var start: UInt64 = 0
  var end: UInt64 = 0
}
