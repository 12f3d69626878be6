internal import ByteParsing

/// Reads both directions of one SMTP connection and writes down the dialogue.
///
/// The parser knows stream offsets, not packets, and follows what the two peers evidently do; it does not check that
/// they do right. Give it the bytes of both directions in the order in which they were seen: however the bytes of one
/// direction are cut, the result is the same.
///
/// Bytes whose meaning hangs on a reply that is still to come (after `STARTTLS`, `DATA`, `AUTH` and `XEXCH50`) are held,
/// within ``SMTPLimits/maximumHeldBytes``, and read when the reply has come. Where the reply cannot come any more (it
/// lies in a gap, its direction ended or was never seen) the bytes are judged by their look.
///
/// ## Missing bytes
///
/// After a gap a direction starts again at the next line that looks right: a known verb, or three digits and a
/// separator. What lies before is a ``ElementKind/fragment``. A message goes on over a gap until CRLF . CRLF, or until
/// the server replies, which it does not do inside a message. Which command a reply answers is certain again when the
/// client, which waits for its replies, sends a command after a whole one; until then replies carry
/// ``ElementFlags/uncertainPairing``. A reply that only one waiting command can get finds it. One that several could get
/// is put off, until a later reply (354, 334, 235, 221, 220) or the client's going on shows where the replies since the
/// gap end; then they are paired from there backwards.
@usableFromInline
package struct SMTPParser: Sendable {
  package private(set) var limits: SMTPLimits
  /// The dialogue, each element at the time when it was whole.
  package internal(set) var elements: [TranscriptElement] = []
  /// The text of all elements, one after the other.
  package internal(set) var text: [UInt8] = []
  /// One entry for each message or chunk that is over.
  package internal(set) var messages: [MessageFacts] = []
  package internal(set) var messageContent: [UInt8] = []
  package internal(set) var endPatterns: [EndPattern] = []
  package internal(set) var limitEffects = SMTPLimitEffects()
  /// About the bytes that the lists of elements, text and waiting commands take, with the room in which they grow. Counted as they
  /// grow, so that asking for it touches no other memory.
  var listedBytes = 0
  var mostPending = 0
  /// Whether a TURN or ATRN was accepted: the roles are exchanged from there on, and what follows is not followed.
  package internal(set) var rolesReversed = false
  /// Whether LHLO was accepted (RFC 2033): the message gets one reply for each accepted recipient.
  package internal(set) var isLMTP = false

  @usableFromInline var client = Flow()
  @usableFromInline var server = Flow()
  var mode = ClientMode.lines
  var awaited = Awaited.startTLS
  var message = MessageScanner()
  /// Bytes still to come of a chunk or a binary header.
  var remaining: UInt64 = 0
  /// A whole reply accepted the wish for TLS.
  var isTLSAccepted = false
  /// The same of the dialogue outside, once that inside is read.
  var wasTLSAccepted = false
  /// What is read is the dialogue inside TLS: no other TLS begins there.
  package internal(set) var isInside = false
  /// The capture begins within the connection.
  package internal(set) var isMidStream = false
  var greetingSeen = false
  /// The refused SASL exchange before this line makes an unknown word a likely credential.
  var followsRefusedSASL = false
  /// The reply that is being waited for may lie in a gap.
  var replyLost = false
  /// The client sent nothing on while the reply that it waited for was lost: what it sends next shows what it was.
  var clientWaitedForLostReply = false
  /// Bytes of the client are missing between the awaited command and what follows.
  var gapWhileAwaiting = false
  /// Lines of the client that begin before this offset were sent before the reply that released them.
  var heldUntil: UInt64 = 0
  var pending = PendingQueue()
  var group = ReplyGroup()
  var acceptedRecipients: UInt32 = 0
  /// The DATA command whose message is being read.
  var dataCommand: Int32?
  var isUncertain = false
  var serverGapSinceCommand = false
  var repliedSinceGap = false
  /// Commands since the last line of the server, or since a gap in its place.
  var commandsSinceServer = 0
  /// The client sent a command before it had the replies to those before.
  var hasPipelined = false
  /// Since the gap, the client sent a command before it had the replies to those before.
  var pipelinesSinceGap = false
  /// Commands of the client may lie in the gap.
  var lacksCommands = false
  /// Replies since the gap that are not placed yet.
  var unplaced: [UnplacedReply] = []
  var chunk = MessageFacts(verb: .bdat, start: 0)
  var isLastChunk = false

  package init(limits: SMTPLimits = SMTPLimits()) {
    self.limits = limits
  }

  /// Makes room for what is expected, so that it does not grow step by step.
  package mutating func reserve(elements: Int, text: Int) {
    self.elements.reserveCapacity(elements)
    self.text.reserveCapacity(min(text, SMTPLimits.maximumTextBytes))
  }

  /// Makes the parser ready for another connection and keeps its memory. With `midStream`, the capture does not hold the
  /// connection's start: nothing is claimed about the greeting or what came before it.
  package mutating func reset(midStream: Bool = false) {
    elements.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    if !messages.isEmpty { messages.removeAll(keepingCapacity: true) }
    if !messageContent.isEmpty { messageContent.removeAll(keepingCapacity: true) }
    if !endPatterns.isEmpty { endPatterns.removeAll(keepingCapacity: true) }
    limitEffects = SMTPLimitEffects()
    listedBytes = 0
    mostPending = 0
    rolesReversed = false
    isLMTP = false
    client.reset()
    server.reset()
    isTLSAccepted = false
    wasTLSAccepted = false
    isInside = false
    beginDialogue(midStream: midStream)
  }

  /// Nothing has been said: where a connection begins, and again inside TLS.
  mutating func beginDialogue(midStream: Bool) {
    mode = .lines
    message.reset()
    remaining = 0
    isMidStream = midStream
    greetingSeen = false
    followsRefusedSASL = false
    replyLost = false
    clientWaitedForLostReply = false
    gapWhileAwaiting = false
    heldUntil = 0
    pending.reset()
    group = ReplyGroup()
    acceptedRecipients = 0
    dataCommand = nil
    isUncertain = midStream
    serverGapSinceCommand = false
    repliedSinceGap = false
    commandsSinceServer = 0
    hasPipelined = false
    pipelinesSinceGap = false
    lacksCommands = midStream
    if !unplaced.isEmpty { unplaced.removeAll(keepingCapacity: true) }
  }

  /// About the bytes that the parser keeps.
  ///
  /// Mutating, although nothing changes: so it is asked where the parser lies, and not of a copy.
  package mutating func countKept() -> Int {
    listedBytes &+ client.keptBytes &+ server.keptBytes &+ messageContent.count
      &+ messages.count &* MemoryLayout<MessageFacts>.stride
  }

  /// Takes the next bytes of a direction. Returns how many of them are SMTP's, held ones included; the rest is TLS.
  ///
  /// Where TLS begins in bytes that had been taken already, ``takeHeld(_:)`` gives those back; ask for them first, whenever
  /// ``tlsStart(_:)`` is no longer `nil`. A reply of the server can be what decides about bytes of the client.
  package mutating func feed(_ bytes: Span<UInt8>, from side: Side) -> Int {
    switch side {
    case .client: feedClient(bytes)
    case .server: server.isTLS ? 0 : readServer(bytes)
    }
  }

  /// The capture lacks the next `count` bytes of a direction. Returns whether they belong to SMTP; in TLS they are the
  /// caller's to tell the TLS parser.
  @discardableResult
  package mutating func missing(_ count: UInt64, from side: Side) -> Bool {
    guard count > 0 else { return side == .client ? !client.isTLS : !server.isTLS }
    return side == .client ? missingFromClient(count) : missingFromServer(count)
  }

  /// The direction ended (FIN, RST) or the capture did: no byte of it follows.
  package mutating func end(_ side: Side) {
    switch side {
    case .client: endClient()
    case .server: endServer()
    }
  }

  /// Both directions are over; what is still open is closed as incomplete.
  package mutating func finish() {
    if !server.hasEnded { endServer() }
    if !client.hasEnded { endClient() }
    settleAwaited(force: true)
    closeClientRemainder(isFinal: true)
    guard server.isUntouched else { return }
    // Nothing of the server was captured, so nothing can be said about who spoke first or waited.
    for index in elements.indices { elements[index].flags.subtract([.beforeGreeting, .pipelined]) }
  }

  /// The text of an element, without its line end. Empty for what holds none.
  @_lifetime(borrow self)
  package func text(of element: TranscriptElement) -> Span<UInt8> {
    text.span.extracting(element.textRange)
  }

  /// The stream offset where TLS begins in a direction; where a gap covers the place, the gap's start. `nil` while that
  /// direction speaks in clear.
  @inlinable
  package func tlsStart(_ side: Side) -> UInt64? {
    side == .client ? client.tlsStart : server.tlsStart
  }

  package func tlsOrigin(_ side: Side) -> TLSOrigin? {
    side == .client ? client.tlsOrigin : server.tlsOrigin
  }

  /// Whether a direction is in TLS from its first byte.
  package var implicitTLS: Bool { client.tlsOrigin == .implicit || server.tlsOrigin == .implicit }

  /// Whether the client began TLS in place of a command, in a session that the server had greeted in clear.
  package var clientHelloInPlaceOfCommand: Bool { client.tlsOrigin == .insteadOfCommand }

  /// Whether TLS begins with a hello in the format of SSL 2.0.
  package internal(set) var startsWithSSLv2Hello = false

  /// Whether a reply accepted `STARTTLS` or `X-ANONYMOUSTLS`.
  package var startTLSAccepted: Bool { isTLSAccepted || wasTLSAccepted }

  /// Whether bytes of the client wait for a reply before they can be read.
  package var isHolding: Bool { mode == .awaited }

  /// The stream offset of the first byte that ``takeHeld(_:)`` gives; `nil` when it would give none.
  @inlinable
  package func heldOffset(_ side: Side = .client) -> UInt64? {
    side == .client ? client.heldTLSOffset : server.heldTLSOffset
  }

  /// The TLS bytes that the parser took before it knew what they are.
  package mutating func takeHeld(_ side: Side = .client) -> [UInt8] {
    switch side {
    case .client: client.takeHeld()
    case .server: server.takeHeld()
    }
  }
}

