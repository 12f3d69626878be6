internal import ByteParsing
package import CaptureFiles

/// Packets that were taken out of the kernel's buffer and wait to be analysed, in their order, within a limit.
///
/// Taking a packet costs a hundredth of what analysing a short session does. So what is taken first and analysed later needs no
/// room in the kernel, and a burst of sessions does not keep packets from the file that is written.
package struct PacketBacklog: ~Copyable {
  /// Bytes of packets that are kept together, and let go of together.
  private static let chunkBytes = 1 << 20

  private struct Chunk {
    var headers: [PacketHeader] = []
    var bytes: [UInt8] = []

    mutating func removeAll() {
      headers.removeAll(keepingCapacity: true)
      bytes.removeAll(keepingCapacity: bytes.capacity <= 2 * PacketBacklog.chunkBytes)
    }
  }

  /// Packets that wait.
  package private(set) var count = 0

  private let maximumBytes: Int
  private var heldBytes = 0
  /// The chunk that is read, the place of its next packet, and the bytes of the packet given last.
  private var reading = Chunk()
  private var nextIndex = 0
  private var current = 0..<0
  /// The chunks after it, from `head` on; the last is the one that is filled.
  private var waiting: [Chunk] = []
  private var head = 0
  /// An empty chunk whose memory is used again.
  private var spare = Chunk()

  package init(maximumBytes: Int) {
    self.maximumBytes = maximumBytes
  }

  package var isEmpty: Bool { count == 0 }

  package var hasRoom: Bool { heldBytes < maximumBytes }

  /// Keeps a packet; `false` where there is no room for it.
  package mutating func append(_ header: PacketHeader, _ bytes: Span<UInt8>) -> Bool {
    guard hasRoom else { return false }
    if head == waiting.count || waiting[waiting.count - 1].bytes.count + bytes.count > Self.chunkBytes {
      var fresh = Chunk()
      swap(&fresh, &spare)
      waiting.append(fresh)
    }
    waiting[waiting.count - 1].headers.append(header)
    waiting[waiting.count - 1].bytes.append(contentsOf: bytes)
    heldBytes += Self.cost(header)
    count += 1
    return true
  }

  /// The packet that has waited longest; `nil` where none waits.
  package mutating func next() -> PacketHeader? {
    guard count > 0 else { return nil }
    if nextIndex == reading.headers.count { beginNextChunk() }
    let header = reading.headers[nextIndex]
    nextIndex += 1
    current = current.upperBound..<(current.upperBound + header.capturedLength)
    heldBytes -= Self.cost(header)
    count -= 1
    return header
  }

  /// The bytes of the packet that ``next()`` gave last.
  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get { reading.bytes.span.extracting(current) }
  }

  private mutating func beginNextChunk() {
    nextIndex = 0
    current = 0..<0
    reading.removeAll()
    swap(&reading, &spare)
    reading = Chunk()
    swap(&reading, &waiting[head])
    head += 1
    guard head == waiting.count || head >= 64 else { return }
    waiting.removeSubrange(0..<head)
    head = 0
  }

  private static func cost(_ header: PacketHeader) -> Int {
    header.capturedLength + MemoryLayout<PacketHeader>.stride
  }
}
