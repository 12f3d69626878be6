import ByteParsing
import CaptureFiles
import PacketLayers

/// What both directions of a connection need of each other's surroundings.
struct Surroundings: Sendable {
  /// Shared by all connections of a table.
  var limits: Apart<AssemblyLimits>
  /// The latest packet time; never runs backwards.
  var lastTime: Timestamp
  var lastPacket: PacketID
  /// Packets accepted, capture duplicates left out.
  var arrivals: UInt32 = 0
  var synSender: Direction?
  /// False while the table holds too much: then nothing waits, and nothing more is remembered.
  var mayHold = true
  var isFinished = false
  /// What of both directions was delivered first.
  var remembered = RememberedBytes()
}

/// Why a segment cannot take the short way: none of these, but for `provisional`, in an ordinary connection.
struct SlowReasons: OptionSet, Sendable {
  var rawValue: UInt16
  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// No sequence number is known yet.
  static let unstarted = SlowReasons(rawValue: 1 << 0)
  /// The start of the stream was taken from the peer's ACK or a segment without payload, and no payload was seen.
  static let provisional = SlowReasons(rawValue: 1 << 1)
  static let queued = SlowReasons(rawValue: 1 << 2)
  static let cut = SlowReasons(rawValue: 1 << 3)
  /// The peer acknowledged more than was seen.
  static let hole = SlowReasons(rawValue: 1 << 4)
  static let zeroWindow = SlowReasons(rawValue: 1 << 5)
  static let finSeen = SlowReasons(rawValue: 1 << 6)
  static let resetSeen = SlowReasons(rawValue: 1 << 7)
  static let stalled = SlowReasons(rawValue: 1 << 8)

  /// The sender passed bytes that the capture does not hold, and the peer has not acknowledged them.
  static let passed = SlowReasons(rawValue: 1 << 9)

  static let pending: SlowReasons = [.queued, .cut, .hole, .passed]
  /// Those that follow from the rest of the state.
  static let following: SlowReasons = [.queued, .cut, .hole, .finSeen, .stalled, .passed]
}

/// One direction of a connection: the part of its state that every packet touches. `Ledger` holds the rest, and `Irregularities` what most
/// never have.
///
/// Offsets are stream offsets. Inside they are signed, because a retransmission may lie before the start.
struct Side: Sendable {
  /// Up to where bytes were handed out or reported missing.
  var next: Int64 = 0
  /// The sequence number of the byte at `next`.
  var nextSequence = SequenceNumber(0)
  var slow: SlowReasons = .unstarted
  /// The highest offset that the peer acknowledged; a FIN counts one.
  var acknowledged: Int64 = 0
  /// After the last byte seen.
  var highestSent: Int64 = 0
  /// Holes and waits below this offset are over: a limit was reached, or the connection was finished.
  var releaseBelow: Int64 = 0
  var finOffset: Int64?
  var deliveredBytes: Int64 = 0
  var packets: UInt64 = 0
  var lastPacket = PacketMoment(packet: PacketID(number: 0), time: Timestamp(nanoseconds: 0))

  /// When a captured segment last brought the byte at `next`, in packets of the connection and in time.
  var progressArrival: UInt32 = 0
  var progressTime = Timestamp(nanoseconds: .min)

  var largestPayload: Int32 = 0
  var largestAcknowledged: Int32 = 0
  var window: UInt16 = 0
  var identification = IdentificationSequence()
  var lowestHopLimit: UInt8 = .max
  var highestHopLimit: UInt8 = 0
  var lastHadTimestamps = false
  var startKnown = false
  var encapsulation: Encapsulation = []

  /// Whether what is delivered next is remembered, in ``Surroundings/remembered``.
  var remembers = true
  /// How many of those are of this direction, from offset 0 on, and how many runs they make.
  private var rememberedCount: Int32 = 0
  private var rememberedRuns: Int16 = 0
  var queue = SegmentQueue()
  private var ledgerApart: Apart<Ledger>
  /// What is seldom asked for; it lies apart from what every packet touches.
  var ledger: Ledger {
    @inline(__always) get { ledgerApart.value }
    @inline(__always) _modify { yield &ledgerApart.value }
  }
  private var irregularApart = Seldom<Irregularities>()
  /// What was out of the ordinary. What only removes something asks ``isRegular`` first: to change it takes memory for it.
  var irregular: Irregularities {
    @inline(__always) get { irregularApart.value }
    @inline(__always) _modify { yield &irregularApart.value }
  }

