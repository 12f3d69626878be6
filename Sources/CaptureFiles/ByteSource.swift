internal import ByteParsing

/// The bytes of one capture, in order, through one window over them.
///
/// The parsers ask that so many bytes lie in the window, read them in place, and move on; where they come from is this
/// type's affair alone: a buffer that is read into, or, for a long file, the file itself as the system maps it (see
/// ``readFromMapping(step:)``). Memory does not follow the file's length: the buffer grows only for a record
/// that is longer than it, up to the limit that the parser has checked before.
struct ByteSource: ~Copyable {
  /// Bytes that are asked of the system at a time: more falls out of the processor's second cache before it is read.
  static let bufferSize = 256 * 1024

  private var window: ByteWindow
  /// The next byte to be read, in the window.
  private(set) var position = 0
  /// The end of what the window holds of the file.
  private var end: Int
  /// Where the window begins, counted from where reading began.
  private var base: UInt64 = 0
  /// The current packet's bytes, in the window.
  private var packetStart = 0
  private var packetEnd = 0
  /// Negative where all bytes are in the window from the start.
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private var isAtEnd: Bool
  /// How the file is mapped; `nil` where it is read.
  private var mapping: Mapping?
  /// The length of the last record that filled a packet of the network.
  private var longRecord = 0

  private struct Mapping {
    /// Bytes that are walked over at a time.
    var step: Int
    /// Where in the file reading began.
    var origin: UInt64
    /// Up to where, in the window, its pages were let go of.
    var forgotten = 0
  }

  init(bytes: [UInt8]) {
    window = ByteWindow(copying: bytes)
    end = bytes.count
    descriptor = -1
    ownsDescriptor = false
    isAtEnd = true
  }

  init(descriptor: Int32, ownsDescriptor: Bool, bufferSize: Int = ByteSource.bufferSize) {
    window = ByteWindow(count: max(bufferSize, 64))
    end = 0
    self.descriptor = descriptor
    self.ownsDescriptor = ownsDescriptor
    isAtEnd = false
  }

  deinit {
    if ownsDescriptor { SystemCalls.closeDescriptor(descriptor) }
  }

  /// Bytes that lie in the window and are not read yet.
  @inline(__always)
  var available: Int { end - position }

  /// The next byte's place in the file, from 0.
  @inline(__always)
  var offset: UInt64 { base &+ UInt64(position) }

  /// The current packet's bytes.
  var packet: Span<UInt8> {
    @_lifetime(borrow self)
    @inline(__always)
    get { window.span.extracting(packetStart..<packetEnd) }
  }

  /// What lies in the window and is not read yet.
  var unread: Span<UInt8> {
    @_lifetime(borrow self)
    get { window.span.extracting(position..<end) }
  }

