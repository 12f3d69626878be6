package import CaptureFiles

/// Which packet brought each byte of one direction, for the bytes that were delivered.
package struct PacketMap: Sendable {
  /// Runs that are kept. When reached, the older half is forgotten, and `forgottenBefore` says up to where.
  package static let maximumRuns = 16_384

  /// Room for those of an ordinary short session, so that the list does not grow step by step.
  private static let usualRuns = 6

  private struct Run {
    var start: UInt64
    var end: UInt64
    var packet: PacketID
    var time: Timestamp
  }

  private var runs: [Run] = []
  /// Runs before this index were discarded.
  private var head = 0

  /// Offsets before this were forgotten because the map was full; 0 where nothing was.
  package private(set) var forgottenBefore: UInt64 = 0

  package init() {}

  /// How many runs are held.
  package var count: Int { runs.count - head }

  /// Notes that `packet` brought `count` bytes from `offset` on. Offsets only grow; what lies before the end of the last
  /// run is already known and stays as it is.
  package mutating func append(offset: UInt64, count: UInt64, packet: PacketID, time: Timestamp) {
    let (end, overflow) = offset.addingReportingOverflow(count)
    guard count > 0, !overflow else { return }
    var start = offset
    if head < runs.count, let last = runs.last {
      start = max(start, last.end)
      guard start < end else { return }
      if last.packet == packet, last.end == start {
        runs[runs.count - 1].end = end
        return
      }
    }
    if self.count >= PacketMap.maximumRuns { forgetOlderHalf() }
    if runs.capacity == 0 { runs.reserveCapacity(PacketMap.usualRuns) }
    runs.append(Run(start: start, end: end, packet: packet, time: time))
  }

  /// The packet that brought the byte at `offset`; `nil` where it was missing, discarded, forgotten or not delivered yet.
  package func packet(at offset: UInt64) -> (PacketID, Timestamp)? {
    var low = head
    var high = runs.count
    while low < high {
      let middle = low + (high - low) / 2
      if runs[middle].end > offset { high = middle } else { low = middle + 1 }
    }
    guard low < runs.count, runs[low].start <= offset else { return nil }
    return (runs[low].packet, runs[low].time)
  }

  /// Lets go of what lies wholly before `offset`.
  package mutating func discard(before offset: UInt64) {
    while head < runs.count, runs[head].end <= offset { head += 1 }
    compactIfUseful()
  }

  private mutating func forgetOlderHalf() {
    head += count / 2
    forgottenBefore = max(forgottenBefore, head < runs.count ? runs[head].start : 0)
    compactIfUseful()
  }

  private mutating func compactIfUseful() {
    if head == runs.count {
      runs.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 32, head * 2 >= runs.count {
      runs.removeSubrange(0..<head)
      head = 0
    }
  }
}
