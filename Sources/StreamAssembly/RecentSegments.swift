import CaptureFiles
import PacketLayers

/// What identifies a captured segment, to recognise the same packet captured twice and to date what was sent.
struct RecentSegment: Sendable {
  /// Two copies of one packet lie this close where the IP identification tells them apart from a retransmission …
  static let duplicateNanoseconds: Int64 = 5_000_000
  /// … and this close where there is none (IPv6), or it is 0 and tells nothing (RFC 6864).
  static let unidentifiedDuplicateNanoseconds: Int64 = 1_000_000
  /// Routers between two places of capture lower the hop limit by one each.
  static let maximumHopDifference = 8

  // Thirty-two bytes: each of thousands of connections has eighteen of these.
  private var place = PackedPacketID(PacketID(number: 0))
  let time: Timestamp
  let sequence: UInt32
  let acknowledgment: UInt32
  /// See ``Size``.
  private let size: Size
  /// The IP identification where there is one that is not 0; else the window, which only then tells copies apart.
  private let mark: UInt16
  let flags: TCPFlags
  let hopLimit: UInt8

  /// The length of the payload, with what is known of the IP identification in its two highest bits; all bits are 0 in an unused place.
  private struct Size: Sendable {
    private static let hasIdentification: UInt32 = 1 << 31
    private static let isIdentified: UInt32 = 1 << 30
    private static let lengths: UInt32 = isIdentified - 1

    private let bits: UInt32

    /// An unused place.
    init() { bits = 0 }

    init(length: Int, identification: UInt16?) {
      var bits = UInt32(min(max(length, 0), Int(Self.lengths) - 1)) + 1
      if let identification { bits |= Self.hasIdentification | (identification == 0 ? 0 : Self.isIdentified) }
      self.bits = bits
    }

    /// -1 in an unused place.
    var length: Int32 { Int32(bits & Self.lengths) - 1 }
    var hasIdentification: Bool { bits & Self.hasIdentification != 0 }
    /// Whether there is one that is not 0.
    var isIdentified: Bool { bits & Self.isIdentified != 0 }
  }

  /// An unused place.
  init() {
    time = Timestamp(nanoseconds: 0)
    (sequence, acknowledgment, mark, hopLimit) = (0, 0, 0, 0)
    size = Size()
    flags = []
  }

  @inline(__always)
  init(_ segment: TCPSegment, _ packet: PacketID, _ time: Timestamp) {
    place = PackedPacketID(packet)
    self.time = time
    sequence = segment.sequence
    acknowledgment = segment.acknowledgment
    size = Size(length: segment.payloadLength, identification: segment.identification)
    mark = size.isIdentified ? segment.identification ?? 0 : segment.window
    flags = segment.flags
    hopLimit = segment.hopLimit
  }

  var packet: PacketID { place.id }
  /// Bytes of payload; -1 in an unused place.
  var length: Int32 { size.length }
  /// The IP identification; `nil` where there is none.
  var identification: UInt16? { size.hasIdentification ? size.isIdentified ? mark : 0 : nil }

  /// Whether `segment` is this packet, captured a second time.
  func isSamePacket(as segment: TCPSegment, at time: Timestamp) -> Bool {
    // What differs most comes first.
    guard sequence == segment.sequence, acknowledgment == segment.acknowledgment, flags == segment.flags,
      length >= 0, Int(length) == segment.payloadLength, identification == segment.identification
    else { return false }
    let hops = Int(hopLimit) - Int(segment.hopLimit)
    guard hops.magnitude <= UInt(RecentSegment.maximumHopDifference) else { return false }
    let apart = (time.nanoseconds &- self.time.nanoseconds).magnitude
    if size.isIdentified { return apart <= UInt64(RecentSegment.duplicateNanoseconds) }
    // True duplicate ACKs come as fast as the segments that cause them; they differ in SACK blocks that are not kept here.
    if segment.hasSACKBlocks { return false }
    return mark == segment.window && apart <= UInt64(RecentSegment.unidentifiedDuplicateNanoseconds)
  }
}

/// The last few segments of one direction that carried payload or a control bit, and its last ACK without.
struct RecentSegments: Sendable {
  static let count = 8

  private var ring = InlineArray<8, RecentSegment>(repeating: RecentSegment())
  private var nextPlace = 0
  private var lastACK = RecentSegment()

  @inline(__always)
  mutating func note(_ segment: TCPSegment, _ packet: PacketID, _ time: Timestamp) {
    ring[nextPlace] = RecentSegment(segment, packet, time)
    nextPlace = (nextPlace &+ 1) & (RecentSegments.count &- 1)
  }

  @inline(__always)
  mutating func noteACK(_ segment: TCPSegment, _ packet: PacketID, _ time: Timestamp) {
    lastACK = RecentSegment(segment, packet, time)
  }

  // Both are inlined so that they are asked where the segments lie, and not of a copy.
  @inline(__always)
  func hasCopy(of segment: TCPSegment, at time: Timestamp) -> Bool {
    if lastACK.isSamePacket(as: segment, at: time) { return true }
    let ring = ring.span
    for index in ring.indices where ring[index].isSamePacket(as: segment, at: time) { return true }
    return false
  }

  /// The last remembered segment with payload.
  @inline(__always)
  var lastData: PacketMoment? {
    let ring = ring.span
    for step in 1...RecentSegments.count {
      let segment = ring[(nextPlace &- step) & (RecentSegments.count - 1)]
      if segment.length > 0 { return PacketMoment(packet: segment.packet, time: segment.time) }
    }
    return nil
  }

  /// What is remembered of the segment that came in a packet.
  func segment(in packet: PacketID) -> RecentSegment? {
    let ring = ring.span
    for index in ring.indices where ring[index].length >= 0 && ring[index].packet == packet { return ring[index] }
    return nil
  }

  /// The earliest of the remembered segments that carries the byte, or the FIN, at `sequence`.
  func earliest(at sequence: SequenceNumber) -> PacketMoment? {
    var found: PacketMoment?
    for step in ring.indices {
      let segment = ring[(nextPlace + step) & (RecentSegments.count - 1)]
      guard segment.length >= 0 else { continue }
      let offset = SequenceNumber(segment.sequence).distance(to: sequence)
      let occupied = Int64(segment.length) + (segment.flags.contains(.fin) ? 1 : 0)
      if offset >= 0, offset < occupied, found == nil {
        found = PacketMoment(packet: segment.packet, time: segment.time)
      }
    }
    return found
  }

  /// The largest payload of a remembered segment that ends at or before `sequence`.
  func largest(endingBefore sequence: SequenceNumber) -> Int {
    var largest = 0
    for index in ring.indices where ring[index].length > largest {
      let end = SequenceNumber(ring[index].sequence).advanced(by: Int64(ring[index].length))
      if end.distance(to: sequence) >= 0 { largest = Int(ring[index].length) }
    }
    return largest
  }

  /// How many remembered segments with payload begin after `sequence` and are smaller than `length`.
  func count(after sequence: SequenceNumber, smallerThan length: Int) -> Int {
    var count = 0
    for index in ring.indices where ring[index].length > 0 && Int(ring[index].length) < length {
      if sequence.isBefore(SequenceNumber(ring[index].sequence)) { count += 1 }
    }
    return count
  }
}
