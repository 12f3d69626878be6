import ByteParsing

/// One direction of a connection that speaks TLS: bytes in, records and handshake messages out.
///
/// It takes whatever arrives, in pieces of any size, and the result does not depend on how they are cut. Offsets in the
/// results are offsets of the direction's TCP stream. Encrypted records are passed over by their length and never
/// copied.
@usableFromInline
package struct TLSStream: Sendable {
  package let limits: TLSLimits

  /// The stream offset of the first byte that will be fed; to be set before that.
  package var startOffset: UInt64 = 0

  /// What the first bytes showed this direction to be.
  package internal(set) var kind: Kind = .undetermined

  /// The first records, at most `limits.firstRecords`.
  package internal(set) var firstRecords: [TLSRecord] = []
  var ring: [TLSRecord] = []
  var ringStart = 0
  package internal(set) var recordCount: UInt64 = 0
  package internal(set) var applicationDataRecords: UInt64 = 0
  /// The sum of the length fields of application data records, in bytes.
  package internal(set) var applicationDataLength: UInt64 = 0

  /// Handshake messages in clear, at most `limits.messages`.
  package internal(set) var messages: [HandshakeMessage] = []
  /// Handshake messages beyond those kept.
  package internal(set) var droppedMessages: UInt64 = 0
  package internal(set) var alerts: [Alert] = []
  package internal(set) var alertCount: UInt64 = 0
  /// Where ChangeCipherSpec records begin.
  package internal(set) var changeCipherSpecOffsets: [UInt64] = []

  /// Bytes that the capture lacks, inside this direction's TLS.
  package internal(set) var missingLength: UInt64 = 0
  /// Why and where reading of records stopped before the end; `nil` while it goes on.
  package internal(set) var syncLoss: SyncLoss?
  /// Where the first bytes turned out not to be TLS; `nil` where they are, or are too few to tell.
  package internal(set) var notTLS: ForeignBytes?
  /// Where a gap hid a message's header, so that messages until the next plausible one were not read.
  package internal(set) var unreadMessagesOffset: UInt64?
  /// Bytes of a record's header when the stream ended inside it; 0 where it ended between records.
  package internal(set) var partialHeaderLength = 0
  package internal(set) var hasEnded = false

  /// What the first bytes of a direction show it to be.
  package enum Kind: Sendable, Hashable {
    /// Nothing came, or too little to tell.
    case undetermined
    case tls
    /// SSL 2.0 itself; a hello in its format that announces a newer version leads to `tls`.
    case ssl2
    case notTLS
  }

  package struct ForeignBytes: Sendable, Hashable {
    package let offset: UInt64
    /// The first of them.
    package internal(set) var bytes: [UInt8]
  }

  package struct SyncLoss: Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
      /// What stands where a record's header must be is none.
      case badHeader
      /// Behind a gap, no two headers in a row were found.
      case noHeaderAfterGap
    }

    package let reason: Reason
    package let offset: UInt64
    /// The first bytes there.
    package internal(set) var bytes: [UInt8]
  }

  // Where in the direction and its current record reading stands.
  var state: State = .opening
  var consumed: UInt64 = 0
  var headerValue: UInt64 = 0
  var headerLength = 0
  var record = OpenRecord()
  var isAfterGap = false
  var protection: Protection = .clear
  var search: [UInt8] = []
  var searchOffset: UInt64 = 0
  var searchPosition = 0
  // The handshake message that is being put together.
  var open = OpenMessage()
  var hasMessageFraming = true
  var retainedLength = 0
  var context = HandshakeContext()
  var pendingAlertLevel: UInt8?
  var sealed = SealedRecords()
  /// Records that were opened with the session's secrets.
  package internal(set) var openedRecords: UInt64 = 0
  /// Where the first of them begins; `nil` where none was opened.
  package internal(set) var firstOpenedOffset: UInt64?
  var probe: UInt32 = 0
  var probeLength = 0

  package init(limits: TLSLimits = TLSLimits()) {
    self.limits = limits
  }

  /// Forgets everything, for another connection.
  package mutating func reset() {
    self = TLSStream(limits: limits)
  }

  /// About the bytes that are kept: records, messages as bytes and as what was read in them, and the one that is put together.
  /// Mutating, although nothing changes: so it is asked where the stream lies, and not of a copy.
  package mutating func countKept() -> Int {
    min(Int(truncatingIfNeeded: recordCount), limits.firstRecords &+ limits.lastRecords)
      &* MemoryLayout<TLSRecord>.stride
      &+ retainedLength &* 3 &+ open.bytes.count &* 3 / 2 &+ search.count &+ sealed.keptBytes
  }

  /// The stream offset of the next byte.
  package var position: UInt64 { startOffset &+ consumed }

  /// Takes the next bytes of the direction, where TLS begins with the first that are given.
  ///
  /// - Parameters:
  ///   - offset: The stream offset of the first byte; not looked at but for the first bytes of all.
  ///   - delivery: As ``delivery``.
  package mutating func feed(_ bytes: Span<UInt8>, at offset: UInt64, delivery: Int) {
    if consumed == 0 { startOffset = offset }
    self.delivery = delivery
    feed(bytes)
  }

  /// Takes the next bytes of the direction.
  package mutating func feed(_ bytes: Span<UInt8>) {
    var index = 0
    while index < bytes.count {
      switch state {
      case .opening: index = takeOpening(bytes, from: index)
      case .header: index = takeHeader(bytes, from: index)
      case .body: index = takeBody(bytes, from: index)
      case .searching:
        takeSearch(bytes, from: index)
        return
      case .foreign:
        keepForeign(bytes, from: index)
        consumed &+= UInt64(bytes.count - index)
        return
      case .stopped:
        consumed &+= UInt64(bytes.count - index)
        return
      }
    }
  }

  /// Says that the capture lacks the next `count` bytes of the direction.
  package mutating func missing(_ count: UInt64) {
    var rest = count
    guard rest > 0, !hasEnded else { return }
    missingLength &+= rest
    if state == .body {
      let inside = min(rest, UInt64(record.remaining))
      missInside(Int(inside))
      rest -= inside
    }
    guard rest > 0 else { return }
    consumed &+= rest
    switch state {
    case .opening, .header, .body, .searching: loseRecords()
    case .foreign, .stopped: break
    }
  }

  /// Says that no more bytes come: the stream was closed, or the capture ended.
  package mutating func end() {
    guard !hasEnded else { return }
    hasEnded = true
    switch state {
    case .body:
      record.flags.insert(.cutShort)
      closeRecord()
    case .opening, .header:
      partialHeaderLength = headerLength
    case .searching:
      if !search.isEmpty { failSearch() }
    case .foreign, .stopped: break
    }
    closeMessageEarly(.cutShort)
    state = .stopped
  }
}

