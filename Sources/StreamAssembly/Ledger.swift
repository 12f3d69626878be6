import CaptureFiles
import PacketLayers

/// The part of a direction's state that most packets do not touch.
struct Ledger: Sendable {
  var recent = RecentSegments()
  var firstPacket: PacketMoment?
  var syn: SYNFacts?
  var synHopLimit: UInt8?
  var fin: FINFacts?
  var resets: [Reset] = []
  var gaps: [Gap] = []
  var conflicts: [Conflict] = []
  /// Stretches of the stream that the snapshot length cut off, sorted, apart from each other.
  var cuts: [Range<Int64>] = []
  /// The last segment with payload, once it is no longer among the recent ones.
  private var olderData: PacketMoment?
  var stall: Stall?
  /// At most one. An array, because few directions ever have one and it is large.
  private var losses: [OpenLoss] = []
  /// Acknowledgments of bytes that were not seen, oldest first, each higher than the last.
  private(set) var aheadACKs: [AheadACK] = []
  /// The highest acknowledgment that was dropped from that list.
  private var droppedACK: Int64 = .min
  var missing = MissingBytes()
  var zeroWindow = ZeroWindowFacts()
  /// When a segment last left a hole behind it.
  var jumpTime = Timestamp(nanoseconds: 0)
  var effects = LimitEffects()
  var vlan: UInt16?
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

  var hasLoss: Bool { !losses.isEmpty }

  var loss: OpenLoss? {
    get { losses.first }
    set {
      losses.removeAll(keepingCapacity: true)
      if let newValue { losses.append(newValue) }
    }
  }

  /// The last segment with payload; `nil` where none was seen.
  var lastData: PacketMoment? { recent.lastData ?? olderData }

  /// Remembers a segment that carries payload or a control bit.
  mutating func noteRecent(_ segment: TCPSegment, _ packet: PacketID, _ time: Timestamp) {
    // Resets in great number would push the bytes out.
    if segment.payloadLength <= 0 { olderData = recent.lastData ?? olderData }
    recent.note(segment, packet, time)
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

  mutating func noteConflict(
    _ conflict: QueueConflict, later segment: TCPSegment, _ packet: PacketID, isCopy: Bool, limit: Int
  ) {
    guard conflicts.count < limit else {
      effects.conflictsNotListed &+= 1
      return
    }
    let first = conflict.firstPacket.flatMap { recent.segment(in: $0) }
    conflicts.append(
      Conflict(
        offset: UInt64(clamping: conflict.offset), count: UInt64(clamping: conflict.count),
        firstPacket: conflict.firstPacket, laterPacket: packet, firstBytes: conflict.firstBytes,
        laterBytes: conflict.laterBytes, firstLine: conflict.firstLine, laterLine: conflict.laterLine, isCopy: isCopy,
        firstHopLimit: first?.hopLimit, laterHopLimit: segment.hopLimit,
        firstIdentification: first.flatMap { $0.hasIdentification ? $0.identification : nil },
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

  /// Whether there is any that ``forgetAheadACKs()`` would forget.
  var hasAheadACKs: Bool { !aheadACKs.isEmpty || droppedACK != .min }

  mutating func forgetAheadACKs() {
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
