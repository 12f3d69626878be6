import ByteParsing
import CaptureFiles
import PacketLayers
import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// What is known of one open connection above TCP: the dialogue, the TLS of both directions, and which packet brought what.
/// Slots are reused, so that a million short sessions allocate what a hundred do.
struct Conversation: Sendable {
  /// Where and when an element began and was complete.
  struct Place: Sendable {
    var first: Moment
    var last: Moment
  }

  /// Missing runs that are remembered with their place; more are counted.
  static let maximumHoles = 64

  var id = 0
  var parser = SMTPParser()
  var clientTLS = TLSStream()
  var serverTLS = TLSStream()
  var clientMap = SourceMap()
  var serverMap = SourceMap()
  /// One for each element of the parser.
  var places: [Place] = []
  /// `nil` until the first packet that tells who is the client.
  var clientDirection: Direction?
  /// Whether it was found on a port that is not for mail, and nothing but an EHLO, HELO, LHLO or TLS makes it mail.
  var isCandidate = false
  var holes: [Visibility.Hole] = []
  var unlistedHoles = 0
  var icmpErrors: [Session.ICMPReport] = []
  /// The last packet with payload, and who sent it.
  var lastSpoken: (moment: Moment, side: Side)?
  /// Whether the connection was over; it then waits a little for late packets.
  var isClosing = false
  /// Whether something came since it was last looked at, where changes are marked.
  var isChanged = false
  var firstSeen = Moment(packet: PacketID(number: 0), time: Timestamp(nanoseconds: 0))
  var lastSeen = Moment(packet: PacketID(number: 0), time: Timestamp(nanoseconds: 0))

  mutating func begin(id: Int, isCandidate: Bool, startsInTheMiddle: Bool, at moment: Moment) {
    self.id = id
    self.isCandidate = isCandidate
    parser.reset(midStream: startsInTheMiddle)
    if clientTLS.recordCount > 0 || clientTLS.hasEnded { clientTLS.reset() }
    if serverTLS.recordCount > 0 || serverTLS.hasEnded { serverTLS.reset() }
    clientMap.reset()
    serverMap.reset()
    places.removeAll(keepingCapacity: true)
    clientDirection = nil
    if !holes.isEmpty { holes.removeAll(keepingCapacity: true) }
    unlistedHoles = 0
    if !icmpErrors.isEmpty { icmpErrors.removeAll(keepingCapacity: true) }
    lastSpoken = nil
    isClosing = false
    isChanged = false
    firstSeen = moment
    lastSeen = moment
  }

  /// The side that sends in `direction`; the client is taken for the first speaker while nothing tells.
  func side(of direction: Direction) -> Side {
    direction == (clientDirection ?? .forward) ? .client : .server
  }

  /// Takes the next bytes of a direction, which `packet` brought.
  mutating func take(_ bytes: Span<UInt8>, from side: Side, offset: UInt64, at moment: Moment) {
    guard bytes.count > 0 else { return }
    lastSpoken = (moment, side)
    switch side {
    case .client: clientMap.append(offset: offset, count: bytes.count, packet: moment.packet, time: moment.time)
    case .server: serverMap.append(offset: offset, count: bytes.count, packet: moment.packet, time: moment.time)
    }
    if parser.tlsStart(side) != nil {
      feedTLS(bytes, from: side, offset: offset)
      return
    }
    let used = parser.feed(bytes, from: side)
    placeElements()
    takeHeldTLS()
    if used < bytes.count, parser.tlsStart(side) != nil {
      feedTLS(bytes.extracting(used..<bytes.count), from: side, offset: offset &+ UInt64(used))
    }
  }

  /// Notes that the next `count` bytes of a direction are not in the capture.
  mutating func miss(
    _ count: UInt64, from side: Side, reason: Visibility.Hole.Reason, offset: UInt64, at moment: Moment
  ) {
    if holes.count < Self.maximumHoles {
      holes.append(Visibility.Hole(from: side, reason: reason, offset: offset, count: count, at: moment))
    } else {
      unlistedHoles += 1
    }
    let belongsToSMTP = parser.missing(count, from: side)
    placeElements(fallback: moment)
    takeHeldTLS()
    guard !belongsToSMTP else { return }
    switch side {
    case .client: clientTLS.missing(count)
    case .server: serverTLS.missing(count)
    }
  }

  /// Nothing more comes: what is unfinished becomes an element that says so.
  mutating func finish(at moment: Moment) {
    parser.finish()
    placeElements(fallback: moment)
    takeHeldTLS()
    clientTLS.end()
    serverTLS.end()
  }

  /// The packet that brought the byte at `offset` of the direction of `side`; `nil` where it is missing.
  func moment(_ side: Side, at offset: UInt64) -> Moment? {
    side == .client ? clientMap.moment(at: offset) : serverMap.moment(at: offset)
  }

  /// `offset` is the stream offset of the first byte: behind a gap, TLS begins there for us, wherever it began.
  private mutating func feedTLS(_ bytes: Span<UInt8>, from side: Side, offset: UInt64) {
    switch side {
    case .client:
      if clientTLS.position == clientTLS.startOffset { clientTLS.startOffset = offset }
      clientTLS.feed(bytes)
    case .server:
      if serverTLS.position == serverTLS.startOffset { serverTLS.startOffset = offset }
      serverTLS.feed(bytes)
    }
  }

  /// Bytes that the parser had taken before it could know that they are TLS.
  private mutating func takeHeldTLS() {
    for side in [Side.client, Side.server] {
      guard let offset = parser.heldOffset(side) else { continue }
      let held = parser.takeHeld(side)
      feedTLS(held.span, from: side, offset: offset)
    }
  }

  /// Looks up the packets of the elements that have come since the last time.
  private mutating func placeElements(fallback: Moment? = nil) {
    while places.count < parser.elements.count {
      let element = parser.elements[places.count]
      let end = element.end > element.start ? element.end - 1 : element.start
      let begin = moment(element.side, at: element.start)
      let last = moment(element.side, at: end) ?? begin ?? fallback ?? lastSpoken?.moment ?? lastSeen
      let first = begin ?? last
      places.append(Place(first: first, last: last))
    }
  }
}
