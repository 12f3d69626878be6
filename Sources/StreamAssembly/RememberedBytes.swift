import ByteParsing
package import CaptureFiles

/// The first bytes of both directions, in the order in which they were delivered, and which packet brought which of them: to
/// compare retransmissions with, and for whoever reads the streams later.
package struct RememberedBytes: Sendable {
  /// One delivery: the next `count` bytes of a direction.
  package struct Run: Sendable {
    // The packet's two numbers apart from each other, so that they fill what the alignment leaves empty.
    private let number: Int64
    package let time: Timestamp
    private let file: Int32
    package let count: UInt16
    package let direction: Direction

    init(count: UInt16, direction: Direction, packet: PacketID, time: Timestamp) {
      number = packet.number
      file = packet.file
      self.time = time
      self.count = count
      self.direction = direction
    }

    package var packet: PacketID { PacketID(file: file, number: number) }
  }

  /// The most that a direction can have here, whatever the limits say.
  static let maximumBytes = Int(UInt16.max)
  /// What a run takes beside its bytes.
  package static let bytesPerRun = MemoryLayout<Run>.stride
  /// Room for an ordinary short session, so that the lists do not grow step by step.
  private static let usualRuns = 8
  private static let usualBytes = 256

  package private(set) var bytes: [UInt8] = []
  package private(set) var runs: [Run] = []

  /// Remembers what was delivered next. `most` is what both directions may have.
  mutating func append(
    _ new: Span<UInt8>, of direction: Direction, _ packet: PacketID, _ time: Timestamp, most: Int
  ) {
    if runs.capacity == 0 { runs.reserveCapacity(Self.usualRuns) }
    runs.append(Run(count: UInt16(clamping: new.count), direction: direction, packet: packet, time: time))
    let needed = bytes.count + new.count
    if bytes.capacity < needed {
      // No more than will ever be remembered: thousands of connections have one of these each.
      bytes.reserveCapacity(max(needed, min(max(bytes.capacity * 2, Self.usualBytes), most)))
    }
    bytes.append(contentsOf: new)
  }

  /// Takes everything out.
  mutating func take() -> RememberedBytes {
    var taken = RememberedBytes()
    swap(&taken, &self)
    return taken
  }

  /// Forgets what came after the first `count` runs.
  package mutating func keep(firstRuns count: Int) {
    guard count < runs.count else { return }
    let dropped = runs[max(count, 0)...].reduce(0) { $0 + Int($1.count) }
    runs.removeLast(runs.count - max(count, 0))
    bytes.removeLast(dropped)
  }

  // MARK: - One direction

  /// The packet that brought the byte at `offset` of a direction; `nil` where it is not remembered.
  func packet(of direction: Direction, at offset: Int) -> PacketID? {
    var end = 0
    for run in runs where run.direction == direction {
      end += Int(run.count)
      if offset < end { return run.packet }
    }
    return nil
  }

  /// Whether `other` is what stands at `offset` of a direction, where all of it is remembered.
  func holds(_ other: Span<UInt8>, of direction: Direction, at offset: Int) -> Bool {
    var (place, start) = (0, 0)
    for run in runs {
      defer { place += Int(run.count) }
      guard run.direction == direction else { continue }
      let (low, high) = (max(start, offset), min(start + Int(run.count), offset + other.count))
      if low < high,
        firstDifference(bytes.span, place + low - start, other, low - offset, count: high - low) != nil
      {
        return false
      }
      start += Int(run.count)
    }
    return true
  }

  /// The bytes of a direction in one piece.
  func bytes(of direction: Direction) -> [UInt8] {
    var found: [UInt8] = []
    var place = 0
    for run in runs {
      let end = place + Int(run.count)
      if run.direction == direction { found.append(contentsOf: bytes.span.extracting(place..<end)) }
      place = end
    }
    return found
  }
}
