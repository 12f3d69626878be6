internal import ByteParsing

/// The bytes of one capture, in order, through one reused buffer.
///
/// The parsers ask that so many bytes lie in the buffer, read them in place, and move on; where they come from is this
/// type's affair alone. Memory does not follow the file's length: the buffer grows only for a record that is longer than
/// it, up to the limit that the parser has checked before.
struct ByteSource: ~Copyable {
  /// Bytes that are asked of the system at a time.
  static let bufferSize = 256 * 1024

  private(set) var buffer: [UInt8]
  /// The next byte to be read, in `buffer`.
  private(set) var position = 0
  /// The end of what was read into `buffer`.
  private var end: Int
  /// Where `buffer` begins in the file.
  private var base: UInt64 = 0
  /// The current packet's bytes, in `buffer`.
  private var packetStart = 0
  private var packetEnd = 0
  /// Negative where all bytes are in `buffer` from the start.
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private var isAtEnd: Bool

  init(bytes: [UInt8]) {
    buffer = bytes
    end = bytes.count
    descriptor = -1
    ownsDescriptor = false
    isAtEnd = true
  }

  init(descriptor: Int32, ownsDescriptor: Bool, bufferSize: Int = ByteSource.bufferSize) {
    buffer = [UInt8](repeating: 0, count: max(bufferSize, 64))
    end = 0
    self.descriptor = descriptor
    self.ownsDescriptor = ownsDescriptor
    isAtEnd = false
  }

  deinit {
    if ownsDescriptor { SystemCalls.closeDescriptor(descriptor) }
  }

  /// Bytes that lie in the buffer and are not read yet.
  @inline(__always)
  var available: Int { end - position }

  /// The next byte's place in the file, from 0.
  @inline(__always)
  var offset: UInt64 { base &+ UInt64(position) }

  /// The current packet's bytes.
  var packet: Span<UInt8> {
    @_lifetime(borrow self)
    @inline(__always)
    get { buffer.span.extracting(packetStart..<packetEnd) }
  }

  /// What lies in the buffer and is not read yet.
  var unread: Span<UInt8> {
    @_lifetime(borrow self)
    get { buffer.span.extracting(position..<end) }
  }

  /// The 16 bits at a place in `buffer` that `has` has assured.
  @inline(__always)
  func half(at place: Int, _ isBigEndian: Bool) -> UInt16 {
    isBigEndian ? buffer.span.bigEndianUInt16(at: place) : buffer.span.littleEndianUInt16(at: place)
  }

  @inline(__always)
  func word(at place: Int, _ isBigEndian: Bool) -> UInt32 {
    isBigEndian ? buffer.span.bigEndianUInt32(at: place) : buffer.span.littleEndianUInt32(at: place)
  }

  @inline(__always)
  func long(at place: Int, _ isBigEndian: Bool) -> UInt64 {
    isBigEndian ? buffer.span.bigEndianUInt64(at: place) : buffer.span.littleEndianUInt64(at: place)
  }

  /// Sees to it that `count` bytes lie in the buffer from `position`; false where the file ends before that. The caller
  /// has bounded `count`.
  @inline(__always)
  mutating func has(_ count: Int) throws(ReadFailure) -> Bool {
    if count <= end - position { return true }
    return try readMore(until: count)
  }

  /// Moves on by `count` bytes, which are in the buffer.
  @inline(__always)
  mutating func advance(_ count: Int) {
    position += count
  }

  /// Takes the bytes of a packet that begin `headerLength` bytes on, and moves on by `recordLength`; all are in the buffer.
  @inline(__always)
  mutating func takePacket(after headerLength: Int, length: Int, recordLength: Int) {
    packetStart = position + headerLength
    packetEnd = packetStart + length
    position += recordLength
  }

  mutating func dropPacket() {
    packetStart = 0
    packetEnd = 0
  }

  /// Moves on by `count` bytes that need not be in the buffer; the bytes that the file lacked, 0 where it had all.
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

  /// What waiting for more of a growing file came to.
  enum Arrival {
    case bytes, nothing, end
    /// The buffer is full; more can only be read as part of a record.
    case full
  }

  /// Waits at most so long for more bytes than are in the buffer, and reads what came with one call.
  mutating func readArrived(milliseconds: Int32) throws(ReadFailure) -> Arrival {
    guard !isAtEnd else { return .end }
    if position > 0 {
      SystemCalls.moveToFront(position..<end, of: &buffer)
      base &+= UInt64(position)
      end -= position
      position = 0
      dropPacket()
    }
    guard end < buffer.count else { return .full }
    guard SystemCalls.isReadable(descriptor, milliseconds: milliseconds) else { return .nothing }
    do throws(SystemCalls.Failure) {
      let got = try SystemCalls.readBytes(descriptor, into: &buffer, from: end)
      end += got
      isAtEnd = got == 0
      return got == 0 ? .end : .bytes
    } catch {
      throw ReadFailure(.unreadable(error.text), at: base &+ UInt64(end), "")
    }
  }

  @inline(never)
  private mutating func readMore(until count: Int) throws(ReadFailure) -> Bool {
    guard !isAtEnd else { return false }
    if position + count > buffer.count || position == end {
      SystemCalls.moveToFront(position..<end, of: &buffer)
      base &+= UInt64(position)
      end -= position
      position = 0
      dropPacket()
      if count > buffer.count {
        buffer.append(contentsOf: repeatElement(0, count: count - buffer.count))
      }
    }
    while end - position < count {
      do throws(SystemCalls.Failure) {
        let got = try SystemCalls.readBytes(descriptor, into: &buffer, from: end)
        if got == 0 {
          isAtEnd = true
          return false
        }
        end += got
      } catch {
        throw ReadFailure(.unreadable(error.text), at: base &+ UInt64(end), "")
      }
    }
    return true
  }
}