/// What the parser keeps of one direction.
@usableFromInline
struct Flow: Sendable {
  var reader = LineReader()
  /// The first bytes of a line that may be TLS.
  var sniffed: [UInt8] = []
  var isSniffed = false
  @usableFromInline var held: [UInt8] = []
  @usableFromInline var heldStart = 0
  @usableFromInline var heldOffset: UInt64 = 0
  @usableFromInline var isTLS = false
  @usableFromInline var tlsStart: UInt64?
  var tlsOrigin: TLSOrigin?
  /// TLS was agreed on, and no clear line has come since.
  var isTLSDue = false
  /// TLS was due where a gap begins, and nothing has shown yet whether it began.
  var gapAtTLSStart: UInt64?
  var lastGapStart: UInt64 = 0
  /// The next line must show that it is one.
  var isAfterGap = false
  var hasGap = false
  /// The last gap is long enough to hide the end of one line and the start of another.
  var gapHidesLineEnd = false
  /// No command was read since a gap.
  var isBehindLostCommands = false
  var hasEnded = false
  /// The last element of this side, when it is a fragment that may grow.
  var fragment: Int?

  @inlinable
  var heldCount: Int { held.count - heldStart }

  /// Where the bytes lie that were taken before they were known to be TLS; `nil` where there are none.
  @inlinable
  var heldTLSOffset: UInt64? { isTLS && heldCount > 0 ? heldOffset : nil }