extension TLSStream {
  /// The last records that `firstRecords` does not hold, at most `limits.lastRecords`, in their order.
  package var lastRecords: [TLSRecord] {
    ringStart == 0 ? ring : Array(ring[ringStart...] + ring[..<ringStart])
  }

  /// All records kept: the first and the last.
  package var keptRecords: [TLSRecord] { firstRecords + lastRecords }

  /// Whether records between the first and the last were not kept.
  package var hasDroppedRecords: Bool { recordCount > UInt64(firstRecords.count + ring.count) }

  /// The encrypted records among those kept: their types and sizes are all that the wire shows.
  package var encryptedRecords: [TLSRecord] { keptRecords.filter(\.isEncrypted) }

  /// The ClientHellos in clear: two after a HelloRetryRequest.
  package var hellos: [ClientHello] {
    messages.compactMap { if case .clientHello(let hello) = $0.content { hello } else { nil } }
  }

  /// The first ClientHello in clear and the one behind it.
  var firstHellos: (first: ClientHello?, following: ClientHello?) {
    var first: ClientHello?
    for message in messages {
      guard case .clientHello(let hello)? = message.content else { continue }
      guard first != nil else {
        first = hello
        continue
      }
      return (first, hello)
    }
    return (first, nil)
  }

  /// The ServerHellos, HelloRetryRequests among them.
  package var serverHellos: [ServerHello] {
    messages.compactMap { if case .serverHello(let hello) = $0.content { hello } else { nil } }
  }

  /// What stands where TLS should, from its first byte on; `nil` where all is TLS. Behind missing bytes it may be the middle
  /// of a record.
  package var foreign: ForeignBytes? {
    notTLS ?? syncLoss.map { ForeignBytes(offset: $0.offset, bytes: $0.bytes) }
  }

  package func firstMessage(_ type: HandshakeType) -> HandshakeMessage? {
    messages.first { $0.type == type }
  }
}

extension TLSStream {
  enum State: Sendable {
    /// Before the first record: the bytes may turn out not to be TLS.
    case opening
    case header, body
    /// Behind a gap, looking for records.
    case searching
    /// Not TLS, or no longer: the first bytes are kept.
    case foreign
    case stopped
  }

  /// Whether records of this direction are encrypted, as far as ChangeCipherSpec and types tell.
  enum Protection: Sendable {
    case clear, encrypted
    /// A gap may have hidden the change.
    case unknown
  }

  /// How the content of the current record is treated.
  enum Content: Sendable {
    case skip, handshake, alert, ssl2
    /// The first four bytes decide whether it is a handshake message in clear.
    case probe
  }

  struct OpenRecord: Sendable {
    var offset: UInt64 = 0
    var type: UInt8 = 0
    var version: UInt16 = 0
    var length = 0
    var remaining = 0
    var flags: TLSRecord.Flags = []
    var content: Content = .skip
  }
}
