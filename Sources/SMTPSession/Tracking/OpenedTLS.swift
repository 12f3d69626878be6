import SMTPTranscript
import TLSDecryption
import TLSHandshake

/// What opens the TLS of one connection, and where what was inside belongs: the dialogue there has offsets of its own, and every byte of
/// it the packet that completed its record.
struct OpenedTLS: Sendable {
  private enum State {
    /// The hellos, or a sealed record, are still to come.
    case waiting
    case opening(SessionOpener)
    /// No secrets, and a trace of the handshake.
    case following(TraceFollower)
    case given(Obstacle)
  }

  /// Why nothing is opened.
  enum Obstacle: Sendable {
    case noSecrets
    case opener(SessionOpener.Obstacle)
  }

  /// One direction of the dialogue inside.
  private struct Inside: Sendable {
    var map = SourceMap()
    var position: UInt64 = 0
    /// Bytes of records that could not be opened, or are missing, since the last that was.
    var lacking: UInt64 = 0
    var unopened = 0
    /// Whether the dialogue is known to have begun: what was missing before was the handshake's.
    var hasBegun = false
    /// Where the first record of data begins that stayed closed, and behind the last; `nil` where none did.
    var closed: Range<UInt64>?
    var runs = 0
  }

  private let keys: KeyRing
  private var state = State.waiting
  private var client = Inside()
  private var server = Inside()
  /// The place of the first element that was said inside; `nil` while none was.
  private(set) var firstElement: Int?
  /// When that was.
  private(set) var began: Moment?

  init(_ keys: KeyRing) { self.keys = keys }

  /// Whether records are still to be collected.
  var isWanted: Bool {
    if case .given = state { false } else { true }
  }

  var obstacle: Obstacle? {
    if case .given(let obstacle) = state { obstacle } else { nil }
  }

  /// Records that could not be opened although secrets were there.
  var unopenedRecords: Int { client.unopened + server.unopened }

  /// About the bytes that are kept.
  var keptBytes: Int {
    MemoryLayout<OpenedTLS>.stride &+ 2048
      &+ (min(client.runs, SourceMap.maximumRuns) &+ min(server.runs, SourceMap.maximumRuns)) &* SourceMap.bytesPerRun
  }

  /// Which packet brought the byte at `offset` of the dialogue inside.
  func moment(_ side: Side, at offset: UInt64) -> Moment? {
    side == .client ? client.map.moment(at: offset) : server.map.moment(at: offset)
  }

  /// Where it may begin: looks the secrets up once both hellos are there.
  ///
  /// - Returns: Whether records can be opened now.
  mutating func prepare(client: inout TLSStream, server: inout TLSStream) -> Bool {
    switch state {
    case .opening, .following: return true
    case .given: return false
    case .waiting: break
    }
    guard !client.messages.isEmpty, !server.messages.isEmpty,
      let chosen = server.serverHellos.first(where: { !$0.isHelloRetryRequest })
    else { return false }
    let hellos = client.hellos
    guard let first = hellos.first, let latest = hellos.last, let random = ClientRandom(first.random.span) else {
      state = .given(.noSecrets)
      return false
    }
    let secrets = keys.secrets(of: random)
    let trace = secrets == nil ? keys.trace(of: random) : nil
    keys.noteLookup(found: secrets != nil || trace != nil)
    if let trace {
      state = .following(TraceFollower(trace))
      return true
    }
    guard let secrets else {
      state = .given(.noSecrets)
      return false
    }
    let encryptsThenMACs = chosen.usesEncryptThenMAC && latest.offersEncryptThenMAC
    switch SessionOpener.make(secrets, client: first, server: chosen, encryptsThenMACs: encryptsThenMACs) {
    case .success(let opener):
      state = .opening(opener)
      client.layOut(by: chosen)
      server.layOut(by: chosen)
      return true
    case .failure(let error):
      state = .given(.opener(error.obstacle))
      return false
    }
  }

  /// Whether a trace tells of the handshake, in the place of secrets.
  var isTraced: Bool {
    if case .following = state { true } else { false }
  }

  /// What the trace says of the next record of a side; `nil` where there is none, or it does not say.
  mutating func follow(_ record: SealedRecord, from side: Side) -> TLSTrace.Record? {
    guard case .following(var follower) = state else { return nil }
    defer { state = .following(follower) }
    return follower.next(record, from: side == .client ? .client : .server)
  }

  /// Opens the next record of a side; `nil` where it stays closed.
  mutating func open(_ record: SealedRecord, from side: Side) -> (type: ContentType, content: [UInt8])? {
    guard case .opening(var opener) = state else { return nil }
    // Taken out, so that it is changed where it lies.
    state = .waiting
    defer { state = .opening(opener) }
    switch opener.open(record, from: side == .client ? .client : .server) {
    case .opened(let type, let content, let skipped, let isFirst):
      if isFirst || type == .applicationData { self[side].hasBegun = true }
      if isFirst {
        self[side].lacking = 0
        self[side].closed = nil
      }
      if skipped > 0, self[side].lacking == 0 { self[side].lacking = UInt64(skipped) }
      return (type, content)
    case .closed:
      self[side].lacking += record.endOffset &- record.offset
      self[side].unopened += 1
      if record.type == .applicationData {
        self[side].closed = (self[side].closed?.lowerBound ?? record.offset)..<record.endOffset
      }
      return nil
    }
  }

  /// The stretch of a side's stream in which data stayed closed; `nil` where none did.
  func closed(_ side: Side) -> Range<UInt64>? { side == .client ? client.closed : server.closed }

  /// Bytes of a direction are missing from the capture.
  mutating func miss(_ count: UInt64, from side: Side) {
    self[side].lacking += count
    guard case .opening(var opener) = state else { return }
    opener.mayLack(from: side == .client ? .client : .server)
    state = .opening(opener)
  }

  /// Bytes that are missing from the dialogue before what comes next, about; and forgets them.
  mutating func takeLacking(_ side: Side) -> UInt64 {
    guard self[side].hasBegun else { return 0 }
    defer { self[side].lacking = 0 }
    self[side].position &+= self[side].lacking
    return self[side].lacking
  }

  /// Notes the place of the next bytes of the dialogue.
  mutating func place(_ count: Int, from side: Side, at moment: Moment) {
    let offset = self[side].position
    self[side].runs &+= 1
    self[side].map.append(offset: offset, count: count, packet: moment.packet, time: moment.time)
    self[side].position &+= UInt64(count)
  }

  mutating func begin(before element: Int, at moment: Moment) {
    firstElement = element
    began = moment
  }

  private subscript(side: Side) -> Inside {
    get { side == .client ? client : server }
    _modify {
      if side == .client { yield &client } else { yield &server }
    }
  }
}
