import CaptureFiles
import SMTPTranscript
import TLSDecryption
import TLSHandshake

/// What opens the TLS of one connection, and where what was inside belongs: the dialogue there has offsets of its own, and every byte of
/// it the packet that completed its record.
struct OpenedTLS: Sendable {
  private enum State {
    /// The hellos, a sealed record, or the secrets are still to come.
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
    var unopened: UInt64 = 0
    /// Whether the dialogue is known to have begun: what was missing before was the handshake's.
    var hasBegun = false
    /// Where the first record of data begins that stayed closed, and behind the last; `nil` where none did.
    var closed: Range<UInt64>?
    var runs = 0
  }

  /// What became of the client's early data (RFC 8446 section 4.2.10).
  private enum EarlyData {
    /// None was offered, or the server's hello is still to come.
    case none
    /// Offered. What was opened of it waits for the server's word, with its records without their bodies.
    case offered([(content: [UInt8], record: SealedRecord)])
    case taken, refused
  }

  /// Seconds of the capture's clock for which records wait for secrets that a growing log may still bring. Programs write them down while they
  /// shake hands.
  static let patienceSeconds = 10.0
  /// Bytes of early data that wait for the server's word.
  private static let maximumEarlyBytes = 131_072

  private let keys: KeyRing
  private var state = State.waiting
  private var earlyData = EarlyData.none
  private var earlyBytes = 0
  /// ServerHellos of which the keys hold, or will behind the next ChangeCipherSpec.
  private var answered = 1
  /// Since when records wait for secrets; `nil` while none do.
  private var waitingSince: Timestamp?
  /// When `keys` had nothing for this session, by their own count; `nil` where they were not asked.
  private var generation: Int?
  private var client = Inside()
  private var server = Inside()
  /// The place of the first element that was said inside; `nil` while none was.
  private(set) var firstElement: Int?
  /// When that was.
  private(set) var began: Moment?

  init(_ keys: KeyRing) { self.keys = keys }

  /// Whether records are collected, and not only counted.
  var isWanted: Bool {
    if case .given = state { false } else { true }
  }

  var obstacle: Obstacle? {
    if case .given(let obstacle) = state { obstacle } else { nil }
  }

  /// Records that could not be opened although secrets were there.
  var unopenedRecords: Int {
    if case .following(let follower) = state { return Int(clamping: follower.untold) }
    return Int(clamping: client.unopened &+ server.unopened)
  }

  /// About the bytes that are kept.
  var keptBytes: Int {
    MemoryLayout<OpenedTLS>.stride &+ 2048 &+ earlyBytes
      &+ (min(client.runs, SourceMap.maximumRuns) &+ min(server.runs, SourceMap.maximumRuns)) &* SourceMap.bytesPerRun
  }

  /// Which packet brought the byte at `offset` of the dialogue inside.
  func moment(_ side: Side, at offset: UInt64) -> Moment? {
    side == .client ? client.map.moment(at: offset) : server.map.moment(at: offset)
  }

  /// Where it may begin: looks the secrets up once both hellos are there and a sealed record waits. While a log grows, it waits a while for
  /// what is not there yet; what came afterwards is found when more has come into the ring.
  ///
  /// - Parameters:
  ///   - time: When the latest bytes came; `nil` where the connection is over, and nothing is waited for.
  /// - Returns: Whether records can be opened now.
  mutating func prepare(client: inout TLSStream, server: inout TLSStream, at time: Timestamp?) -> Bool {
    switch state {
    case .opening, .following: return true
    case .given(.opener(.cipher)): return false
    case .waiting, .given: break
    }
    guard time == nil || client.hasSealed || server.hasSealed, !client.messages.isEmpty, !server.messages.isEmpty,
      let chosen = server.serverHellos.first(where: { !$0.isHelloRetryRequest })
    else { return false }
    let latest = keys.generation
    if generation != latest {
      generation = latest
      state = lookUp(chosen, client.hellos, isRetried: server.serverHellos.contains(where: \.isHelloRetryRequest))
    }
    switch state {
    case .opening:
      client.layOut(by: chosen)
      server.layOut(by: chosen)
      return true
    case .following: return true
    case .given(.noSecrets), .given(.opener(.secrets)):
      if mayWait(at: time) { state = .waiting }
    case .waiting:
      if !mayWait(at: time) { state = .given(.noSecrets) }
    case .given(.opener(.cipher)): break
    }
    return false
  }

  /// Nothing more comes of a session in TLS: notes whether there were secrets for it.
  func noteLookup(_ client: TLSStream) {
    guard generation != nil else { return }
    let isFound =
      switch state {
      case .given(.noSecrets), .waiting: false
      case .given, .opening, .following: true
      }
    keys.noteLookup(of: client.hellos.first.flatMap { $0.withRandom(ClientRandom.init) }, isFound: isFound)
  }

  private mutating func lookUp(_ chosen: ServerHello, _ hellos: [ClientHello], isRetried: Bool) -> State {
    guard let first = hellos.first, let latest = hellos.last, let random = first.withRandom(ClientRandom.init) else {
      return .given(.noSecrets)
    }
    guard let secrets = keys.secrets(of: random) else {
      return keys.trace(of: random).map { .following(TraceFollower($0)) } ?? .given(.noSecrets)
    }
    let encryptsThenMACs = chosen.usesEncryptThenMAC && latest.offersEncryptThenMAC
    switch SessionOpener.make(
      secrets, of: random, from: keys, client: first, server: chosen, encryptsThenMACs: encryptsThenMACs)
    {
    case .success(let opener):
      // A server that asks for another hello takes no early data, and need not say so.
      if first.offersEarlyData { earlyData = isRetried ? .refused : .offered([]) }
      return .opening(opener)
    case .failure(let error): return .given(.opener(error.obstacle))
    }
  }

