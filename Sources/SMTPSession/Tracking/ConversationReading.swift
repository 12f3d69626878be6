import CaptureFiles
import SMTPTranscript
import StreamAssembly
import TLSDecryption
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
  /// Each in a place of its own: when a connection is over, they are handed on, and not copied.
  private(set) var client = Shared(ReadDirection())
  private(set) var server = Shared(ReadDirection())
  /// One for each element of the parser.
  private(set) var places: [Place] = []
  private(set) var holes: [Visibility.Hole] = []
  private(set) var unlistedHoles = 0
  /// Sides of whose bytes some were lost on the way while TLS was spoken. What lies behind them was never handed to the peer's
  /// program, and what it means cannot be told without them: it is not read.
  private var endsInLoss = (client: false, server: false)

  /// What opens the TLS; `nil` where nobody gave secrets.
  private(set) var opened: Shared<OpenedTLS>?

  /// A short session has a dozen lines.
  private static let usualLines = 16
  private static let usualTextBytes = 512
  /// Runs of bytes whose packets are known.
  private var runs = 0

  /// About the bytes that are kept.
  ///
  /// Mutating, although nothing changes: so it is asked where the reading lies, and not of a copy.
  mutating func countKept() -> Int {
    parser.countKept() &+ client.fields.tls.countKept() &+ server.fields.tls.countKept()
      &+ min(runs, SourceMap.maximumRuns &* 2) &* SourceMap.bytesPerRun
      &+ MemoryLayout<ConversationReading>.stride &+ MemoryLayout<ReadDirection>.stride &* 2
      &+ (opened?.fields.keptBytes ?? 0)
  }

  /// `startsInTheMiddle`: the capture does not hold the connection's start.
  /// - Parameter keys: Secrets with which TLS is opened; `nil` where there are none.
  init(startsInTheMiddle: Bool, keepsMessages: Bool = false, keys: KeyRing? = nil) {
    parser = SMTPParser(limits: SMTPLimits(keepsMessages: keepsMessages))
    if startsInTheMiddle { parser.reset(midStream: true) }
    if let keys { use(keys) }
  }

  /// From now on, what TLS seals is opened with `keys` where it can be. Records that came before are counted, and were not kept.
  mutating func use(_ keys: KeyRing) {
    guard opened == nil else { return }
    opened = Shared(OpenedTLS(keys))
    client.fields.tls.collectsSealed = true
    server.fields.tls.collectsSealed = true
  }

  /// Reads what was remembered, as it would have been read when it came.
  init(_ unread: UnreadWords) {
    self.init(startsInTheMiddle: unread.startsInTheMiddle, keepsMessages: unread.keepsMessages, keys: unread.keys)
    let bytes = unread.remembered.bytes.span
    parser.reserve(elements: Self.usualLines, text: Self.usualTextBytes)
    places.reserveCapacity(Self.usualLines)
    var (place, clientOffset, serverOffset) = (0, 0, 0)
    for run in unread.remembered.runs {
      let count = Int(run.count)
      let piece = bytes.extracting(place..<(place + count))
      let moment = Moment(packet: run.packet, time: run.time)
      if run.direction.rawValue == unread.clientDirection.rawValue {
        take(piece, from: .client, offset: UInt64(clientOffset), at: moment)
        clientOffset += count
      } else {
        take(piece, from: .server, offset: UInt64(serverOffset), at: moment)
        serverOffset += count
      }
      place += count
    }
  }

  /// Takes the next bytes of a direction, which `moment` brought.
  mutating func take(_ bytes: Span<UInt8>, from side: Side, offset: UInt64, at moment: Moment) {
    guard bytes.count > 0, !(side == .client ? endsInLoss.client : endsInLoss.server) else { return }
    runs &+= 1
    switch side {
    case .client: client.fields.map.append(offset: offset, count: bytes.count, packet: moment.packet, time: moment.time)
    case .server: server.fields.map.append(offset: offset, count: bytes.count, packet: moment.packet, time: moment.time)
    }
    if parser.tlsStart(side) != nil {
      feedTLS(bytes, from: side, offset: offset)
      if opened != nil { openSealed(at: moment.time) }
      return
    }
    let used = parser.feed(bytes, from: side)
    placeElements(fallback: moment, latest: Run(side: side, start: offset, end: offset &+ UInt64(bytes.count), moment))
    takeHeldTLS()
    if used < bytes.count, parser.tlsStart(side) != nil {
      feedTLS(bytes.extracting(used..<bytes.count), from: side, offset: offset &+ UInt64(used))
      if opened != nil { openSealed(at: moment.time) }
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
    opened?.fields.miss(count, from: side)
    tellLacking(side, at: moment)
    let belongsToSMTP = parser.isInside ? false : parser.missing(count, from: side)
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
    case .client: client.fields.tls.missing(count)
    case .server: server.fields.tls.missing(count)
    }
  }

  /// Nothing more comes: what is unfinished becomes an element that says so.
  mutating func finish(at moment: Moment) {
    if opened != nil {
      client.fields.tls.end()
      server.fields.tls.end()
      openSealed(at: nil)
      opened?.fields.noteLookup(client.fields.tls)
      opened?.fields.giveUpEarlyData()
      noteClosed(at: moment)
    }
    parser.finish()
    placeElements(fallback: moment)
    takeHeldTLS()
    client.fields.tls.end()
    server.fields.tls.end()
  }

  /// The packet that brought the byte at `offset` of the direction of `side`; `nil` where it is missing.
  func moment(_ side: Side, at offset: UInt64) -> Moment? {
    side == .client ? client.fields.map.moment(at: offset) : server.fields.map.moment(at: offset)
  }

  /// What both sides agreed on in TLS; `nil` where none was begun.
  ///
  /// Mutating, although nothing changes: so the streams are lent where they lie.
  mutating func negotiation() -> TLSNegotiation? {
    guard parser.tlsStart(.client) != nil || parser.tlsStart(.server) != nil else { return nil }
    return client.fields.tls.negotiation(with: &server.fields.tls)
  }

  /// `offset` is the stream offset of the first byte: behind a gap, TLS begins there for us, wherever it began.
  private mutating func feedTLS(_ bytes: Span<UInt8>, from side: Side, offset: UInt64) {
    switch side {
    case .client: client.fields.tls.feed(bytes, at: offset, delivery: runs)
    case .server: server.fields.tls.feed(bytes, at: offset, delivery: runs)
    }
  }

  /// Bytes that the parser had taken before it could know that they are TLS.
  private mutating func takeHeldTLS() {
    guard !parser.isInside else { return }
    for side in [Side.client, Side.server] where parser.tlsStart(side) != nil {
      guard let offset = parser.heldOffset(side) else { continue }
      let held = parser.takeHeld(side)
      feedTLS(held.span, from: side, offset: offset)
    }
  }

  /// Opens the sealed records that wait, in the order in which they came: handshake and alerts become those of their side's TLS, data the
  /// dialogue inside.
  ///
  /// - Parameter time: When the latest bytes came; `nil` where nothing more comes.
  private mutating func openSealed(at time: Timestamp?) {
    guard let isReady = opened?.fields.prepare(client: &client.fields.tls, server: &server.fields.tls, at: time),
      let isWanted = opened?.fields.isWanted
    else { return }
    client.fields.tls.collectsSealed = isWanted
    server.fields.tls.collectsSealed = isWanted
    guard isReady else { return }
    var ofClient = client.fields.tls.takeSealed()[...]
    var ofServer = server.fields.tls.takeSealed()[...]
    while let (side, record) = Self.earlier(ofClient.first, ofServer.first) {
      guard openNext(record, from: side, at: time) else { break }
      switch side {
      case .client: ofClient.removeFirst()
      case .server: ofServer.removeFirst()
      }
    }
    client.fields.tls.putBack(ofClient)
    server.fields.tls.putBack(ofServer)
  }

  /// Whichever came first.
  private static func earlier(_ client: SealedRecord?, _ server: SealedRecord?) -> (Side, SealedRecord)? {
    guard let client else { return server.map { (.server, $0) } }
    guard let server, server.delivery < client.delivery else { return (.client, client) }
    return (.server, server)
  }

  /// - Returns: Whether it is done with; otherwise it waits.
  private mutating func openNext(_ record: SealedRecord, from side: Side, at time: Timestamp?) -> Bool {
    if opened?.fields.isTraced ?? false {
      follow(record, from: side)
      return true
    }
    switch opened?.fields.open(record, from: side, at: time) {
    case .waits?: return false
    case .closed?, nil:
      if let at = moment(side, at: record.endOffset &- 1) { tellLacking(side, at: at) }
    case .setAside?: note(record, of: .applicationData, [], .continues, from: side)
    case .opened(let opened)?:
      note(record, of: opened.type, opened.content, opened.joint, from: side)
      if opened.type == .handshake, side == .server {
        self.opened?.fields.noteHellos(client.fields.tls, server.fields.tls)
      }
      settleEarlyData(behind: opened, from: side)
      if opened.type == .applicationData, !opened.content.isEmpty {
        readInside(opened.content.span, of: record, from: side)
      }
    }
    return true
  }

  private mutating func note(
    _ record: SealedRecord, of type: ContentType, _ content: [UInt8], _ joint: OpenedJoint, from side: Side
  ) {
    switch side {
    case .client: client.fields.tls.takeOpened(content.span, type, joint, of: record)
    case .server: server.fields.tls.takeOpened(content.span, type, joint, of: record)
    }
  }

  /// What the program that traced the session says of the record.
  private mutating func follow(_ record: SealedRecord, from side: Side) {
    guard let traced = opened?.fields.follow(record, from: side) else { return }
    let alert = traced.alert.map { ($0.level, $0.description) }
    switch side {
    case .client: client.fields.tls.takeTraced(traced.messages, alert, of: record)
    case .server: server.fields.tls.takeTraced(traced.messages, alert, of: record)
    }
  }

  /// Early data is said where the server took it: its EncryptedExtensions say so, or else the message with which the client ends it
  /// (RFC 8446 sections 4.2.10 and 4.5). A client that goes on without that message was refused, and says it again.
  private mutating func settleEarlyData(behind record: OpenedRecord, from side: Side) {
    guard opened?.fields.awaitsEarlyData ?? false else { return }
    let isTaken: Bool?
    switch side {
    case .client: isTaken = record.isEarly ? record.type == .handshake ? true : nil : false
    case .server:
      isTaken =
        server.fields.tls.messages.lazy.compactMap { message in
          if case .encryptedExtensions(let extensions)? = message.content { extensions.acceptsEarlyData } else { nil }
        }.first
    }
    guard let isTaken, let words = opened?.fields.settleEarlyData(isTaken: isTaken) else { return }
    for (content, record) in words { readInside(content.span, of: record, from: .client) }
  }

  private mutating func readInside(_ bytes: Span<UInt8>, of record: SealedRecord, from side: Side) {
    guard let at = moment(side, at: record.endOffset &- 1) ?? moment(side, at: record.offset) else { return }
    if opened?.fields.firstElement == nil {
      parser.enterTLS(greets: parser.implicitTLS)
      opened?.fields.begin(before: parser.elements.count, at: at)
      tellLacking(side == .client ? .server : .client, at: at)
    }
    tellLacking(side, at: at)
    opened?.fields.place(bytes.count, from: side, at: at)
    _ = parser.feed(bytes, from: side)
    placeElements(fallback: at)
  }

  /// Says to the parser, once it reads what is inside TLS, that something of it is missing or stayed closed: when it is met, so that what the other
  /// side says next is not taken for an answer to what came before.
  private mutating func tellLacking(_ side: Side, at moment: Moment) {
    guard parser.isInside, let lacking = opened?.fields.takeLacking(side), lacking > 0 else { return }
    parser.missing(lacking, from: side)
    placeElements(fallback: moment)
  }

  /// Sealed data that stayed closed in a dialogue that was read is as much of a hole in it as bytes that were not captured.
  private mutating func noteClosed(at end: Moment) {
    guard parser.isInside else { return }
    for side in [Side.client, .server] {
      guard let closed = opened?.fields.closed(side) else { continue }
      let hole = Visibility.Hole(
        from: side, reason: .notOpened, offset: closed.lowerBound, count: closed.upperBound &- closed.lowerBound,
        at: moment(side, at: closed.upperBound &- 1) ?? end)
      if holes.count < Self.maximumHoles { holes.append(hole) } else { unlistedHoles += 1 }
    }
  }

  /// Bytes of a direction that one packet brought.
  private struct Run {
    var side: Side
    var start: UInt64
    var end: UInt64
    var moment: Moment

    init(side: Side, start: UInt64, end: UInt64, _ moment: Moment) {
      self.side = side
      self.start = start
      self.end = end
      self.moment = moment
    }
  }

  /// Looks up the packets of the elements that have come since the last time.
  ///
  /// - Parameter latest: What came last outside TLS, where nearly all of them lie, so that they are not looked for.
  private mutating func placeElements(fallback: Moment, latest: Run? = nil) {
    while places.count < parser.elements.count {
      let element = parser.elements[places.count]
      let (side, start) = (element.side, element.start)
      let end = element.end > start ? element.end - 1 : start
      let isInside = parser.isInside && places.count >= opened?.fields.firstElement ?? .max
      if let latest, !isInside, side == latest.side, start >= latest.start, end < latest.end {
        places.append(Place(first: latest.moment, last: latest.moment))
        continue
      }
      let begin = isInside ? opened?.fields.moment(side, at: start) : moment(side, at: start)
      let last = (isInside ? opened?.fields.moment(side, at: end) : moment(side, at: end)) ?? begin ?? fallback
      places.append(Place(first: begin ?? last, last: last))
    }
  }
}
