package import TLSHandshake

/// Opens the records of one session, of which the secrets are known: both directions, each through its phases.
///
/// A record authenticates or it does not, so nothing is ever guessed: behind missing bytes, later sequence numbers and later keys
/// are tried until one fits.
package struct SessionOpener: Sendable {
  /// Sequence numbers that are tried behind missing records.
  static let maximumSkipped: UInt64 = 64
  /// Records in a row that are tried and stay closed, before no more of their direction are: keys that do not fit would cost more than all else.
  static let maximumFailures = 64

  /// What came of one record.
  package enum Outcome: Sendable {
    /// Its content, and how many records before it are missing. `isFirst`: it is the first under the keys of the dialogue, so that what
    /// is missing before it is no part of that.
    case opened(ContentType, [UInt8], skipped: Int, isFirst: Bool)
    /// No key fits: bytes of it or of those before are missing, or the secrets are those of another session.
    case closed
  }

  /// Why nothing can be opened although there are secrets.
  package enum Obstacle: Sendable, Equatable {
    /// This suite's cipher is none of those that can be opened.
    case cipher(CipherSuite)
    /// The log has other secrets of this session, but not those that this version needs.
    case secrets
  }

  fileprivate enum Phase {
    case early, handshake, application
  }

  fileprivate struct Direction {
    var cipher: RecordCipher?
    var phase = Phase.application
    var sequence: UInt64 = 0
    /// The last block of the record before, where the next needs it.
    var vector: [UInt8] = []
    /// The application secret in use, from which the next is derived.
    var secret: [UInt8]?
    var messages = MessageBounds()
    /// Whether records before the next one may be missing.
    var mayLack = false
    /// Whole records that stayed closed since the last that was opened.
    var failures = 0
    /// A record that is needed was not opened: in a chained mode nothing behind it can be.
    var isLost = false
  }

  private let schedule: KeySchedule
  private var client = Direction()
  private var server = Direction()

  /// - Returns: What opens records, or why nothing can.
  package static func make(
    _ secrets: TLSSecrets, client hello: ClientHello, server chosen: ServerHello, encryptsThenMACs: Bool
  ) -> Result<SessionOpener, ObstacleError> {
    let (suite, version) = (chosen.cipherSuite, chosen.version)
    guard let sizes = RecordCipher.sizes(suite, version) else { return .failure(ObstacleError(.cipher(suite))) }
    var opener = SessionOpener(schedule: KeySchedule(version: version, suite: suite, secrets: secrets))
    if version.isTLS13 {
      guard opener.start13(offersEarlyData: hello.offersEarlyData) else { return .failure(ObstacleError(.secrets)) }
    } else {
      guard let master = secrets.master else { return .failure(ObstacleError(.secrets)) }
      let block = KeyDerivation.keyBlock(
        master: master, clientRandom: hello.random, serverRandom: chosen.random, version: version, hash: suite.hash,
        count: 2 * (sizes.mac + sizes.key + sizes.iv))
      opener.start12(block, sizes, encryptsThenMACs)
    }
    return .success(opener)
  }

  package struct ObstacleError: Error {
    package let obstacle: Obstacle

    init(_ obstacle: Obstacle) { self.obstacle = obstacle }
  }

  private init(schedule: KeySchedule) { self.schedule = schedule }

  private mutating func start13(offersEarlyData: Bool) -> Bool {
    let secrets = schedule.secrets
    guard
      secrets.serverHandshake != nil || secrets.clientHandshake != nil || secrets.serverApplication != nil
        || secrets.clientApplication != nil
    else { return false }
    schedule.enter(.handshake, &server, .server)
    schedule.enter(offersEarlyData && secrets.clientEarly != nil ? .early : .handshake, &client, .client)
    return true
  }

  private mutating func start12(_ block: [UInt8], _ sizes: RecordCipher.Sizes, _ encryptsThenMACs: Bool) {
    var rest = block[...]
    func cut(_ count: Int) -> [UInt8] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    let macs = (cut(sizes.mac), cut(sizes.mac))
    let keys = (cut(sizes.key), cut(sizes.key))
    let vectors = (cut(sizes.iv), cut(sizes.iv))
    let (suite, version) = (schedule.suite, schedule.version)
    client.cipher = RecordCipher(
      suite, version, key: keys.0, iv: vectors.0, macKey: macs.0, encryptsThenMACs: encryptsThenMACs)
    server.cipher = RecordCipher(
      suite, version, key: keys.1, iv: vectors.1, macKey: macs.1, encryptsThenMACs: encryptsThenMACs)
  }

  /// Says that records of `peer` may be missing before the next.
  package mutating func mayLack(from peer: TLSPeer) {
    if peer == .client { client.mayLack = true } else { server.mayLack = true }
  }

  /// Opens the next sealed record of `peer`.
  package mutating func open(_ record: SealedRecord, from peer: TLSPeer) -> Outcome {
    peer == .client ? schedule.open(record, &client, peer) : schedule.open(record, &server, peer)
  }
}

/// Which keys hold when, in one session: the same for both directions.
private struct KeySchedule: Sendable {
  typealias Direction = SessionOpener.Direction
  typealias Outcome = SessionOpener.Outcome
  typealias Phase = SessionOpener.Phase