  /// Whether what is not there yet may still be waited for.
  private mutating func mayWait(at time: Timestamp?) -> Bool {
    guard let time, keys.isGrowing else { return false }
    guard let since = waitingSince else {
      waitingSince = time
      return true
    }
    return time.seconds(since: since) < Self.patienceSeconds
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

  /// What came of one record.
  enum Outcome {
    case opened(OpenedRecord)
    /// Early data that waits for the server's word, or that it did not take: no part of the dialogue for now, or for good.
    case setAside
    case closed
    /// It is to be given here again, before those behind it.
    case waits
  }

  /// Opens the next record of a side.
  ///
  /// - Parameter time: As for ``prepare(client:server:at:)``.
  mutating func open(_ record: SealedRecord, from side: Side, at time: Timestamp?) -> Outcome {
    guard case .opening(var opener) = state else { return .closed }
    // Taken out, so that it is changed where it lies.
    state = .waiting
    defer { state = .opening(opener) }
    let isPatient = mayWaitStill(at: time)
    switch opener.open(record, from: side == .client ? .client : .server, mayWait: isPatient) {
    case .opened(let opened):
      waitingSince = nil
      if side == .client, setsAside(opened, record) { return .setAside }
      if opened.isFirst || opened.type == .applicationData { self[side].hasBegun = true }
      if opened.isFirst {
        self[side].lacking = 0
        self[side].closed = nil
      }
      if opened.skipped > 0, self[side].lacking == 0 { self[side].lacking = UInt64(opened.skipped) }
      return .opened(opened)
    case .closed:
      close(record, from: side)
      return .closed
    case .waits:
      if waitingSince == nil { waitingSince = time }
      return .waits
    }
  }

  /// Looks for the hellos of a renegotiation (TLS 1.2 and before) in what was opened: other keys will hold.
  mutating func noteHellos(_ client: TLSStream, _ server: TLSStream) {
    let answers = server.serverHellos
    guard case .opening(var opener) = state, answers.count > answered, let chosen = answers.last,
      let hello = client.hellos.last
    else { return }
    answered = answers.count
    opener.renegotiate(
      client: hello, server: chosen,
      encryptsThenMACs: chosen.usesEncryptThenMAC && hello.offersEncryptThenMAC)
    state = .opening(opener)
  }

  private func mayWaitStill(at time: Timestamp?) -> Bool {
    guard let time, keys.isGrowing else { return false }
    return waitingSince.map { time.seconds(since: $0) < Self.patienceSeconds } ?? true
  }

  private mutating func close(_ record: SealedRecord, from side: Side) {
    self[side].lacking &+= record.endOffset &- record.offset
    self[side].unopened &+= record.count
    if record.type == .applicationData {
      // Early data that was given up lies before what stayed closed at once.
      let known = self[side].closed ?? record.offset..<record.endOffset
      self[side].closed =
        min(known.lowerBound, record.offset)..<max(known.upperBound, record.endOffset)
    }
  }

  // MARK: - Early data

  /// Whether what the client sent is no part of the dialogue, for now or for good.
  private mutating func setsAside(_ opened: OpenedRecord, _ record: SealedRecord) -> Bool {
    switch earlyData {
    case .none, .taken: return false
    case .refused: return opened.isEarly && opened.type == .applicationData
    case .offered(var waiting):
      guard opened.isEarly, opened.type == .applicationData else { return false }
      // However little each says, it takes a place.
      let bytes = opened.content.count + MemoryLayout<SealedRecord>.stride
      if earlyBytes + bytes > Self.maximumEarlyBytes {
        close(record, from: .client)
      } else {
        earlyBytes += bytes
        earlyData = .none
        waiting.append((opened.content, record.withoutBody))
        earlyData = .offered(waiting)
      }
      return true
    }
  }

  /// Says what the server, or the client's next message, shows of early data.
  ///
  /// - Returns: What the client said in it, where the server took it.
  mutating func settleEarlyData(isTaken: Bool) -> [(content: [UInt8], record: SealedRecord)] {
    guard case .offered(let waiting) = earlyData else { return [] }
    earlyData = isTaken ? .taken : .refused
    earlyBytes = 0
    if isTaken, !waiting.isEmpty { client.hasBegun = true }
    return isTaken ? waiting : []
  }

  /// Nothing more comes. Nobody knows whether the server took what still waits.
  mutating func giveUpEarlyData() {
    guard case .offered(let waiting) = earlyData else { return }
    earlyData = .refused
    earlyBytes = 0
    for (_, record) in waiting { close(record, from: .client) }
  }

  /// Whether it is not known yet what became of early data.
  var awaitsEarlyData: Bool {
    if case .offered = earlyData { true } else { false }
  }

  /// The stretch of a side's stream in which data stayed closed; `nil` where none did.
  func closed(_ side: Side) -> Range<UInt64>? { side == .client ? client.closed : server.closed }

  /// Bytes of a direction are missing from the capture.
  mutating func miss(_ count: UInt64, from side: Side) {
    self[side].lacking &+= count
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
