import ByteParsing

// Handshake messages: put together over records, read when they are whole.
extension TLSStream {
  /// A handshake message of which some bytes are still to come.
  struct OpenMessage: Sendable {
    var header: UInt32 = 0
    var headerLength = 0
    var startOffset: UInt64 = 0
    /// Bytes of the body that have come or are known to be missing.
    var received = 0
    /// Bytes of the body that the capture lacks.
    var missing = 0
    var recordCount = 0
    var bytes: [UInt8] = []
    /// Why the body is not kept; `nil` where it is.
    var problem: MessageProblem?
    var isRead = false

    var isOpen: Bool { headerLength > 0 }
    var hasHeader: Bool { headerLength == 4 }
    var type: HandshakeType { HandshakeType(rawValue: UInt8(truncatingIfNeeded: header >> 24)) }
    var length: Int { Int(header & 0xFF_FFFF) }

    /// Counts a record into a message that is under way.
    mutating func countRecord() {
      if isOpen { recordCount += 1 }
    }
  }

  mutating func takeHandshake(_ bytes: Span<UInt8>, at offset: UInt64) {
    var index = 0
    while index < bytes.count {
      guard hasMessageFraming else { return }
      if !open.hasHeader {
        if open.headerLength == 0 {
          open.startOffset = offset &+ UInt64(index)
          open.recordCount = 1
        }
        open.header = open.header << 8 | UInt32(bytes[index])
        open.headerLength += 1
        index += 1
        if open.hasHeader {
          openMessage()
          if open.length == 0 { closeMessage(bytes.extracting(0..<0), at: offset &+ UInt64(index)) }
        }
        continue
      }
      let count = min(open.length - open.received, bytes.count - index)
      let piece = bytes.extracting(index..<(index + count))
      index += count
      if open.received == 0 && count == open.length {
        open.received = count
        closeMessage(piece, at: offset &+ UInt64(index))
        continue
      }
      open.received += count
      if open.isRead { open.bytes.append(contentsOf: piece) }
      if open.received == open.length {
        let whole = open.bytes
        closeMessage(whole.span, at: offset &+ UInt64(index))
      }
    }
  }

  /// Decides whether the body of the message whose header is complete will be read.
  private mutating func openMessage() {
    let length = open.length
    guard Self.hasContent(open.type) else { return }
    if length > limits.messageLength {
      open.problem = MessageProblem(
        reason: .tooLong, field: open.type.description, expected: UInt64(limits.messageLength), found: UInt64(length),
        position: 0)
    } else if length > limits.retainedLength - retainedLength || messages.count >= limits.messages {
      open.problem = MessageProblem(
        reason: .notKept, field: open.type.description, expected: UInt64(limits.retainedLength), found: UInt64(length),
        position: 0)
    } else {
      open.isRead = true
    }
  }

  private static func hasContent(_ type: HandshakeType) -> Bool {
    switch type {
    case .helloRequest, .clientHello, .serverHello, .encryptedExtensions, .newSessionTicket, .certificate,
      .serverKeyExchange,
      .certificateRequest, .serverHelloDone, .certificateVerify, .certificateStatus:
      true
    default: false
    }
  }

  private mutating func closeMessage(_ bytes: Span<UInt8>, at end: UInt64) {
    var message = HandshakeMessage(
      type: open.type, startOffset: open.startOffset, endOffset: end, length: open.length,
      recordCount: open.recordCount, isComplete: open.missing == 0, content: nil, problem: open.problem)
    if open.missing > 0 {
      message.problem = MessageProblem(
        reason: .missingBytes, field: open.type.description, expected: UInt64(open.length),
        found: UInt64(open.received - open.missing), position: 0)
    } else if open.isRead {
      retainedLength += open.length
      do throws(MessageProblem) {
        message.content = try HandshakeContent.parse(open.type, bytes, context)
        message.problem = message.content?.problem
      } catch {
        message.problem = error
      }
    }
    if case .serverHello(let hello) = message.content, !hello.isHelloRetryRequest {
      context = HandshakeContext(version: hello.version, cipherSuite: hello.cipherSuite)
    }
    keep(message)
    open = OpenMessage()
  }

  private mutating func keep(_ message: HandshakeMessage) {
    if messages.count < limits.messages {
      messages.append(message)
    } else {
      droppedMessages &+= 1
    }
  }