  /// Whether nothing was out of the ordinary.
  @inline(__always)
  var isRegular: Bool { irregularApart.isUntouched }

  /// Whether a segment is one of the recent ones, captured a second time.
  @inline(__always)
  func hasCopy(of segment: TCPSegment, at time: Timestamp) -> Bool {
    ledgerApart.lent[0].recent.hasCopy(of: segment, at: time)
  }

  /// Begins again for another connection, with the memory of the last one's ledger.
  mutating func reset() {
    ledger = Ledger()
    self = Side(ledger: ledgerApart)
  }

  init() {
    ledgerApart = Apart(Ledger())
  }

  private init(ledger: Apart<Ledger>) {
    ledgerApart = ledger
  }

  @inline(__always)
  var heldBytes: Int { queue.heldBytes &+ Int(rememberedCount) }

  /// About the bytes that what was out of the ordinary takes.
  @inline(__always)
  var irregularBytes: Int { isRegular ? 0 : MemoryLayout<Irregularities>.stride &+ 32 }

  /// Whether the FIN was seen and everything before it was handed out or reported missing.
  var hasEnded: Bool {
    guard let finOffset else { return false }
    return next >= finOffset
  }

  /// Whether this side and `peer` have both said that they are through, or one was reset by a valid RST.
  @inline(__always)
  func isClosed(with peer: borrowing Side) -> Bool {
    slow.union(peer.slow).contains(.resetSeen) || (finOffset != nil && peer.finOffset != nil)
  }

  @inline(__always)
  func offset(of sequence: UInt32) -> Int64 {
    next &+ nextSequence.distance(to: SequenceNumber(sequence))
  }

  func sequence(at offset: Int64) -> SequenceNumber {
    nextSequence.advanced(by: offset &- next)
  }

  @inline(__always)
  mutating func advance(by count: Int64) {
    next &+= count
    nextSequence = nextSequence.advanced(by: count)
  }

  /// What the peer acknowledged, without the FIN's own sequence number where it was seen.
  var acknowledgedData: Int64 {
    guard let finOffset else { return acknowledged }
    return min(acknowledged, finOffset)
  }

  /// Sets every reason anew that follows from the state.
  mutating func refreshSlowReasons() {
    var reasons = slow.subtracting(.following)
    if !isRegular { reasons.formUnion(irregularReasons()) }
    if !queue.isEmpty { reasons.insert(.queued) }
    if acknowledgedData > next { reasons.insert(.hole) }
    if finOffset != nil { reasons.insert(.finSeen) }
    slow = reasons
  }

  private mutating func irregularReasons() -> SlowReasons {
    let isAllSeen = acknowledgedData <= next
    let reasons = irregular.reasons(isAllSeen: isAllSeen)
    guard reasons.contains(.passed) else { return reasons }
    refreshLoss()
    return irregular.reasons(isAllSeen: isAllSeen)
  }

  // MARK: - What a packet shows of its sender

  @inline(__always)
  mutating func observe(_ segment: TCPSegment, _ packet: PacketID, _ time: Timestamp) {
    packets &+= 1
    lastPacket = PacketMoment(packet: packet, time: time)
    lowestHopLimit = min(lowestHopLimit, segment.hopLimit)
    highestHopLimit = max(highestHopLimit, segment.hopLimit)
    identification.note(segment.identification)
    lastHadTimestamps = segment.hasTimestamps
    encapsulation.formUnion(segment.encapsulation)
    window = segment.window
    if segment.payloadLength > Int(largestPayload) { largestPayload = Int32(clamping: segment.payloadLength) }
  }

  @inline(__always)
  mutating func acknowledge(to offset: Int64) {
    acknowledged = offset
    if offset >= highestSent {
      largestAcknowledged = largestPayload
    } else if largestAcknowledged < largestPayload {
      let largest = ledger.recent.largest(endingBefore: sequence(at: offset))
      largestAcknowledged = max(largestAcknowledged, Int32(clamping: largest))
    }
  }

  // MARK: - Recent segments

  /// The last segment with payload; `nil` where none was seen.
  var lastData: PacketMoment? { ledger.recent.lastData ?? (isRegular ? nil : irregular.olderData) }

