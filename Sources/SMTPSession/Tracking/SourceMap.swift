import CaptureFiles
import StreamAssembly

/// Which packet brought which byte of one direction: exactly for its first part, where greeting, EHLO and handshake are, and
/// for the part that is being parsed; what lies between is let go of, so that a long message costs nothing.
struct SourceMap: Sendable {
  /// Runs that are kept from the beginning for good.
  private static let headRuns = 512
  /// Runs that are kept at the end; when twice as many have come, the older half goes.
  private static let tailRuns = 512

  /// All that are kept at once.
  static let maximumRuns = headRuns + tailRuns * 2
  /// With the room in which the lists grow.
  static let bytesPerRun = 56

  private var head = PacketMap()
  private var tail = PacketMap()
  private var middle: UInt64 = 0

  mutating func append(offset: UInt64, count: Int, packet: PacketID, time: Timestamp) {
    if head.count < Self.headRuns {
      head.append(offset: offset, count: UInt64(count), packet: packet, time: time)
      return
    }
    tail.append(offset: offset, count: UInt64(count), packet: packet, time: time)
    if tail.count == Self.tailRuns { middle = offset }
    if tail.count >= Self.tailRuns * 2 {
      tail.discard(before: middle)
      middle = offset
    }
  }

  func moment(at offset: UInt64) -> Moment? {
    guard let (packet, time) = head.packet(at: offset) ?? tail.packet(at: offset) else { return nil }
    return Moment(packet: packet, time: time)
  }
}

extension SourceMap {
  /// Forgets everything and keeps its memory.
  mutating func reset() {
    head.discard(before: .max)
    tail.discard(before: .max)
    middle = 0
  }
}