  /// Ends the message under way before its last byte.
  mutating func closeMessageEarly(_ reason: MessageProblem.Reason) {
    defer { open = OpenMessage() }
    guard open.isOpen else { return }
    let received = max(0, open.received - open.missing)
    keep(
      HandshakeMessage(
        type: open.hasHeader ? open.type : HandshakeType(rawValue: UInt8(truncatingIfNeeded: firstHeaderByte)),
        startOffset: open.startOffset,
        endOffset: open.startOffset &+ UInt64(open.headerLength) &+ UInt64(open.received),
        length: open.hasHeader ? open.length : 0, recordCount: open.recordCount, isComplete: false, content: nil,
        problem: open.problem
          ?? MessageProblem(
            reason: reason, field: open.hasHeader ? open.type.description : "message header",
            expected: open.hasHeader ? UInt64(open.length) : 4,
            found: open.hasHeader ? UInt64(received) : UInt64(open.headerLength), position: 0)))
  }

  private var firstHeaderByte: UInt32 {
    open.headerLength == 0 ? 0 : open.header >> (8 * UInt32(open.headerLength - 1)) & 0xFF
  }
}

// Gaps: what lies inside a record of known length is passed over exactly, everything else by search.
extension TLSStream {
  /// Passes over missing bytes that lie inside the current record.
  mutating func missInside(_ count: Int) {
    guard count > 0 else { return }
    record.flags.insert(.missingBytes)
    record.remaining -= count
    consumed &+= UInt64(count)
    switch record.content {
    case .handshake: missInMessages(count)
    case .alert: pendingAlertLevel = nil
    case .probe:
      record.content = .skip
      loseMessages()
    case .skip, .ssl2: break
    }
    if record.remaining == 0 { closeRecord() }
  }

  private mutating func missInMessages(_ count: Int) {
    guard open.hasHeader else {
      loseMessages()
      return
    }
    let inside = min(count, open.length - open.received)
    open.received += inside
    open.missing += inside
    open.bytes = []
    open.isRead = false
    let isWhole = open.received == open.length
    if isWhole {
      let nothing: [UInt8] = []
      closeMessage(nothing.span, at: open.startOffset &+ 4 &+ UInt64(open.length))
    }
    // The gap reaches into the next message, whose header it took.
    if count > inside { loseMessages() }
  }

  private mutating func loseMessages() {
    closeMessageEarly(.missingBytes)
    hasMessageFraming = false
    if unreadMessagesOffset == nil { unreadMessagesOffset = position }
    if record.content == .handshake { record.content = .skip }
  }

  /// A gap took a record's header: from here on, records have to be found again.
  mutating func loseRecords() {
    closeMessageEarly(.missingBytes)
    hasMessageFraming = false
    pendingAlertLevel = nil
    if protection == .clear { protection = .unknown }
    headerLength = 0
    headerValue = 0
    isAfterGap = true
    search.removeAll(keepingCapacity: true)
    searchPosition = 0
    searchOffset = position
    state = .searching
  }

  mutating func takeSearch(_ bytes: Span<UInt8>, from start: Int) {
    let count = min(bytes.count - start, limits.searchedLength - search.count)
    search.append(contentsOf: bytes.extracting(start..<(start + count)))
    consumed &+= UInt64(bytes.count - start)
    guard findRecords() else {
      if search.count >= limits.searchedLength { failSearch() }
      return
    }
    let found = Array(search[searchPosition...])
    let behind = bytes.extracting((start + count)..<bytes.count)
    consumed = searchOffset &- startOffset &+ UInt64(searchPosition)
    search = []
    searchPosition = 0
    kind = .tls
    state = .header
    feed(found.span)
    feed(behind)
  }

  /// Looks for two headers in a row, the second where the first says that it must be.
  private mutating func findRecords() -> Bool {
    let isFull = search.count >= limits.searchedLength
    var position = searchPosition
    defer { searchPosition = position }
    let bytes = search.span
    while position + 5 <= bytes.count {
      if let length = Self.verifiableLength(bytes, at: position) {
        let next = position + 5 + length
        if next + 5 <= bytes.count {
          if Self.verifiableLength(bytes, at: next) != nil { return true }
        } else if !isFull {
          return false
        }
      }
      position += 1
    }
    return false
  }

  /// The length field of what looks like a record of a size that its type can have; stricter than in sequence.
  private static func verifiableLength(_ bytes: Span<UInt8>, at offset: Int) -> Int? {
    let value = UInt64(bytes[offset]) << 32 | UInt64(bytes.bigEndianUInt32(at: offset + 1))
    guard isHeader(value) else { return nil }
    let length = Int(value & 0xFFFF)
    switch ContentType(rawValue: bytes[offset]) {
    case .changeCipherSpec: return length == 1 ? length : nil
    case .alert: return length == 2 || (16...256).contains(length) ? length : nil
    case .handshake: return length >= 4 ? length : nil
    case .applicationData: return length >= 16 ? length : nil
    default: return nil
    }
  }

  mutating func failSearch() {
    syncLoss = SyncLoss(
      reason: .noHeaderAfterGap, offset: searchOffset, bytes: Array(search.prefix(limits.foreignBytes)))
    search = []
    state = .stopped
  }
}
