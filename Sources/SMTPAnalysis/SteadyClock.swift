import ByteParsing
import CaptureFiles

/// Keeps one packet with a wrong time from moving the capture's clock: sessions would be taken for silent and be let go of, and their
/// times would make no sense.
///
/// A packet whose time lies far from that of the packet before waits for the one that follows. Where the one that follows agrees with
/// the one before, the packet is taken for as old as that; else time did go on, or back, so.
struct SteadyClock {
  struct Waiting {
    var header: PacketHeader
    var bytes: [UInt8]
  }

  /// A packet and the time that it is taken for.
  struct Settled {
    var waiting: Waiting
    var time: Timestamp
  }

  /// The last packet of a capture has none that follows. Connections are not silent for longer than this.
  private static let longestSilenceSeconds: Double = 86_400

  /// Packets that were taken for another time than the one they carry.
  private(set) var corrected = 0
  private let leapNanoseconds: UInt64
  private var last: Timestamp?
  private var waiting: [Waiting] = []
  /// Kept beside the array, so that asking for it touches no other memory.
  private var isWaiting = false

  /// `leapSeconds`: how far a packet's time may lie from the one before without any doubt.
  init(leapSeconds: Double) {
    leapNanoseconds = UInt64(max(0, min(leapSeconds, 1e9)) * 1e9)
  }

  /// Whether a packet's time may be believed at once; it is then the clock's.
  @inline(__always)
  mutating func believes(_ time: Timestamp) -> Bool {
    guard let last, !isWaiting, Self.distance(time, last) <= leapNanoseconds else { return false }
    self.last = time
    return true
  }

  /// The packets that need not wait any longer now that one with this time comes.
  mutating func settle(before time: Timestamp) -> [Settled] {
    guard let first = waiting.first else { return [] }
    guard let last else {
      // The capture's first packet: it can be as wrong as any other, and a third one decides.
      if Self.distance(time, first.header.time) <= leapNanoseconds { return [settleFirst(as: first.header.time)] }
      guard waiting.count > 1 else { return [] }
      let second = waiting[1].header.time
      let isFirstWrong = Self.distance(time, second) <= leapNanoseconds
      let wentOn = second.seconds(since: first.header.time)
      let isPause = isFirstWrong && wentOn >= 0 && wentOn <= Self.longestSilenceSeconds
      return [settleFirst(as: isFirstWrong && !isPause ? second : first.header.time)] + settle(before: time)
    }
    let own = first.header.time
    let back = Self.distance(time, last)
    return [settleFirst(as: back <= leapNanoseconds && back < Self.distance(time, own) ? last : own)]
  }

  mutating func wait(_ header: PacketHeader, _ frame: Span<UInt8>) {
    waiting.append(Waiting(header: header, bytes: frame.copied()))
    isWaiting = true
  }

  /// The packets that still wait when no more come.
  mutating func settleAll() -> [Settled] {
    var settled: [Settled] = []
    while let first = waiting.first {
      let own = first.header.time
      let isLikely = last.map { Self.distance(own, $0) <= UInt64(Self.longestSilenceSeconds * 1e9) } ?? true
      settled.append(settleFirst(as: isLikely ? own : last ?? own))
    }
    return settled
  }

  private mutating func settleFirst(as time: Timestamp) -> Settled {
    let first = waiting.removeFirst()
    isWaiting = !waiting.isEmpty
    if time != first.header.time { corrected += 1 }
    last = time
    return Settled(waiting: first, time: time)
  }

  @inline(__always)
  private static func distance(_ one: Timestamp, _ other: Timestamp) -> UInt64 {
    let (difference, overflow) = one.nanoseconds.subtractingReportingOverflow(other.nanoseconds)
    return overflow ? .max : difference.magnitude
  }
}
