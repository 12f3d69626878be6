package import TLSHandshake

/// Opens the records of one session, of which the secrets are known: both directions, each through its phases.
///
/// A record authenticates or it does not, so nothing is ever guessed: behind missing bytes, later sequence numbers and later keys
/// are tried until one fits.
package struct SessionOpener: Sendable {
  /// Sequence numbers that are tried behind missing records; and where so many were seen and not opened, as many more, up to the second.
  static let maximumSkipped: UInt64 = 64
  static let maximumUnopened: UInt64 = 1024
  /// KeyUpdates of one direction that may be among missing records.
  static let maximumMissingUpdates = 2
  /// Records in a row that are tried and stay closed, before no more of their direction are: keys that do not fit would cost more than all else.
  static let maximumFailures = 64

  /// What came of one record.
  package enum Outcome: Sendable {
    case opened(OpenedRecord)
    /// No key fits: bytes of it or of those before are missing, or the secrets are those of another session.
    case closed
    /// A secret that it may need is not there, and may still come: it is to be given here again, before those behind it.
    case waits
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
    /// The sequence number behind the last record that was opened under these keys: what has it follows that without a gap.
    var expected: UInt64 = 0
    /// Whether records before the next one may be missing.
    var mayLack = false
    /// Records that stayed closed since the last that was opened.
    var unopened: UInt64 = 0
    /// Whole records that stayed closed since the last that was opened.
    var failures = 0
    /// A record that is needed was not opened: in a chained mode nothing behind it can be.
    var isLost = false
    /// What the next ChangeCipherSpec brings into use, or has brought while the secret is not there; `nil` where no renegotiation is under way.
    var next: Hellos?
    /// Whether the dialogue was sealed with other keys before these (by a renegotiation or a KeyUpdate): what is missing before their first
    /// record is a part of it.
    var followsOthers = false
  }

  /// The hellos of a handshake in TLS 1.2 or before, from which its keys follow.
  fileprivate struct Hellos {
    let random: ClientRandom
    let clientRandom: [UInt8]
    let serverRandom: [UInt8]
    let suite: CipherSuite
    let sizes: RecordCipher.Sizes
    let encryptsThenMACs: Bool
  }

  private var schedule: KeySchedule
  private var client = Direction()
  private var server = Direction()

  /// - Parameters:
  ///   - secrets: Those of the session that `keys` holds now; more are asked for when they are needed.
  ///   - random: The random bytes of the ClientHello.
  /// - Returns: What opens records, or why nothing can.
  package static func make(
    _ secrets: TLSSecrets, of random: ClientRandom, from keys: KeyRing, client hello: ClientHello,
    server chosen: ServerHello, encryptsThenMACs: Bool
  ) -> Result<SessionOpener, ObstacleError> {
    let (suite, version) = (chosen.cipherSuite, chosen.version)
    guard let sizes = RecordCipher.sizes(suite, version) else { return .failure(ObstacleError(.cipher(suite))) }
    var opener = SessionOpener(
      schedule: KeySchedule(
        version: version, suite: suite, keys: keys, random: random, generation: keys.generation, secrets: secrets))
    if version.isTLS13 {
      guard opener.start13(offersEarlyData: hello.offersEarlyData) else { return .failure(ObstacleError(.secrets)) }
    } else {
      guard let master = secrets.master else { return .failure(ObstacleError(.secrets)) }
      let hellos = Hellos(
        random: random, clientRandom: hello.random, serverRandom: chosen.random, suite: suite, sizes: sizes,
        encryptsThenMACs: encryptsThenMACs)
      opener.client.cipher = opener.schedule.cipher(of: hellos, master, .client)
      opener.server.cipher = opener.schedule.cipher(of: hellos, master, .server)
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

  /// Takes the hellos of a renegotiation, which came under the keys that hold (TLS 1.2 and before): behind its ChangeCipherSpec each side
  /// uses others (RFC 5246 section 7.1).
  package mutating func renegotiate(client hello: ClientHello, server chosen: ServerHello, encryptsThenMACs: Bool) {
    let version = schedule.version
    guard !version.isTLS13, chosen.version == version, let random = hello.withRandom(ClientRandom.init),
      let sizes = RecordCipher.sizes(chosen.cipherSuite, version)
    else { return }
    let hellos = Hellos(
      random: random, clientRandom: hello.random, serverRandom: chosen.random, suite: chosen.cipherSuite, sizes: sizes,
      encryptsThenMACs: encryptsThenMACs)
    client.next = hellos
    server.next = hellos
  }

  /// Says that records of `peer` may be missing before the next.
  package mutating func mayLack(from peer: TLSPeer) {
    if peer == .client { client.mayLack = true } else { server.mayLack = true }
  }

  /// Opens the next sealed record of `peer`.
  ///
  /// - Parameter mayWait: Whether secrets that are not there may still come.
  package mutating func open(_ record: SealedRecord, from peer: TLSPeer, mayWait: Bool) -> Outcome {
    peer == .client
      ? schedule.open(record, &client, peer, mayWait) : schedule.open(record, &server, peer, mayWait)
  }
}

/// What an encrypted record held.
package struct OpenedRecord: Sendable {
  package let type: ContentType
  package let content: [UInt8]
  /// How many records before it are missing.
  package let skipped: Int
  /// Whether it is the first under the keys of the dialogue, so that what is missing before it is no part of that.
  package let isFirst: Bool
  /// Whether it came under the keys of early data, which the server need not have taken (RFC 8446 section 4.2.10).
  package let isEarly: Bool
  /// How its handshake messages go on from those that were opened before.
  package let joint: OpenedJoint
}

/// Which keys hold when, in one session: the same for both directions.
private struct KeySchedule: Sendable {
  typealias Direction = SessionOpener.Direction
  typealias Outcome = SessionOpener.Outcome
  typealias Phase = SessionOpener.Phase

  let version: TLSVersion
  let suite: CipherSuite
  let keys: KeyRing
  let random: ClientRandom
  /// When `keys` were last asked, by their own count.
  var generation: Int
  var secrets: TLSSecrets

  mutating func open(
    _ record: SealedRecord, _ direction: inout Direction, _ peer: TLSPeer, _ mayWait: Bool
  ) -> Outcome {
    guard record.isWhole else {
      // It counts, although it cannot be opened.
      direction.sequence &+= record.count
      direction.unopened &+= record.count
      direction.mayLack = true
      if direction.cipher?.isChained ?? false { direction.isLost = true }
      return .closed
    }
    guard !direction.isLost else { return .closed }
    if version.isTLS13, direction.cipher == nil, secret(direction.phase, peer) != nil || askAgain() {
      let unopened = direction.unopened
      enter(direction.phase, &direction, peer)
      direction.unopened = unopened
      direction.mayLack = unopened > 0
    }
    if direction.cipher == nil, let next = direction.next, let master = keys.secrets(of: next.random)?.master {
      // Behind the ChangeCipherSpec of a renegotiation, whose secret has come only now.
      direction.cipher = cipher(of: next, master, peer)
      direction.next = nil
      direction.mayLack = direction.unopened > 0
    }
    if let outcome = attempt(record, &direction, peer) { return outcome }
    // A later phase may have begun in what is missing; early data may have been refused, or ended.
    if version.isTLS13 {
      for phase in [Phase.handshake, .application] where direction.phase.isBefore(phase) {
        var other = direction
        enter(phase, &other, peer)
        other.mayLack = direction.mayLack
        other.unopened = direction.unopened
        if let outcome = attempt(record, &other, peer) {
          direction = other
          return outcome
        }
      }
    }
    if version.isTLS13, let outcome = attemptBehindUpdate(record, &direction, peer) { return outcome }
    let isAwaited =
      version.isTLS13 ? lacksSecret(direction.phase, peer) : direction.cipher == nil && direction.next != nil
    if mayWait, isAwaited { return .waits }
    direction.failures += 1
    direction.unopened &+= 1
    if direction.cipher?.isChained ?? false || direction.failures >= SessionOpener.maximumFailures {
      direction.isLost = true
    }
    // It is one of this phase, whose keys are the last: it counts. Before, it may be of another, and does not.
    if direction.phase == .application { direction.sequence &+= 1 }
    direction.mayLack = true
    return .closed
  }

  /// Whether keys of this phase or of a later one are made of a secret that is not there.
  private func lacksSecret(_ phase: Phase, _ peer: TLSPeer) -> Bool {
    [Phase.handshake, .application].contains { !$0.isBefore(phase) && secret($0, peer) == nil }
  }

  private func secret(_ phase: Phase, _ peer: TLSPeer) -> [UInt8]? {
    switch phase {
    case .early: secrets.clientEarly
    case .handshake: peer == .client ? secrets.clientHandshake : secrets.serverHandshake
    case .application: peer == .client ? secrets.clientApplication : secrets.serverApplication
    }
  }

  /// The cipher of one direction, cut from the block of keys (RFC 5246 section 6.3).
  func cipher(of hellos: SessionOpener.Hellos, _ master: [UInt8], _ peer: TLSPeer) -> RecordCipher? {
    let sizes = hellos.sizes
    var rest = KeyDerivation.keyBlock(
      master: master, clientRandom: hellos.clientRandom, serverRandom: hellos.serverRandom, version: version,
      hash: hellos.suite.hash, count: 2 * (sizes.mac + sizes.key + sizes.iv))[...]
    /// Of two neighbours in the block the first is the client's.
    func cut(_ count: Int) -> [UInt8] {
      defer { rest = rest.dropFirst(2 * count) }
      return Array(peer == .client ? rest.prefix(count) : rest.dropFirst(count).prefix(count))
    }
    let (macKey, key, vector) = (cut(sizes.mac), cut(sizes.key), cut(sizes.iv))
    return RecordCipher(
      hellos.suite, version, key: key, iv: vector, macKey: macKey, encryptsThenMACs: hellos.encryptsThenMACs)
  }

  /// Asks for the session's secrets again where any have come since.
  private mutating func askAgain() -> Bool {
    let latest = keys.generation
    guard latest != generation else { return false }
    generation = latest
    guard let new = keys.secrets(of: random) else { return false }
    secrets = new
    return true
  }

  private mutating func attempt(_ record: SealedRecord, _ direction: inout Direction, _ peer: TLSPeer) -> Outcome? {
    guard let cipher = direction.cipher else { return nil }
    let header = RecordCipher.Header(type: record.type.rawValue, version: record.version.rawValue)
    var last: UInt64 = 0
    if direction.mayLack, !cipher.isChained {
      last = SessionOpener.maximumSkipped
      // Of those that were seen and not opened, any number may have been of this phase.
      if direction.sequence == 0 { last &+= min(direction.unopened, SessionOpener.maximumUnopened) }
    }
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
      var isFirst = sequence == 0 && (phase == .application || !version.isTLS13) && !direction.followsOthers
      if sequence != direction.expected { direction.messages.lose() }
      direction.sequence = sequence &+ 1
      direction.expected = direction.sequence
      direction.mayLack = false
      direction.unopened = 0
      direction.failures = 0
      if cipher.isChained { direction.vector = cipher.vector(after: record.body) }
      var joint = OpenedJoint.continues
      if type == .handshake {
        let (place, ended) = direction.messages.take(content)
        joint = place
        if version.isTLS13 {
          goOn(behind: ended, &direction, peer)
          if direction.phase == .application, phase != .application { isFirst = true }
        }
      } else if !version.isTLS13, type == .changeCipherSpec, let next = direction.next {
        // Only that of a renegotiation is sealed.
        direction = Direction()
        direction.followsOthers = true
        direction.next = next
        if let master = keys.secrets(of: next.random)?.master {
          direction.cipher = self.cipher(of: next, master, peer)
          direction.next = nil
        }
      } else if version.isTLS13 {
        // Handshake messages are not interleaved with other records (RFC 8446 section 5.1): the next one begins in a record of its own.
        direction.messages.meetOther()
      }
      return .opened(
        OpenedRecord(
          type: type, content: content, skipped: Int(skipped), isFirst: isFirst, isEarly: phase == .early,
          joint: joint))
    }
    return nil
  }

  /// Tries the keys that hold where KeyUpdates are among the records that are missing.
  private mutating func attemptBehindUpdate(
    _ record: SealedRecord, _ direction: inout Direction, _ peer: TLSPeer
  ) -> Outcome? {
    guard direction.mayLack, direction.phase == .application else { return nil }
    var later = direction
    later.messages.lose()
    for _ in 0..<SessionOpener.maximumMissingUpdates {
      guard update(&later) else { return nil }
      if let outcome = attempt(record, &later, peer) {
        direction = later
        return outcome
      }
    }
    return nil
  }

  /// Goes over to the keys that follow a KeyUpdate (RFC 8446 section 7.2). Logs hold no secret for them, or one under a name that nobody
  /// reads. `false` where the secret before is not known.
  private func update(_ direction: inout Direction) -> Bool {
    guard let secret = direction.secret else { return false }
    let next = KeyDerivation.expand13(secret, "traffic upd", count: secret.count)
    direction.secret = next
    direction.cipher = RecordCipher(suite, secret: next)
    direction.sequence = 0
    direction.expected = 0
    direction.followsOthers = true
    return true
  }

  /// Looks for the messages after which other keys hold.
  private mutating func goOn(behind ended: [HandshakeType], _ direction: inout Direction, _ peer: TLSPeer) {
    for type in ended {
      switch (type, direction.phase) {
      case (.endOfEarlyData, .early): enter(.handshake, &direction, peer)
      case (.finished, .handshake): enter(.application, &direction, peer)
      case (.keyUpdate, .application): _ = update(&direction)
      default: break
      }
    }
  }

  mutating func enter(_ phase: Phase, _ direction: inout Direction, _ peer: TLSPeer) {
    // A log that grows has the secrets of the dialogue later than those of the handshake.
    if secret(phase, peer) == nil { _ = askAgain() }
    let secret = secret(phase, peer)
    direction.phase = phase
    direction.sequence = 0
    direction.expected = 0
    direction.unopened = 0
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