  /// The window, in which `position` and the places that the parsers count from it lie.
  var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    @inline(__always)
    get { window.span }
  }

  /// The 16 bits at a place in the window that `has` has assured.
  @inline(__always)
  func half(at place: Int, _ isBigEndian: Bool) -> UInt16 {
    isBigEndian ? bytes.bigEndianUInt16(at: place) : bytes.littleEndianUInt16(at: place)
  }

  @inline(__always)
  func word(at place: Int, _ isBigEndian: Bool) -> UInt32 {
    isBigEndian ? bytes.bigEndianUInt32(at: place) : bytes.littleEndianUInt32(at: place)
  }

  @inline(__always)
  func long(at place: Int, _ isBigEndian: Bool) -> UInt64 {
    isBigEndian ? bytes.bigEndianUInt64(at: place) : bytes.littleEndianUInt64(at: place)
  }

  /// Sees to it that `count` bytes lie in the window from `position`; false where the file ends before that. The caller
  /// has bounded `count`.
  @inline(__always)
  mutating func has(_ count: Int) throws(ReadFailure) -> Bool {
    if count <= end - position { return true }
    return try bringMore(until: count)
  }

  /// Moves on by `count` bytes, which are in the window.
  @inline(__always)
  mutating func advance(_ count: Int) {
    position += count
  }

  /// Takes the bytes of a packet that begin `headerLength` bytes on, and moves on by `recordLength`; all are in the window.
  @inline(__always)
  mutating func takePacket(after headerLength: Int, length: Int, recordLength: Int) {
    packetStart = position + headerLength
    packetEnd = packetStart + length
    position += recordLength
    askAhead(recordLength)
  }

  /// Asks for the headers that will be read next, while this packet is looked at.
  ///
  /// Each record says where the next one begins, so one header after the other would have to come from memory before the
  /// next could be asked for, and walking over a mapped file would be waiting. But records are either short (what a peer
  /// only acknowledges) or as long as the network allows, so the next two or three are guessed: half of the waiting is
  /// saved. A wrong guess costs nothing but itself.
  @inline(__always)
  private mutating func askAhead(_ recordLength: Int) {
    if recordLength > 512 { longRecord = recordLength }
    window.prefetch(position)
    window.prefetch(position &+ 128)
    window.prefetch(position &+ longRecord)
    window.prefetch(position &+ longRecord &+ 128)
    window.prefetch(position &+ longRecord &* 2)
  }

  mutating func dropPacket() {
    packetStart = 0
    packetEnd = 0
  }

  /// Moves on by `count` bytes that need not be in the window; the bytes that the file lacked, 0 where it had all.
  mutating func skip(_ count: UInt64) throws(ReadFailure) -> UInt64 {
    var rest = count
    while true {
      let step = min(rest, UInt64(available))
      position += Int(step)
      rest -= step
      if rest == 0 { return 0 }
      if try !has(1) { return rest }
    }
  }

  @inline(never)
  private mutating func bringMore(until count: Int) throws(ReadFailure) -> Bool {
    while mapping != nil {
      let progresses = try walkOn(until: count)
      if available >= count { return true }
      // A file whose mapping went wrong is read from here on.
      if mapping != nil, !progresses { return false }
    }
    return try readMore(until: count)
  }
}

// MARK: Reading

extension ByteSource {
  /// What waiting for more of a growing file came to.
  enum Arrival {
    case bytes, nothing, end
    /// The buffer is full; more can only be read as part of a record.
    case full
  }

  /// Waits at most so long for more bytes than are in the buffer, and reads what came with one call.
  mutating func readArrived(milliseconds: Int32) throws(ReadFailure) -> Arrival {
    if mapping != nil { try readInsteadOfMapping(from: offset) }
    guard !isAtEnd else { return .end }
    if position > 0 { moveToFront() }
    guard end < window.count else { return .full }
    guard SystemCalls.isReadable(descriptor, milliseconds: milliseconds) else { return .nothing }
    return try readOnce() ? .bytes : .end
  }

  private mutating func readMore(until count: Int) throws(ReadFailure) -> Bool {
    guard !isAtEnd else { return false }
    if position + count > window.count || position == end {
      moveToFront()
      if count > window.count { window = window.grown(to: count, keeping: 0..<end) }
    }
    while end - position < count {
      guard try readOnce() else { return false }
    }
    return true
  }

  /// False at the end of the file.
  private mutating func readOnce() throws(ReadFailure) -> Bool {
    do throws(SystemCalls.Failure) {
      let got = try window.read(descriptor, to: end)
      end += got
      isAtEnd = got == 0
      return got > 0
    } catch {
      throw ReadFailure(.unreadable(error.text), at: base &+ UInt64(end), "")
    }
  }

  private mutating func moveToFront() {
    window.moveToFront(position..<end)
    base &+= UInt64(position)
    end -= position
    position = 0
    dropPacket()
  }
}

// MARK: Mapping

extension ByteSource {
  /// Bytes of a mapped file that are walked over at a time. What lies behind is given back then, because it counts as the
  /// program's memory.
  static let mappedStep = 1 << 20
  /// Shorter files are read: mapping costs more than it saves.
  static let shortestMappedFile: UInt64 = 4 << 20