  /// Bytes that wait: for a reply, or for the end of their line.
  @inline(__always)
  var keptBytes: Int { held.count &+ reader.buffer.count }

  /// Neither a byte nor a gap was seen.
  var isUntouched: Bool { reader.offset == 0 && sniffed.isEmpty && held.isEmpty && !isTLS }

  mutating func reset() {
    reader.reset()
    if !sniffed.isEmpty { sniffed.removeAll(keepingCapacity: true) }
    if !held.isEmpty { held.removeAll(keepingCapacity: true) }
    isSniffed = false
    heldStart = 0
    heldOffset = 0
    isTLS = false
    tlsStart = nil
    tlsOrigin = nil
    isTLSDue = false
    gapAtTLSStart = nil
    lastGapStart = 0
    isAfterGap = false
    hasGap = false
    isBehindLostCommands = false
    gapHidesLineEnd = false
    hasEnded = false
    fragment = nil
  }

  mutating func takeHeld() -> [UInt8] {
    guard isTLS, heldCount > 0 else { return [] }
    let result = Array(held[heldStart...])
    held.removeAll(keepingCapacity: true)
    heldStart = 0
    return result
  }
}

/// What the next bytes of the client are.
enum ClientMode: UInt8, Sendable {
  case lines
  case saslResponse
  case message
  case chunk
  case proxyHeader
  /// Not known before the reply.
  case awaited
  case tls
}

/// The command whose reply decides about the client's next bytes.
enum Awaited: UInt8, Sendable {
  case startTLS
  case data
  case sasl
  case exch50
}