  let version: TLSVersion
  let suite: CipherSuite
  let secrets: TLSSecrets

  func open(_ record: SealedRecord, _ direction: inout Direction, _ peer: TLSPeer) -> Outcome {
    guard record.isWhole else {
      // It counts, although it cannot be opened.
      direction.sequence &+= 1
      direction.mayLack = true
      if direction.cipher?.isChained ?? false { direction.isLost = true }
      return .closed
    }
    guard !direction.isLost else { return .closed }
    if let outcome = attempt(record, &direction, peer) { return outcome }
    // A later phase may have begun in what is missing; early data may have been refused, or ended.
    if version.isTLS13 {
      for phase in [Phase.handshake, .application] where direction.phase.isBefore(phase) {
        var other = direction
        enter(phase, &other, peer)
        other.mayLack = direction.mayLack
        if let outcome = attempt(record, &other, peer) {
          direction = other
          return outcome
        }
      }
    }
    direction.failures += 1
    if direction.cipher?.isChained ?? false || direction.failures >= SessionOpener.maximumFailures {
      direction.isLost = true
    }
    // It is one of this phase, whose keys are the last: it counts. Before, it may be of another, and does not.
    if direction.phase == .application { direction.sequence &+= 1 }
    direction.mayLack = true
    return .closed
  }

  private func attempt(_ record: SealedRecord, _ direction: inout Direction, _ peer: TLSPeer) -> Outcome? {
    guard let cipher = direction.cipher else { return nil }
    let header = RecordCipher.Header(type: record.type.rawValue, version: record.version.rawValue)
    let last = direction.mayLack && !cipher.isChained ? SessionOpener.maximumSkipped : 0
    for skipped in 0...last {
      let sequence = direction.sequence &+ skipped
      guard let plain = cipher.open(record.body, header, sequence: sequence, vector: direction.vector) else { continue }
      var (type, content) = (record.type, plain)
      if version.isTLS13 {
        // The type stands behind the content, and zeros behind the type (RFC 8446 section 5.2).
        guard let end = plain.lastIndex(where: { $0 != 0 }) else { return nil }
        type = ContentType(rawValue: plain[end])
        content = Array(plain[..<end])
      }
      let phase = direction.phase
      var isFirst = sequence == 0 && (phase == .application || !version.isTLS13)
      direction.sequence = sequence &+ 1
      direction.mayLack = false
      direction.failures = 0
      if cipher.isChained { direction.vector = cipher.vector(after: record.body) }
      if skipped > 0 { direction.messages = MessageBounds() }
      if version.isTLS13, type == .handshake {
        goOn(content, &direction, peer)
        if direction.phase == .application, phase != .application { isFirst = true }
      }
      return .opened(type, content, skipped: Int(skipped), isFirst: isFirst)
    }
    return nil
  }

  /// Looks for the messages after which other keys hold.
  private func goOn(_ content: [UInt8], _ direction: inout Direction, _ peer: TLSPeer) {
    for type in direction.messages.ended(by: content) {
      switch (type, direction.phase) {
      case (.endOfEarlyData, .early): enter(.handshake, &direction, peer)
      case (.finished, .handshake): enter(.application, &direction, peer)
      case (.keyUpdate, .application):
        guard let secret = direction.secret else { break }
        // RFC 8446 section 7.2. Logs hold no secret for it, or one under a name that nobody reads.
        let next = KeyDerivation.expand13(secret, "traffic upd", count: secret.count)
        direction.secret = next
        direction.cipher = RecordCipher(suite, secret: next)
        direction.sequence = 0
      default: break
      }
    }
  }

  func enter(_ phase: Phase, _ direction: inout Direction, _ peer: TLSPeer) {
    let secret: [UInt8]? =
      switch phase {
      case .early: secrets.clientEarly
      case .handshake: peer == .client ? secrets.clientHandshake : secrets.serverHandshake
      case .application: peer == .client ? secrets.clientApplication : secrets.serverApplication
      }
    direction.phase = phase
    direction.sequence = 0
    direction.cipher = secret.flatMap { RecordCipher(suite, secret: $0) }
    direction.secret = phase == .application ? secret : nil
    direction.messages = MessageBounds()
  }
}

extension SessionOpener.Phase {
  fileprivate func isBefore(_ other: Self) -> Bool {
    switch (self, other) {
    case (.early, .handshake), (.early, .application), (.handshake, .application): true
    default: false
    }
  }
}

/// Follows where handshake messages end in opened records, however they are cut.
private struct MessageBounds: Sendable {
  private var header: [UInt8] = []
  private var remaining = 0

  /// The types of the messages that end in `content`.
  mutating func ended(by content: [UInt8]) -> [HandshakeType] {
    var types: [HandshakeType] = []
    var place = 0
    while place < content.count {
      if header.count < 4 {
        header.append(content[place])
        place += 1
        guard header.count == 4 else { continue }
        remaining = Int(header[1]) << 16 | Int(header[2]) << 8 | Int(header[3])
      }
      let count = min(remaining, content.count - place)
      remaining -= count
      place += count
      guard remaining == 0, let type = header.first else { continue }
      types.append(HandshakeType(rawValue: type))
      header.removeAll(keepingCapacity: true)
    }
    return types
  }
}
