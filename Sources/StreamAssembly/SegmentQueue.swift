import ByteParsing
import CaptureFiles

/// A piece of a segment that waits: for the bytes before it, or for bytes of the peer that its sender had already seen.
struct QueuedSegment: Sendable {
  var start: Int64
  /// How far its sender had acknowledged the peer, as an offset in the peer's stream.
  var acknowledged: Int64
  var packet: PacketID
  var time: Timestamp
  /// The connection's packet count when it came: the order of capture.
  var arrival: UInt32
  var bytes: [UInt8]

  var end: Int64 { start &+ Int64(bytes.count) }
}

/// Waiting pieces in the order of the stream, without overlap: what was captured first is kept.
struct SegmentQueue: Sendable {
  /// What a piece costs beside its bytes, for the accounts.
  static let overheadPerSegment = 96

  private var entries: [QueuedSegment] = []
  /// Entries before this index were taken.
  private var head = 0
  private(set) var byteCount = 0

  /// Kept beside the array, so that asking for it touches no other memory.
  private(set) var count = 0

  @inline(__always)
  var isEmpty: Bool { count == 0 }
  @inline(__always)
  var heldBytes: Int { byteCount &+ count &* SegmentQueue.overheadPerSegment }
  var first: QueuedSegment? { head < entries.count ? entries[head] : nil }
  var end: Int64 { entries.last?.end ?? 0 }

  /// The start of the first piece, without copying it.
  var firstStart: Int64? { head < entries.count ? entries[head].start : nil }

  /// Adds what is new of `bytes`, which begin at stream offset `start`. Returns how many bytes were new and the first
  /// difference from bytes that were there.
  mutating func insert(
    _ bytes: Span<UInt8>, start: Int64, acknowledged: Int64, packet: PacketID, time: Timestamp, arrival: UInt32
  ) -> (added: Int, conflict: QueueConflict?) {
    let end = start &+ Int64(bytes.count)
    var index = firstIndex(endingAfter: start)
    var cursor = start
    var added = 0
    var conflict: QueueConflict?
    while cursor < end {
      if index < entries.count, entries[index].start <= cursor {
        let stop = min(end, entries[index].end)
        if conflict == nil { conflict = difference(at: index, bytes, start: start, from: cursor, to: stop) }
        cursor = stop
        index += 1
        continue
      }
      let stop = index < entries.count ? min(end, entries[index].start) : end
      let piece = bytes.extracting(Int(cursor &- start)..<Int(stop &- start)).copied()
      entries.insert(
        QueuedSegment(
          start: cursor, acknowledged: acknowledged, packet: packet, time: time, arrival: arrival, bytes: piece),
        at: index)
      byteCount += piece.count
      count += 1
      added += piece.count
      index += 1
      cursor = stop
    }
    return (added, conflict)
  }

  /// The first difference between `bytes`, which begin at stream offset `start`, and what waits at their place.
  func conflict(with bytes: Span<UInt8>, start: Int64) -> QueueConflict? {
    let end = start &+ Int64(bytes.count)
    var index = firstIndex(endingAfter: start)
    while index < entries.count, entries[index].start < end {
      let (from, to) = (max(start, entries[index].start), min(end, entries[index].end))
      if let conflict = difference(at: index, bytes, start: start, from: from, to: to) { return conflict }
      index += 1
    }
    return nil
  }

  /// Takes the first piece.
  mutating func removeFirst() -> QueuedSegment? {
    guard head < entries.count else { return nil }
    let segment = entries[head]
    entries[head].bytes = []
    byteCount -= segment.bytes.count
    count -= 1
    head += 1
    if head == entries.count {
      entries.removeAll(keepingCapacity: entries.capacity <= 16)
      head = 0
    } else if head >= 64, head * 2 >= entries.count {
      entries.removeSubrange(0..<head)
      head = 0
    }
    return segment
  }

  private func firstIndex(endingAfter offset: Int64) -> Int {
    // New pieces mostly come last.
    guard let last = entries.last, last.end > offset else { return entries.count }
    var low = head
    var high = entries.count
    while low < high {
      let middle = low + (high - low) / 2
      if entries[middle].end > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func difference(at index: Int, _ bytes: Span<UInt8>, start: Int64, from: Int64, to: Int64) -> QueueConflict? {
    let entry = entries[index]
    let mine = Int(from &- entry.start)
    let theirs = Int(from &- start)
    guard
      let range = firstDifference(entry.bytes.span, mine, bytes, theirs, count: Int(to &- from))
    else { return nil }
    return QueueConflict(
      offset: from &+ Int64(range.lowerBound), count: range.count, firstPacket: entry.packet,
      first: entry.bytes.span, at: mine + range.lowerBound, later: bytes, at: theirs + range.lowerBound)
  }
}

struct QueueConflict {
  /// How far a line is looked for before the first byte that differs.
  private static let reach = 64
  private static let lineEnds: [UInt8] = [0x0D, 0x0A]

  var offset: Int64
  var count: Int
  var firstPacket: PacketID?
  var firstBytes: [UInt8]
  var laterBytes: [UInt8]
  var firstLine: [UInt8]
  var laterLine: [UInt8]

  /// The difference lies at two places of two runs of bytes.
  init(
    offset: Int64, count: Int, firstPacket: PacketID?, first: Span<UInt8>, at firstPlace: Int, later: Span<UInt8>,
    at laterPlace: Int
  ) {
    self.offset = offset
    self.count = count
    self.firstPacket = firstPacket
    let shown = min(count, AssemblyLimits.maximumConflictBytes)
    firstBytes = first.extracting(firstPlace..<(firstPlace + shown)).copied()
    laterBytes = later.extracting(laterPlace..<(laterPlace + shown)).copied()
    firstLine = QueueConflict.line(of: first, firstPlace..<(firstPlace + count))
    laterLine = QueueConflict.line(of: later, laterPlace..<(laterPlace + count))
  }

  private static func line(of bytes: Span<UInt8>, _ place: Range<Int>) -> [UInt8] {
    var low = place.lowerBound
    while low > 0, place.lowerBound - low < reach, bytes[low - 1] != 0x0A { low -= 1 }
    let limit = min(bytes.count, low + AssemblyLimits.maximumConflictLine)
    var high = min(place.upperBound, limit)
    while high < limit, bytes[high - 1] != 0x0A { high += 1 }
    while high > low, lineEnds.contains(bytes[high - 1]) { high -= 1 }
    return bytes.extracting(low..<high).copied()
  }
}

/// From the first to the last difference between two runs of `count` bytes; `nil` where they are equal.
func firstDifference(
  _ left: Span<UInt8>, _ leftStart: Int, _ right: Span<UInt8>, _ rightStart: Int, count: Int
) -> Range<Int>? {
  var low = 0
  while low < count, left[leftStart + low] == right[rightStart + low] { low += 1 }
  guard low < count else { return nil }
  var high = count
  while left[leftStart + high - 1] == right[rightStart + high - 1] { high -= 1 }
  return low..<high
}
