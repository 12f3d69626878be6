import CaptureFiles
import PacketLayers

/// What a direction has only where something was out of the ordinary: bytes that are missing, came twice or disagree, resets, windows of
/// zero. Most directions have none of it, so that it lies apart and takes no memory before something happens.
struct Irregularities: SeldomNeeded {
  var resets: [Reset] = []
  var gaps: [Gap] = []
  var conflicts: [Conflict] = []
  /// Stretches of the stream that the snapshot length cut off, sorted, apart from each other.
  var cuts: [Range<Int64>] = []
  /// The last segment with payload, once it is no longer among the recent ones.
  var olderData: PacketMoment?
  var stall: Stall?
  var loss: OpenLoss?
  /// Acknowledgments of bytes that were not seen, oldest first, each higher than the last.
  private(set) var aheadACKs: [AheadACK] = []
  /// The highest acknowledgment that was dropped from that list.
  private var droppedACK: Int64 = .min
  var missing = MissingBytes()
  var zeroWindow = ZeroWindowFacts()
  /// When a segment last left a hole behind it.
  var jumpTime = Timestamp(nanoseconds: 0)
  var effects = LimitEffects()
  var resetCount: UInt32 = 0
  var retransmittedSegments: UInt32 = 0
  var retransmittedBytes: UInt64 = 0
  var outOfOrderSegments: UInt32 = 0
  var captureDuplicates: UInt32 = 0
  var straySegments: UInt32 = 0
  var keepAlives: UInt32 = 0
  var zeroWindowProbes: UInt32 = 0
  var duplicateACKs: UInt32 = 0
  var snapshotCuts: UInt32 = 0
  var timeBackwards: UInt32 = 0
  var lateBytes: UInt64 = 0
  var acknowledgedAhead: UInt32 = 0
  var bytesAfterFIN: UInt64 = 0
  var segmentsAfterReset: UInt32 = 0
  var finContradicted = false

  /// Why a segment cannot take the short way because of them. Where everything is there that the peer acknowledged, what it acknowledged
  /// before it was seen is forgotten.
  mutating func reasons(isAllSeen: Bool) -> SlowReasons {
    if isAllSeen { forgetAheadACKs() }
    var reasons: SlowReasons = []
    if !cuts.isEmpty { reasons.insert(.cut) }
    if stall != nil { reasons.insert(.stalled) }
    if loss != nil { reasons.insert(.passed) }
    return reasons
  }

  mutating func noteGap(offset: Int64, count: Int64, reason: MissingReason, after: PacketMoment, limit: Int) {
    let (offset, count) = (UInt64(clamping: offset), UInt64(clamping: count))
    missing.add(count, reason)
    if let last = gaps.last, last.reason == reason, last.offset &+ last.count == offset {
      gaps[gaps.count - 1].count &+= count
    } else if gaps.count < limit {
      gaps.append(Gap(offset: offset, count: count, reason: reason, after: after))
    } else {
      effects.gapsNotListed &+= 1
    }
  }

  /// - Parameter first: What is remembered of the segment that the conflict's first packet brought; `nil` where nothing is.
  mutating func noteConflict(
    _ conflict: QueueConflict, first: RecentSegment?, later segment: TCPSegment, _ packet: PacketID, isCopy: Bool,
    limit: Int
  ) {
    guard conflicts.count < limit else {
      effects.conflictsNotListed &+= 1
      return
    }
    conflicts.append(
      Conflict(
        offset: UInt64(clamping: conflict.offset), count: UInt64(clamping: conflict.count),
        firstPacket: conflict.firstPacket, laterPacket: packet, firstBytes: conflict.firstBytes,
        laterBytes: conflict.laterBytes, firstLine: conflict.firstLine, laterLine: conflict.laterLine, isCopy: isCopy,
        firstHopLimit: first?.hopLimit, laterHopLimit: segment.hopLimit,
        firstIdentification: first?.identification,
        laterIdentification: segment.identification))
  }

  mutating func addCut(_ cut: Range<Int64>) {
    var cut = cut
    var index = 0
    while index < cuts.count, cuts[index].upperBound < cut.lowerBound { index += 1 }
    while index < cuts.count, cuts[index].lowerBound <= cut.upperBound {
      cut = min(cut.lowerBound, cuts[index].lowerBound)..<max(cut.upperBound, cuts[index].upperBound)
      cuts.remove(at: index)
    }
    guard cuts.count < AssemblyLimits.maximumSnapshotCuts else {
      effects.snapshotCutsNotListed &+= 1
      return
    }
    cuts.insert(cut, at: index)
  }

  mutating func dropCuts(before offset: Int64) {
    while let first = cuts.first, first.upperBound <= offset { cuts.removeFirst() }
  }

  /// How many of the bytes from `start` to `end` lie in listed gaps.
  func missingBytes(from start: Int64, to end: Int64) -> UInt64 {
    var count: UInt64 = 0
    let (start, end) = (UInt64(clamping: start), UInt64(clamping: end))
    for gap in gaps {
      let (low, high) = (max(start, gap.offset), min(end, gap.offset &+ gap.count))
      if low < high { count &+= high &- low }
    }
    return count
  }

  mutating func noteAheadACK(_ acknowledgment: AheadACK) {
    if aheadACKs.count >= AheadACK.maximumCount { droppedACK = aheadACKs.removeFirst().offset }
    aheadACKs.append(acknowledgment)
  }

  mutating func moveAheadACKs(by shift: Int64) {
    for index in aheadACKs.indices { aheadACKs[index].offset &+= shift }
  }

  private mutating func forgetAheadACKs() {
    if !aheadACKs.isEmpty { aheadACKs.removeAll() }
    droppedACK = .min
  }

  /// The first acknowledgment of the byte at `offset`; `nil` where it is older than the list.
  func firstACK(of offset: Int64) -> AheadACK? {
    if droppedACK > offset { return nil }
    return aheadACKs.first { $0.offset > offset }
  }
}

/// An acknowledgment of bytes that were not seen, and when it came: in packets of the connection and in time.
struct AheadACK: Sendable {
  /// More than the packets that a hole is waited for, so that what is dropped is old enough.
  static let maximumCount = 32

  var offset: Int64
  var arrival: UInt32
  var time: Timestamp
}

/// What happens at the oldest byte without acknowledgment while it stays so.
struct Stall: Sendable {
  var offset: Int64
  var retransmissions: UInt32 = 0
  var last: PacketMoment?
  var largest: Int = 0
  var selectiveACKs: UInt32 = 0
}