  /// From here on, lets the system map the file, so that no byte of it is copied; for a regular file.
  /// Where the system cannot, it is read as before.
  ///
  /// A mapped file may become shorter while it is read. Then zeros stand where it ended: to the end of its last page because
  /// the system puts them there, and behind it because a signal handler does. Whoever meets something odd calls
  /// ``confirm(at:)``, which goes over to reading, where the file's true end shows.
  mutating func readFromMapping(step: Int = ByteSource.mappedStep) {
    guard mapping == nil, descriptor >= 0, let place = SystemCalls.position(of: descriptor) else { return }
    let read = base &+ UInt64(end)
    guard place >= read else { return }
    mapping = Mapping(step: max(step, 1), origin: place - read)
  }

  var isMapped: Bool { window.isMapped }

  /// Whether zeros were put in the place of bytes that could not be had; asked for each packet.
  @inline(__always)
  var isBroken: Bool { window.isBroken }

  /// To be called where a record at `place` does not make sense, or may be zeros that the file does not hold: true where it is
  /// to be looked at once more. Throws where the file no longer reaches as far.
  @inline(never)
  mutating func confirm(at place: UInt64) throws(ReadFailure) -> Bool {
    guard window.isMapped, let mapping else { return false }
    if !window.isBroken, fileSize >= mapping.origin &+ base &+ UInt64(window.count) { return false }
    try readInsteadOfMapping(from: place)
    return true
  }

  /// Why the packet that was lent last may have had zeros in place of its bytes.
  @inline(never)
  func breakage() -> ReadFailure {
    let size = fileSize
    if let mapping, size < mapping.origin &+ base &+ UInt64(window.count) { return shortening(to: size) }
    return ReadFailure(.unreadable("the system could not bring a part of it"), at: base &+ UInt64(packetStart), "")
  }

  private func shortening(to size: UInt64) -> ReadFailure {
    ReadFailure(.truncated, at: size &- (mapping?.origin ?? 0), "it became shorter while it was read")
  }

  private var fileSize: UInt64 { (try? SystemCalls.status(of: descriptor).size) ?? 0 }

  /// Walks a step further over the mapped file, so that `count` bytes lie before it or all that there are; false where nothing
  /// was added. Where the mapping cannot serve, it ends.
  private mutating func walkOn(until count: Int) throws(ReadFailure) -> Bool {
    guard let mapping else { return false }
    if !window.isMapped || end == window.count {
      guard try mapRest() else { return false }
    } else if fileSize < mapping.origin &+ base &+ UInt64(window.count) {
      // It became shorter, which reading shows as it is.
      try readInsteadOfMapping(from: offset)
      return false
    }
    window.forget(from: self.mapping?.forgotten ?? 0, to: position)
    self.mapping?.forgotten = position
    dropPacket()
    end = min(window.count, position + max(count, mapping.step))
    return true
  }

  /// Maps the file from the next byte's page to its present end; false where no byte was added.
  private mutating func mapRest() throws(ReadFailure) -> Bool {
    guard let mapping else { return false }
    let place = mapping.origin &+ offset
    let size = fileSize
    guard size != place &+ UInt64(available) else { return false }
    let ahead = Int(place % UInt64(SystemCalls.pageSize))
    // Shorter than what was seen already, too long for this machine's addresses, or not to be mapped: it is read.
    guard size > place &+ UInt64(available), let count = Int(exactly: size - place),
      let rest = ByteWindow(mapping: descriptor, at: place - UInt64(ahead), count: count + ahead)
    else {
      try readInsteadOfMapping(from: offset)
      return false
    }
    window = rest
    base = offset &- UInt64(ahead)
    position = ahead
    end = ahead
    self.mapping?.forgotten = 0
    return true
  }

  /// Goes back to reading, from a place in the window on.
  private mutating func readInsteadOfMapping(from place: UInt64) throws(ReadFailure) {
    guard let mapping else { return }
    let size = fileSize
    // What was lent last may have had zeros at its end.
    if window.isMapped, size < mapping.origin &+ place { throw shortening(to: size) }
    self.mapping = nil
    guard window.isMapped else { return }
    guard SystemCalls.move(descriptor, to: mapping.origin &+ place) else {
      throw ReadFailure(.unreadable("the place in the file was lost"), at: place, "")
    }
    window = ByteWindow(count: ByteSource.bufferSize)
    base = place
    position = 0
    end = 0
    isAtEnd = false
    dropPacket()
  }
}
