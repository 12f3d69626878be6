package import CaptureFiles
package import PacketLayers
import SMTPTranscript
package import StreamAssembly
package import TLSDecryption

/// Follows every connection that carries mail, from packets to sessions.
///
/// Packets go in with ``accept(_:payload:id:time:)``; ended sessions come out of ``nextEnded()``. What is not mail costs two
/// port look-ups and, where the packet has payload, a glance at its first bytes.
package struct SessionTracker: ~Copyable {
  package let configuration: TrackerConfiguration
  /// Secrets with which TLS is opened; `nil` where there are none. See ``use(_:taking:)``.
  package private(set) var keys: KeyRing?
  /// Sessions found so far, which are numbered from 1 to this. A connection on a port that is not for mail gets its number when it is
  /// known to carry some, so that no number stands for what turned out to be something else.
  package private(set) var sessionsFound = 0
  /// Connections that were opened in the capture, mail or not: counted by their SYN-ACKs.
  package private(set) var connectionsOpened = 0
  /// The capture's latest time so far.
  package internal(set) var now: Timestamp?
  /// The key of the conversation that the last packet belongs to; `nil` where it belongs to none.
  package private(set) var sessionOfLastPacket: Int?

  private let ports: PortSet
  /// About the bytes of a connection of which nothing is kept.
  let bytesPerConnection: Int
  let idleNanoseconds: Int64
  let lingerNanoseconds: Int64
  /// Bytes that may be kept of all open connections together.
  var openBytes: Int
  var table: ConnectionTable
  var conversations = ConversationSlots()
  private var handshakes = HandshakeMemory()
  var elsewhere = OpenElsewhere()
  /// Until this time of the capture, in nanoseconds, no session ends by time alone; the least value where that is not known.
  private var quietUntil = Int64.min
  var finished: [EndedSession?] = []
  private var finishedHead = 0
  /// Conversations begun so far, mail or not.
  private var begun = 0
  /// What was open when the capture ended and is not completed yet, the last first.
  private var left: [Int] = []
  var closing: [(slot: Int, key: Int, since: Timestamp)] = []
  var closingHead = 0
  /// Until this time, in nanoseconds, the first of those that are closing takes late packets; earlier where that is not known.
  var lingerUntil = Int64.min
  private var scratch: [UInt8] = []
  /// About the bytes that are kept of open connections.
  var keptBytes = 0
  /// What was kept of their words when the largest were last looked for.
  var wordsWhenSearched = 0
  /// What the limit on them did.
  package internal(set) var effects = TrackerEffects()
  /// Whether sessions were let go of that wait to be taken.
  package internal(set) var isCrowded = false
  private var portCounts: [UInt16: Int] = [:]
  private var changed: [(slot: Int, key: Int)] = []
  var discarded: [Int] = []

  package init(configuration: TrackerConfiguration = TrackerConfiguration(), limits: AssemblyLimits = AssemblyLimits())
  {
    self.configuration = configuration
    ports = PortSet(configuration.mailPorts)
    bytesPerConnection = ConnectionTable.bytesPerPlace + MemoryLayout<Conversation>.stride
    idleNanoseconds = Int64(configuration.idleSeconds * 1e9)
    lingerNanoseconds = Int64(configuration.lingerSeconds * 1e9)
    openBytes = configuration.openBytes
    table = ConnectionTable(limits: limits)
  }

  /// Opens TLS with `keys` from now on, that of open connections too: of what was read of these already, records are counted only.
  ///
  /// - Parameter bytes: What the keys may take of what may be kept of open connections.
  package mutating func use(_ keys: KeyRing, taking bytes: Int) {
    guard self.keys == nil else { return }
    self.keys = keys
    openBytes -= bytes
    var next = table.nextOpen()
    while let slot = next {
      conversations[slot].use(keys)
      next = table.nextOpen(from: slot + 1)
    }
  }

  /// Whether a segment of which only a glance was had is no mail and opens nothing, so that its packet can be let go. If it
  /// can, it has been taken, and nothing more is to be done with it.
  @inline(__always)
  package mutating func letsGo(_ segment: SegmentGlance, in frame: Span<UInt8>, time: Timestamp) -> Bool {
    guard !ports.contains(segment.destinationPort), !ports.contains(segment.sourcePort),
      !segment.flags.contains(.syn), !elsewhere.mayInclude(segment.sourcePort, segment.destinationPort),
      !SMTPDetection.mayBegin(frame.extracting(segment.payload))
    else { return false }
    sessionOfLastPacket = nil
    if time.nanoseconds >= quietUntil {
      advance(to: time)
      quietUntil = quietTime()
    } else if let now, now < time {
      self.now = time
    }
    return true
  }

  /// Takes one segment with its captured payload.
  package mutating func accept(_ segment: TCPSegment, payload: Span<UInt8>, id: PacketID, time: Timestamp) {
    let isLater = moveClock(to: time)
    quietUntil = .min
    sessionOfLastPacket = nil
    follow(segment, payload: payload, id: id, time: time)
    if keptBytes > allowedBytes { makeRoom() }
    // Only now: what ends a long silence belongs to the session that was silent.
    if isLater { completeIdle(at: time) }
  }

  private mutating func follow(_ segment: TCPSegment, payload: Span<UInt8>, id: PacketID, time: Timestamp) {
    let isFromMail = ports.contains(segment.source.port)
    let isToMail = ports.contains(segment.destination.port)
    let isMailPort = (isFromMail || isToMail) && isServerMail(segment, isFromMail: isFromMail, isToMail: isToMail)
    if !isMailPort, segment.flags.contains(.syn) { noteForeignSYN(segment, id: id, time: time) }
    if !isFromMail, !isToMail {
      guard elsewhere.mayInclude(segment.source.port, segment.destination.port) || SMTPDetection.mayBegin(payload)
      else { return }
    }
    if let slot = slot(for: segment, payload: payload, isMailPort: isMailPort, id: id, time: time) {
      take(segment, payload: payload, slot: slot, id: id, time: time)
    }
  }

  /// Whether the server's port is one for mail, where one of both ports is. The server is the one to whom a SYN goes; where the segment is none, a port that is
  /// assigned to another service (RFC 6335 section 6) is the server's, and a mail port that is not assigned may then be any client's.
  @inline(__always)
  private func isServerMail(_ segment: borrowing TCPSegment, isFromMail: Bool, isToMail: Bool) -> Bool {
    if segment.flags.contains(.syn) { return segment.flags.contains(.ack) ? isFromMail : isToMail }
    if isToMail, isFromMail { return true }
    let (mail, other) =
      isToMail
      ? (segment.destination.port, segment.source.port) : (segment.source.port, segment.destination.port)
    return mail < Self.firstUnassignedPort || other >= Self.firstUnassignedPort
  }

  /// Below are the system ports (RFC 6335 section 6), which clients do not use.
  private static let firstUnassignedPort: UInt16 = 1024

  /// Takes an ICMP error that quotes a segment of a connection.
  package mutating func accept(_ message: ICMPMessage, id: PacketID, time: Timestamp) {
    advance(to: time)
    quietUntil = .min
    sessionOfLastPacket = nil
    let quoted = TCPSegment(
      source: message.quotedSource, destination: message.quotedDestination, sequence: 0, flags: [])
    guard
      ports.contains(message.quotedSource.port) || ports.contains(message.quotedDestination.port)
        || elsewhere.mayInclude(message.quotedSource.port, message.quotedDestination.port),
      let slot = table.find(quoted), conversations[slot].icmpErrors.count < 8
    else { return }
    sessionOfLastPacket = conversations[slot].key
    let isForward = table.connections[slot].endpoints.first == message.quotedSource
    let side = conversations[slot].side(of: isForward ? .forward : .backward)
    conversations[slot].icmpErrors.append(
      Session.ICMPReport(
        type: message.type, code: message.code, isIPv6: message.reporter.isIPv6, reporter: message.reporter,
        about: side,
        nextHopMTU: message.nextHopMTU.map(Int.init), at: Moment(packet: id, time: time)))
  }

  /// The next session that has ended; `nil` where none waits.
  package mutating func nextEnded() -> EndedSession? {
    if finishedHead == finished.count {
      finished.removeAll(keepingCapacity: true)
      finishedHead = 0
      isCrowded = false
      completeNextLeft()
    }
    guard finishedHead < finished.count else { return nil }
    finishedHead += 1
    // Taken out, so that whoever gets it is its only owner.
    return finished[finishedHead - 1].take()
  }

  /// Sessions that have ended and wait to be taken.
  package var waiting: Int { finished.count - finishedHead }

  /// What limits did to the table of open connections.
  package var tableEffects: TableEffects { table.effects }

  /// Connections that are open now.
  package var openConnections: Int { table.openCount }

  /// Tells that time went on to `time` without a packet, so that sessions that ended or fell silent come out.
  package mutating func timePasses(to time: Timestamp) {
    guard now != nil else { return }
    advance(to: time)
  }

  /// A session that is still open and has brought something new since it was last given here, as it stands now; `nil` where
  /// there is none. Configured by ``TrackerConfiguration/marksChanges``.
  package mutating func nextChanged() -> Session? {
    while let entry = changed.popLast() {
      guard conversations[entry.slot].key == entry.key, conversations[entry.slot].isChanged else { continue }
      conversations[entry.slot].isChanged = false
      // Before anybody speaks there is only the opening, which may still be answered.
      guard conversations[entry.slot].lastSpoken != nil else { continue }
      if conversations[entry.slot].isCandidate, !conversations[entry.slot].words.isMail { continue }
      number(entry.slot)
      // The completion is the one that adds nothing to the transcript.
      let gathered = EndedConnection(
        conversations[entry.slot], conversations[entry.slot].words, &table.connections[entry.slot],
        completion: .idle, configuration: configuration, captureTime: now)
      return EndedSession(gathered).session()
    }
    return nil
  }

  /// A conversation that turned out not to be mail, by its key; `nil` where there is none. Configured by
  /// ``TrackerConfiguration/marksDiscarded``.
  package mutating func nextDiscarded() -> Int? { discarded.popLast() }

  /// Ends every session that is still open: the capture is over. They are completed one by one, as they are taken: thousands
  /// may be open, and a completed session is larger than an open one.
  package mutating func finish() {
    quietUntil = .min
    // Those that had closed come first, in the order in which they did.
    var closed: [Int] = []
    while let slot = nextClosing(before: nil) { closed.append(slot) }
    var open: [(slot: Int, key: Int)] = []
    var next = table.nextOpen()
    while let slot = next {
      if !conversations[slot].isClosing { open.append((slot, conversations[slot].key)) }
      next = table.nextOpen(from: slot + 1)
    }
    open.sort { $0.key > $1.key }
    left = open.map(\.slot) + closed.reversed()
  }

  private mutating func completeNextLeft() {
    while finished.isEmpty, let slot = left.popLast() {
      complete(slot, as: conversations[slot].isClosing ? .closed : .captureEnded)
    }
  }

  /// The ports on which most connections were opened, where none of them was mail.
  package var busiestPorts: [(port: UInt16, connections: Int)] {
    portCounts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(5).map {
      (port: $0.key, connections: $0.value)
    }
  }

  // MARK: - Finding the connection

  private mutating func slot(
    for segment: TCPSegment, payload: Span<UInt8>, isMailPort: Bool, id: PacketID, time: Timestamp
  ) -> Int? {
    if let slot = table.find(segment) {
      // Few segments are a SYN: the rest need not be asked.
      guard segment.flags.contains(.syn), !segment.flags.contains(.ack),
        table.connections.span[slot].isNewConnection(segment, time: time) || conversations[slot].isLetGo
      else {
        return slot
      }
      let silence = time.seconds(since: table.connections.span[slot].lastActivity)
      complete(slot, as: silence > configuration.idleSeconds ? .idle : .portReused)
    }
    let opens = segment.flags.contains(.syn) || segment.payloadLength > 0
    guard opens, isMailPort || SMTPDetection.mayBegin(payload) else { return nil }
    if let victim = table.slotToEvict() { complete(victim, as: .evicted) }
    return open(segment, isMailPort: isMailPort, id: id, time: time)
  }

  private mutating func open(_ segment: TCPSegment, isMailPort: Bool, id: PacketID, time: Timestamp) -> Int {
    let moment = Moment(packet: id, time: time)
    var slot: Int
    var first = moment
    if isMailPort {
      if segment.flags.contains([.syn, .ack]) { connectionsOpened += 1 }
      slot = table.open(segment, id: id, time: time)
      begin(slot, isCandidate: false, startsInTheMiddle: !segment.flags.contains(.syn), at: first)
      return slot
    }
    let (syn, synACK) = handshakes.openings(of: segment)
    let openings = [syn, synACK].compactMap { $0 }
    guard let opening = openings.first else {
      slot = table.open(segment, id: id, time: time)
      elsewhere.open(segment.source.port, segment.destination.port)
      begin(slot, isCandidate: true, startsInTheMiddle: true, at: moment)
      return slot
    }
    first = Moment(packet: opening.id, time: opening.time)
    slot = table.open(opening.segment, id: opening.id, time: opening.time)
    elsewhere.open(segment.source.port, segment.destination.port)
    begin(slot, isCandidate: true, startsInTheMiddle: false, at: first)
    let nothing: [UInt8] = []
    for opening in openings {
      take(opening.segment, payload: nothing.span, slot: slot, id: opening.id, time: opening.time)
    }
    return slot
  }

  private mutating func begin(_ slot: Int, isCandidate: Bool, startsInTheMiddle: Bool, at moment: Moment) {
    while conversations.count <= slot { conversations.append(Conversation()) }
    begun += 1
    conversations[slot].begin(
      key: begun, isCandidate: isCandidate, startsInTheMiddle: startsInTheMiddle,
      keepsMessages: configuration.keepsMessages, at: moment)
    conversations[slot].accounted = bytesPerConnection
    keptBytes &+= bytesPerConnection
    if !isCandidate { number(slot) }
  }

  /// Gives a conversation that is known to be mail its number, where it has none yet.
  mutating func number(_ slot: Int) {
    guard conversations[slot].number == nil else { return }
    sessionsFound += 1
    conversations[slot].number = sessionsFound
  }

  private mutating func noteForeignSYN(_ segment: TCPSegment, id: PacketID, time: Timestamp) {
    handshakes.remember(segment, id: id, time: time)
    guard segment.flags.contains(.ack) else { return }
    connectionsOpened += 1
    if portCounts[segment.source.port] != nil || portCounts.count < 1024 {
      portCounts[segment.source.port, default: 0] += 1
    }
  }

  // MARK: - Following it

  private mutating func take(_ segment: TCPSegment, payload: Span<UInt8>, slot: Int, id: PacketID, time: Timestamp) {
    let (key, isLetGo) = conversations.keyAndState(of: slot)
    if isLetGo { return passOver(segment, slot: slot, time: time) }
    let moment = Moment(packet: id, time: time)
    sessionOfLastPacket = key
    if configuration.marksChanges, !conversations[slot].isChanged {
      conversations[slot].isChanged = true
      changed.append((slot, key))
    }
    let delivery = table.connections[slot].accept(segment, payload: payload, id: id, time: time)
    if delivery.isOrdinary, !configuration.marksChanges {
      if let added = conversations.takeOrdinary(delivery, at: moment, in: slot) {
        keptBytes &+= added
        return
      }
      let fresh = payload.extracting(delivery.freshStart..<(delivery.freshStart &+ delivery.freshCount))
      if conversations.readOrdinary(delivery, fresh, at: moment, in: slot) { return account(slot) }
    }
    takeAny(segment, payload: payload, delivery, slot: slot, at: moment)
  }

  /// Takes what a segment brought, whatever it is.
  @inline(never)
  private mutating func takeAny(
    _ segment: TCPSegment, payload: Span<UInt8>, _ delivery: Delivery, slot: Int, at moment: Moment
  ) {
    if delivery.kind != .captureDuplicate { conversations[slot].lastSeen = moment }
    decideRoles(slot, segment, payload: payload, delivery: delivery)
    if delivery.readyBefore { drain(slot) }
    if delivery.freshCount > 0 {
      if mustRead(slot, delivery.isRemembered) { read(slot) }
      conversations[slot].take(
        payload.extracting(delivery.freshStart..<(delivery.freshStart + delivery.freshCount)),
        direction: delivery.direction, offset: delivery.streamOffset, at: moment)
    }
    if delivery.readyAfter { drain(slot) }
    account(slot)
    if delivery.isClosed, !conversations[slot].isClosing {
      conversations[slot].isClosing = true
      closing.append((slot, conversations[slot].key, moment.time))
    }
  }

  /// Takes what the assembly held back, in its order.
  mutating func drain(_ slot: Int) {
    // Taken out of `self` for the while, so that a span of it may be lent to a part of `self` that changes.
    var scratch: [UInt8] = []
    swap(&scratch, &self.scratch)
    defer { swap(&scratch, &self.scratch) }
    while let run = table.connections[slot].nextReady(into: &scratch) {
      let moment = Moment(packet: run.packet, time: run.time)
      switch run.kind {
      case .bytes:
        if mustRead(slot, run.isRemembered) { read(slot) }
        conversations[slot].take(scratch.span, direction: run.direction, offset: run.streamOffset, at: moment)
      case .missing(let reason):
        if !conversations[slot].isRead { read(slot) }
        conversations[slot].miss(
          run.count, direction: run.direction, reason: Visibility.Hole.Reason(reason), offset: run.streamOffset,
          at: moment)
      }
    }
  }

  /// Whether the words of a conversation cannot wait until it is over: where the assembly does not remember the next ones, where
  /// they decide whether it is mail, and where somebody looks on.
  @inline(__always)
  private func mustRead(_ slot: Int, _ isRemembered: Bool) -> Bool {
    guard !conversations[slot].isRead else { return false }
    return !isRemembered || conversations[slot].isCandidate || configuration.marksChanges
  }

  private mutating func read(_ slot: Int) {
    conversations[slot].read(table.connections[slot].rememberedBytes(), keys: keys)
  }

  /// The client is who opened the connection; where that was not captured, or where the opener greets, the first words
  /// tell (RFC 5321 section 3.1: the server speaks first).
  private mutating func decideRoles(_ slot: Int, _ segment: TCPSegment, payload: Span<UInt8>, delivery: Delivery) {
    if conversations[slot].clientDirection == nil {
      if segment.flags.contains(.syn) {
        conversations[slot].clientDirection =
          segment.flags.contains(.ack) ? delivery.direction.opposite : delivery.direction
      } else if payload.count > 0 {
        let guess = guessClient(segment, payload: payload, sender: delivery.direction)
        conversations[slot].clientDirection = guess
      }
      return
    }
    guard conversations[slot].lastSpoken == nil, delivery.freshCount > 0,
      delivery.direction == conversations[slot].clientDirection, SMTPDetection.isGreeting(payload)
    else { return }
    conversations[slot].clientDirection = delivery.direction.opposite
  }

  private func guessClient(_ segment: TCPSegment, payload: Span<UInt8>, sender: Direction) -> Direction {
    switch SMTPDetection.speaker(of: payload) {
    case .client: return sender
    case .server: return sender.opposite
    case nil: break
    }
    if ports.contains(segment.destination.port) != ports.contains(segment.source.port) {
      return ports.contains(segment.destination.port) ? sender : sender.opposite
    }
    return segment.destination.port <= segment.source.port ? sender : sender.opposite
  }
}

extension Visibility.Hole.Reason {
  init(_ reason: MissingReason) {
    switch reason {
    case .notCaptured, .directionNotCaptured, .unconfirmed: self = .notCaptured
    case .neverArrived: self = .neverArrived
    case .snapshotLength: self = .snapshotLength
    case .queueLimit: self = .limit
    }
  }
}
