/// An encrypted record as it was sent, for whoever has the session's secrets; or several in a row of which nobody kept more than that
/// they were there.
package struct SealedRecord: Sendable {
  package let type: ContentType
  package let version: TLSVersion
  /// Where its header begins, as an offset in the direction's TCP stream.
  package let offset: UInt64
  /// Behind its last byte.
  package internal(set) var endOffset: UInt64
  /// How many records it stands for: more than one where none of them was kept.
  package internal(set) var count: UInt64 = 1
  /// Which delivery of bytes completed it, by ``TLSStream/delivery``: records of both directions are in the order in which they came by it.
  package let delivery: Int
  /// Whether all of it is here.
  package let isWhole: Bool
  /// Behind the header; empty where it is not whole.
  package private(set) var body: [UInt8]

  /// The same where the bytes are not needed any more.
  package var withoutBody: SealedRecord {
    var record = self
    record.body = []
    return record
  }
}

/// The encrypted records of one direction that wait to be opened. Bodies are kept only where somebody has asked for it.
struct SealedRecords: Sendable {
  /// What waits at most, in bytes and in records: more than one delivery can bring, and than a session says before the program that takes part has
  /// written down its keys. Of more it is only known that they were there.
  static let maximumBytes = 524_288
  static let maximumRecords = 8192

  private(set) var isWanted = false
  var delivery = 0
  /// The body of the record that is being read.
  var body: [UInt8] = []
  private(set) var waiting: [SealedRecord] = []
  private var bytes = 0
  /// Records that came while nobody wanted them, and where the first of them begins.
  private var passed: UInt64 = 0
  private var passedOffset: UInt64 = 0

  /// Whether the next bytes of a body are kept.
  @inline(__always)
  var keeps: Bool { isWanted && waiting.count < Self.maximumRecords && bytes &+ body.count <= Self.maximumBytes }

  /// Whether any came that nobody has taken.
  var isEmpty: Bool { waiting.isEmpty && passed == 0 }

  @inline(__always)
  mutating func close(_ record: TLSRecord) {
    guard isWanted else {
      if passed == 0 { passedOffset = record.offset }
      passed &+= 1
      return
    }
    keep(record)
  }

  private mutating func keep(_ record: TLSRecord) {
    defer { body.removeAll(keepingCapacity: true) }
    let hasRoom = waiting.count < Self.maximumRecords && bytes + body.count <= Self.maximumBytes
    let isWhole = hasRoom && !record.isIncomplete && body.count == Int(record.length)
    if !hasRoom, let last = waiting.last, !last.isWhole {
      waiting[waiting.count - 1].count &+= 1
      waiting[waiting.count - 1].endOffset = record.endOffset
      return
    }
    bytes += isWhole ? body.count : 0
    waiting.append(
      SealedRecord(
        type: record.contentType, version: record.version, offset: record.offset, endOffset: record.endOffset,
        delivery: delivery, isWhole: isWhole, body: isWhole ? body : []))
  }

  /// From now on bodies are kept; what came before is one entry.
  mutating func want(at position: UInt64) {
    guard !isWanted else { return }
    isWanted = true
    guard passed > 0 else { return }
    waiting = [
      SealedRecord(
        type: .applicationData, version: .tls12, offset: passedOffset, endOffset: position, count: passed,
        delivery: delivery, isWhole: false, body: [])
    ]
    passed = 0
  }

  /// From now on records are only counted, and those that wait with them.
  mutating func pass() {
    guard isWanted else { return }
    isWanted = false
    body = []
    if let first = waiting.first { passedOffset = first.offset }
    passed = waiting.reduce(0) { $0 &+ $1.count }
    waiting = []
    bytes = 0
  }

  /// About the bytes that wait.
  @inline(__always)
  var keptBytes: Int { bytes &+ body.count &+ waiting.count &* MemoryLayout<SealedRecord>.stride }

  mutating func take() -> [SealedRecord] {
    guard !waiting.isEmpty else { return [] }
    var taken: [SealedRecord] = []
    swap(&taken, &waiting)
    bytes = 0
    return taken
  }

  mutating func putBack(_ records: ArraySlice<SealedRecord>) {
    waiting = records + waiting
    bytes = waiting.reduce(0) { $0 + $1.body.count }
  }
}

/// How what an opened record holds goes on from what was opened before it in the same direction.
package enum OpenedJoint: Sendable, Hashable {
  /// Nothing is missing between the two.
  case continues
  /// Something is missing, and a handshake message begins here.
  case begins
  /// Something is missing, and this may be the middle of a handshake message.
  case unknown
}

