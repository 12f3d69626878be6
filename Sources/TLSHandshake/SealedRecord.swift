/// An encrypted record as it was sent, for whoever has the session's secrets.
package struct SealedRecord: Sendable {
  package let type: ContentType
  package let version: TLSVersion
  /// Where its header begins, as an offset in the direction's TCP stream.
  package let offset: UInt64
  /// Behind its last byte.
  package let endOffset: UInt64
  /// Whether the capture has all of it.
  package let isWhole: Bool
  /// Behind the header; empty where it is not whole.
  package let body: [UInt8]
}

/// The encrypted records of one direction that wait to be opened. They are collected only where somebody has asked for it.
struct SealedRecords: Sendable {
  /// What waits at most, in bytes: the longest record, and as much of the next as a segment can bring. Where more comes, nobody takes it (the
  /// other side's hello was not captured), and nothing is collected any more.
  static let maximumBytes = 131_072
  static let maximumRecords = 1024

  var isWanted = false
  /// The body of the record that is being read.
  var body: [UInt8] = []
  private(set) var waiting: [SealedRecord] = []
  private var bytes = 0

  mutating func close(_ record: TLSRecord) {
    guard waiting.count < Self.maximumRecords, bytes + body.count <= Self.maximumBytes else {
      self = SealedRecords()
      return
    }
    let isWhole = !record.isIncomplete && body.count == Int(record.length)
    bytes += isWhole ? body.count : 0
    waiting.append(
      SealedRecord(
        type: record.contentType, version: record.version, offset: record.offset, endOffset: record.endOffset,
        isWhole: isWhole, body: isWhole ? body : []))
    body.removeAll(keepingCapacity: true)
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
}

extension TLSStream {
  /// Whether what begins at `offset` was sealed, and is known because it was opened.
  package func isOpened(at offset: UInt64) -> Bool { firstOpenedOffset.map { offset >= $0 } ?? false }

  /// Whether encrypted records are collected until ``takeSealed()`` takes them; to be set before they come.
  package var collectsSealed: Bool {
    get { sealed.isWanted }
    set { sealed.isWanted = newValue }
  }

  /// The encrypted records that have come since the last time, in their order.
  package mutating func takeSealed() -> [SealedRecord] { sealed.take() }

  /// Says what version and suite the opened messages of this direction are laid out by.
  package mutating func layOut(by hello: ServerHello) {
    context = HandshakeContext(version: hello.version, cipherSuite: hello.cipherSuite)
  }

  /// Takes what an encrypted record held: handshake messages and alerts become such of this direction.
  package mutating func takeOpened(_ content: Span<UInt8>, _ type: ContentType, of record: SealedRecord) {
    var flags: TLSRecord.Flags = .opened
    switch type {
    case .handshake:
      flags.insert(.holdsHandshake)
      // The keys say that nothing is missing before it.
      if !hasMessageFraming { hasMessageFraming = true }
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
