import ByteParsing
package import CaptureFiles
package import PacketLayers

/// Both directions of one TCP connection, from segments in the order of capture to bytes in the order of the stream.
///
/// The two directions are kept in causal order: bytes whose sender had acknowledged something of the peer are handed out
/// after it, also where the capture swapped the packets.
package struct Connection: Sendable {
  /// `first` sent the SYN, or the first segment seen where no SYN or SYN-ACK began the connection.
  package private(set) var endpoints: (first: Endpoint, second: Endpoint)
  private var forward = Side()
  private var backward = Side()
  private var around: Surroundings

  package init(_ segment: TCPSegment, id: PacketID, time: Timestamp, limits: AssemblyLimits = AssemblyLimits()) {
    self.init(segment, id: id, time: time, sharedLimits: Apart(limits))
  }

  init(_ segment: TCPSegment, id: PacketID, time: Timestamp, sharedLimits: Apart<AssemblyLimits>) {
    endpoints = Connection.endpoints(of: segment)
    around = Surroundings(limits: sharedLimits, lastTime: time, lastPacket: id)
  }

  /// Begins again for another connection, with the memory of this one, which was released.
  mutating func reopen(_ segment: TCPSegment, id: PacketID, time: Timestamp) {
    endpoints = Connection.endpoints(of: segment)
    around = Surroundings(limits: around.limits, lastTime: time, lastPacket: id)
  }

  /// Lets go of what the connection holds, but for the memory that every one has.
  mutating func release() {
    around.remembered = RememberedBytes()
    forward.reset()
    backward.reset()
  }

  private static func endpoints(of segment: TCPSegment) -> (first: Endpoint, second: Endpoint) {
    segment.flags.isSuperset(of: [.syn, .ack])
      ? (segment.destination, segment.source) : (segment.source, segment.destination)
  }

  // MARK: - Segments in

  /// Which direction a segment of this connection belongs to.
  @inline(__always)
  package func direction(of segment: TCPSegment) -> Direction {
    segment.source == endpoints.first ? .forward : .backward
  }

  /// Whether the segment begins another connection between the same endpoints (RFC 9293 section 3.6.1): a SYN with
  /// another initial sequence number after data, after the end, or after a long pause. The consumer then finishes and
  /// closes this connection and opens a new one.
  package func isNewConnection(_ segment: TCPSegment, time: Timestamp) -> Bool {
    guard segment.flags.contains(.syn), !segment.flags.contains(.ack), !segment.flags.contains(.rst) else {
      return false
    }
    return direction(of: segment) == .forward
      ? isNewConnection(segment, time: time, side: forward, peer: backward)
      : isNewConnection(segment, time: time, side: backward, peer: forward)
  }

  private func isNewConnection(
    _ segment: TCPSegment, time: Timestamp, side: borrowing Side, peer: borrowing Side
  ) -> Bool {
    let first = SequenceNumber(segment.sequence).advanced(by: 1)
    if !side.slow.contains(.unstarted), side.sequence(at: 0) == first { return false }
    if side.slow.contains(.unstarted), peer.slow.contains(.unstarted) { return false }
    if side.highestSent > 0 || peer.highestSent > 0 || isEnding { return true }
    if side.ledger.syn != nil, peer.packets == 0 { return true }
    let idle = time.nanoseconds &- around.lastTime.nanoseconds
    return idle >= around.limits.value.reuseIdleNanoseconds
  }

  /// Takes one segment and its captured payload.
  package mutating func accept(
    _ segment: TCPSegment, payload: Span<UInt8>, id: PacketID, time: Timestamp
  ) -> Delivery {
    if segment.source == endpoints.first {
      if let result = forward.acceptInOrder(segment, payload, id, time, .forward, peer: &backward, &around) {
        return result
      }
      return forward.acceptAny(segment, payload, id, time, .forward, peer: &backward, &around)
    }
    if let result = backward.acceptInOrder(segment, payload, id, time, .backward, peer: &forward, &around) {
      return result
    }
    return backward.acceptAny(segment, payload, id, time, .backward, peer: &forward, &around)
  }

  // MARK: - Runs out

  /// The next run of `direction` that waited and no longer has to. Its bytes replace the content of `scratch`.
  package mutating func nextReady(_ direction: Direction, into scratch: inout [UInt8]) -> ReadyRun? {
    switch direction {
    case .forward:
      guard !forward.slow.isDisjoint(with: .pending) else { return nil }
      return forward.takeReady(.forward, peer: backward, &around, into: &scratch)
    case .backward:
      guard !backward.slow.isDisjoint(with: .pending) else { return nil }
      return backward.takeReady(.backward, peer: forward, &around, into: &scratch)
    }
  }

  /// The next run of either direction that waited and no longer has to, in causal order.
  package mutating func nextReady(into scratch: inout [UInt8]) -> ReadyRun? {
    guard !forward.slow.union(backward.slow).isDisjoint(with: .pending) else { return nil }
    if forward.slow.isDisjoint(with: .pending) { return nextReady(.backward, into: &scratch) }
    if backward.slow.isDisjoint(with: .pending) { return nextReady(.forward, into: &scratch) }
    // What is missing was there before the packets that show it; of bytes, the first captured come first.
    let heads = (forward.head(peer: backward, around), backward.head(peer: forward, around))
    let direction: Direction
    switch heads {
    case (.missing, _): direction = .forward
    case (_, .missing): direction = .backward
    case (.nothing, _): direction = .backward
    case (_, .nothing): direction = .forward
    case (.bytes, .bytes):
      direction = (forward.queue.first?.arrival ?? 0) < (backward.queue.first?.arrival ?? 0) ? .forward : .backward
    }
    return nextReady(direction, into: &scratch)
  }

  /// Ends all waiting: what is queued becomes ready, holes become missing. The consumer then takes `nextReady(into:)`
  /// until `nil`.
  package mutating func finish() {
    around.isFinished = true
    forward.releaseBelow = .max
    backward.releaseBelow = .max
  }

  // MARK: - State

  /// Which end sent the SYN; `nil` where neither SYN nor SYN-ACK was seen.
  package var initiator: Direction? { around.synSender }

  /// The latest packet time of the connection.
  package var lastActivity: Timestamp { around.lastTime }

  /// Whether stream offset 0 of the direction is the first byte that was sent.
  package func startKnown(_ direction: Direction) -> Bool {
    side(direction).startKnown
  }

  /// Whether the direction's FIN was seen and everything before it was handed out or reported missing.
  package func hasEnded(_ direction: Direction) -> Bool {
    direction == .forward ? forward.hasEnded : backward.hasEnded
  }

  /// Whether both sides have said that they are through, or a valid RST was seen. Segments may still come, and what is missing
  /// before a FIN may never: nobody sends more, so nothing but time can tell that it is lost.
  package var isClosed: Bool { forward.isClosed(with: backward) }

  /// Whether a FIN or a valid RST was seen.
  private var isEnding: Bool {
    !forward.slow.union(backward.slow).isDisjoint(with: [.finSeen, .resetSeen])
  }

  /// Bytes that the connection keeps: those that wait, and those remembered for comparison.
  @inline(__always)
  package var heldBytes: Int { forward.heldBytes &+ backward.heldBytes }

  /// About the bytes that the connection takes beside its place: what it keeps, and what it notes of what was out of the ordinary.
  @inline(__always)
  var takenBytes: Int { heldBytes &+ forward.irregularBytes &+ backward.irregularBytes }

  // MARK: - Remembered bytes

  /// The first bytes that were delivered, from the start of the streams on: as many of each as ``AssemblyLimits/rememberedBytes``
  /// allows, and none behind missing ones.
  /// Nothing is changed: it is lent so because to be lent otherwise, to another module, would copy the whole connection.
  package mutating func rememberedBytes() -> RememberedBytes { around.remembered }

  /// The same of a connection that is over: it lets go of them.
  package mutating func takeRememberedBytes() -> RememberedBytes { around.remembered.take() }

  /// False: nothing may wait any more, and nothing more is remembered, because the table holds too much.
  var mayHold: Bool {
    get { around.mayHold }
    set { around.mayHold = newValue }
  }

  package func facts(_ direction: Direction) -> DirectionFacts {
    direction == .forward ? forward.facts(peer: backward) : backward.facts(peer: forward)
  }

  @inline(__always)
  private func side(_ direction: Direction) -> Side {
    direction == .forward ? forward : backward
  }
}