extension TLSStream {
  /// Whether what begins at `offset` was sealed, and is known because it was opened.
  package func isOpened(at offset: UInt64) -> Bool { firstOpenedOffset.map { offset >= $0 } ?? false }

  /// Whether encrypted records are collected until ``takeSealed()`` takes them. Those that came before are counted.
  package var collectsSealed: Bool {
    get { sealed.isWanted }
    set { if newValue { sealed.want(at: position) } else { sealed.pass() } }
  }

  /// Whether encrypted records have come that nobody has taken, collected or not.
  package var hasSealed: Bool { !sealed.isEmpty }

  /// A number for the bytes that are fed next, which grows: it stands in the records that they complete.
  package var delivery: Int {
    get { sealed.delivery }
    set { sealed.delivery = newValue }
  }

  /// The encrypted records that have come since the last time, in their order.
  package mutating func takeSealed() -> [SealedRecord] { sealed.take() }

  /// Gives back those that cannot be opened yet: they come first the next time.
  package mutating func putBack(_ records: ArraySlice<SealedRecord>) {
    guard !records.isEmpty else { return }
    sealed.putBack(records)
  }

  /// Says what version and suite the opened messages of this direction are laid out by.
  package mutating func layOut(by hello: ServerHello) {
    context = HandshakeContext(version: hello.version, cipherSuite: hello.cipherSuite)
  }

  /// Takes what an encrypted record held: handshake messages and alerts become such of this direction.
  package mutating func takeOpened(
    _ content: Span<UInt8>, _ type: ContentType, _ joint: OpenedJoint, of record: SealedRecord
  ) {
    var flags: TLSRecord.Flags = .opened
    switch type {
    case .handshake:
      flags.insert(.holdsHandshake)
      if joint != .continues { closeMessageEarly(.missingBytes) }
      hasMessageFraming = joint != .unknown
      if joint == .unknown, unreadMessagesOffset == nil { unreadMessagesOffset = record.offset }
      open.countRecord()
      takeHandshake(content, at: record.offset &+ 5)
    case .alert:
      flags.insert(.holdsAlert)
      if content.count >= 2 {
        put(
          Alert(
            level: AlertLevel(rawValue: content[0]), description: AlertDescription(rawValue: content[1]),
            offset: record.offset, isEncrypted: false, recordLength: Int(record.endOffset &- record.offset) - 5))
      }
    default: break
    }
    mark(record.offset, flags)
  }

  /// Takes what a program that took part wrote down of an encrypted record, where nobody has its keys.
  package mutating func takeTraced(
    _ traced: [TracedMessage], _ alert: (AlertLevel, AlertDescription)?, of record: SealedRecord
  ) {
    var flags: TLSRecord.Flags = .opened
    flags.insert(alert == nil ? .holdsHandshake : .holdsAlert)
    for message in traced {
      guard messages.count < limits.messages, message.length <= limits.retainedLength &- retainedLength else {
        droppedMessages &+= 1
        continue
      }
      retainedLength &+= message.length
      messages.append(
        HandshakeMessage(
          type: message.type, startOffset: record.offset &+ 5, endOffset: record.endOffset, length: message.length,
          recordCount: 1, isComplete: true, content: message.content, problem: nil))
    }
    if let alert {
      put(
        Alert(
          level: alert.0, description: alert.1, offset: record.offset, isEncrypted: false,
          recordLength: Int(record.endOffset &- record.offset) - 5))
    }
    mark(record.offset, flags)
  }

  /// In the place of the one of which nothing but its record was known.
  private mutating func put(_ alert: Alert) {
    if let place = alerts.lastIndex(where: { $0.offset == alert.offset }) {
      alerts[place] = alert
    } else {
      alertCount &+= 1
      if alerts.count < limits.alerts { alerts.append(alert) }
    }
  }

  private mutating func mark(_ offset: UInt64, _ flags: TLSRecord.Flags) {
    openedRecords &+= 1
    if firstOpenedOffset == nil { firstOpenedOffset = offset }
    if let place = ring.lastIndex(where: { $0.offset == offset }) {
      ring[place].flags.formUnion(flags)
    } else if let place = firstRecords.lastIndex(where: { $0.offset == offset }) {
      firstRecords[place].flags.formUnion(flags)
    }
  }
}
