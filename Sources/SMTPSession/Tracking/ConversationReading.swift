import CaptureFiles
import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// The words of one connection as they were read: the dialogue, the TLS of both directions, and which packet brought what.
struct ConversationReading: Sendable {
  /// Where and when an element began and was complete.
  struct Place: Sendable {
    var first: Moment
    var last: Moment
  }

  /// Missing runs that are remembered with their place; more are counted.
  static let maximumHoles = 64

  private(set) var parser: SMTPParser
  private(set) var clientTLS = TLSStream()
  private(set) var serverTLS = TLSStream()
  private(set) var clientMap = SourceMap()
  private(set) var serverMap = SourceMap()
  /// One for each element of the parser.
  private(set) var places: [Place] = []
  private(set) var holes: [Visibility.Hole] = []
  private(set) var unlistedHoles = 0
  /// Sides of whose bytes some were lost on the way while TLS was spoken. What lies behind them was never handed to the peer's
  /// program, and what it means cannot be told without them: it is not read.
  private var endsInLoss = (client: false, server: false)

  private static let usualLines = 16
  /// Runs of bytes whose packets are known.
  private var runs = 0

  /// About the bytes that are kept.
  @inline(__always)
  var keptBytes: Int {
    parser.keptBytes &+ clientTLS.keptBytes &+ serverTLS.keptBytes &+ min(runs, SourceMap.maximumRuns &* 2)
      &* SourceMap.bytesPerRun
      &+ MemoryLayout<ConversationReading>.stride
  }

  /// `startsInTheMiddle`: the capture does not hold the connection's start.
  init(startsInTheMiddle: Bool, keepsMessages: Bool = false) {
    parser = SMTPParser(limits: SMTPLimits(keepsMessages: keepsMessages))
    if startsInTheMiddle { parser.reset(midStream: true) }
  }

  /// Reads what a journal holds, as it would have been read when it came.
  init(_ unread: UnreadWords) {
    self.init(startsInTheMiddle: unread.startsInTheMiddle, keepsMessages: unread.keepsMessages)
    // A short session has a dozen lines, which are most of its bytes.
    parser.reserve(elements: Self.usualLines, text: min(unread.bytes.count, 1024))
    places.reserveCapacity(Self.usualLines)
    var offsets = (forward: 0, backward: unread.forwardCount)
    let bytes = unread.bytes.span
    for entry in unread.entries {
      let count = Int(entry.count)
      switch entry.direction {
      case .forward:
        take(
          bytes.extracting(offsets.forward..<(offsets.forward + count)), from: entry.side,
          offset: UInt64(offsets.forward), at: entry.moment)
        offsets.forward += count
      case .backward:
        take(
          bytes.extracting(offsets.backward..<(offsets.backward + count)), from: entry.side,
          offset: UInt64(offsets.backward - unread.forwardCount), at: entry.moment)
        offsets.backward += count
      }
    }
  }

  /// Takes the next bytes of a direction, which `moment` brought.
  mutating func take(_ bytes: Span<UInt8>, from side: Side, offset: UInt64, at moment: Moment) {
    guard bytes.count > 0, !(side == .client ? endsInLoss.client : endsInLoss.server) else { return }
    runs &+= 1
    switch side {
    case .client: clientMap.append(offset: offset, count: bytes.count, packet: moment.packet, time: moment.time)
    case .server: serverMap.append(offset: offset, count: bytes.count, packet: moment.packet, time: moment.time)
    }
    if parser.tlsStart(side) != nil {
      feedTLS(bytes, from: side, offset: offset)
      return
    }
    let used = parser.feed(bytes, from: side)
    placeElements(fallback: moment)
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
    if reason == .neverArrived, parser.tlsStart(.client) != nil || parser.tlsStart(.server) != nil {
      switch side {
      case .client: endsInLoss.client = true
      case .server: endsInLoss.server = true
      }
      return
    }
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

  /// The TLS of both sides, and which packet brought what. It is let go of here: to copy it would cost as much as to read a short one.
  mutating func takeStreams() -> TLSFacts.Streams {
    var (client, server) = (TLSStream(), TLSStream())
    swap(&client, &clientTLS)
    swap(&server, &serverTLS)
    return TLSFacts.Streams(client: client, server: server, clientMap: clientMap, serverMap: serverMap)
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
    for side in [Side.client, Side.server] where parser.tlsStart(side) != nil {
      guard let offset = parser.heldOffset(side) else { continue }
      let held = parser.takeHeld(side)
      feedTLS(held.span, from: side, offset: offset)
    }
  }

  /// Looks up the packets of the elements that have come since the last time.
  private mutating func placeElements(fallback: Moment) {
    while places.count < parser.elements.count {
      let element = parser.elements[places.count]
      let end = element.end > element.start ? element.end - 1 : element.start
      let begin = moment(element.side, at: element.start)
      let last = moment(element.side, at: end) ?? begin ?? fallback
      let first = begin ?? last
      places.append(Place(first: first, last: last))
    }
  }
}