  /// Remembers a segment that carries payload or a control bit.
  mutating func noteRecent(_ segment: TCPSegment, _ packet: PacketID, _ time: Timestamp) {
    let lastData = segment.payloadLength > 0 ? nil : ledger.recent.lastData
    ledger.recent.note(segment, packet, time)
    // Resets in great number push the bytes out.
    if let lastData, ledger.recent.lastData == nil { irregular.olderData = lastData }
  }

  mutating func noteConflict(
    _ conflict: QueueConflict, later segment: TCPSegment, _ packet: PacketID, isCopy: Bool, limit: Int
  ) {
    irregular.noteConflict(
      conflict, first: conflict.firstPacket.flatMap { ledger.recent.segment(in: $0) }, later: segment, packet,
      isCopy: isCopy, limit: limit)
  }

  // MARK: - Remembered bytes

  /// Whether all that was delivered is remembered.
  @inline(__always)
  var remembersAll: Bool { Int64(rememberedCount) == next }

  @inline(__always)
  mutating func remember(
    _ bytes: Span<UInt8>, of direction: Direction, _ packet: PacketID, _ time: Timestamp, _ around: inout Surroundings
  ) {
    if remembers { rememberMore(bytes, of: direction, packet, time, &around) }
  }

  private mutating func rememberMore(
    _ bytes: Span<UInt8>, of direction: Direction, _ packet: PacketID, _ time: Timestamp, _ around: inout Surroundings
  ) {
    let most = min(around.limits.value.rememberedBytes, RememberedBytes.maximumBytes)
    let room = most - Int(rememberedCount)
    guard room > 0, around.mayHold else {
      remembers = false
      if !around.mayHold { irregular.effects.bytesNotRemembered = true }
      return
    }
    guard Int(rememberedRuns) < AssemblyLimits.maximumRememberedSegments else {
      remembers = false
      return
    }
    let fitting = bytes.extracting(first: room)
    around.remembered.append(fitting, of: direction, packet, time, most: 2 * most)
    rememberedRuns += 1
    rememberedCount &+= Int32(truncatingIfNeeded: fitting.count)
    if bytes.count >= room { remembers = false }
  }

  /// Compares bytes that were delivered before with what `bytes`, from stream offset `start` on, say now.
  func conflict(
    with bytes: Span<UInt8>, start: Int64, of direction: Direction, _ remembered: borrowing RememberedBytes
  ) -> QueueConflict? {
    let from = max(start, 0)
    let to = min(start &+ Int64(bytes.count), Int64(rememberedCount))
    guard from < to else { return nil }
    let known = bytes.extracting(Int(from &- start)..<Int(to &- start))
    guard !remembered.holds(known, of: direction, at: Int(from)) else { return nil }
    let mine = remembered.bytes(of: direction)
    guard let range = firstDifference(mine.span, Int(from), known, 0, count: known.count) else { return nil }
    let first = Int(from) + range.lowerBound
    return QueueConflict(
      offset: Int64(first), count: range.count, firstPacket: remembered.packet(of: direction, at: first),
      first: mine.span, at: first, later: bytes, at: Int(from &- start) + range.lowerBound)
  }
}

/// Whether the IP identifications of one sender count upwards, so that a forged one would stand out.
struct IdentificationSequence: Sendable {
  static let largestStep: UInt16 = 256
  static let largestFittingStep: UInt16 = 4096

  private(set) var last: UInt16 = 0
  private var regular: UInt8 = 0
  private var irregular: UInt8 = 0
  private var zero: UInt8 = 0
  private var hasLast = false

  @inline(__always)
  mutating func note(_ value: UInt16?) {
    guard let value else { return }
    if hasLast {
      let step = value &- last
      if value == 0, last == 0 {
        if zero < .max { zero &+= 1 }
      } else if step >= 1, step <= IdentificationSequence.largestStep {
        if regular < .max { regular &+= 1 }
      } else if irregular < .max {
        irregular &+= 1
      }
    }
    last = value
    hasLast = true
  }

  /// Whether `value` continues the sequence; `nil` where there is none to continue.
  func fits(_ value: UInt16?) -> Bool? {
    guard let value, hasLast else { return nil }
    if zero >= 2, regular == 0, irregular == 0 { return value == 0 }
    // A host without a socket for the connection answers with an identification of 0.
    if value == 0 { return nil }
    guard regular >= 2, Int(irregular) * 4 <= Int(regular) else { return nil }
    let step = value &- last
    return step >= 1 && step <= IdentificationSequence.largestFittingStep
  }
}
