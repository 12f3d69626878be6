import ByteParsing

// The record layer: headers, bodies by their length, and what a gap does to them.
extension TLSStream {
  /// Whether five bytes can be a record's header.
  static func isHeader(_ value: UInt64) -> Bool {
    let type = value >> 32 & 0xFF
    return (20...24).contains(type) && value >> 24 & 0xFF == 3 && value >> 16 & 0xFF <= 4
      && value & 0xFFFF <= UInt64(TLSRecord.maximumLength)
  }

  /// The first bytes, one at a time: each must still fit TLS or a hello in the format of SSL 2.0.
  mutating func takeOpening(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    if headerLength == 0, bytes.count - start >= 5 {
      // What fits whole fits byte by byte.
      let value = UInt64(bytes[start]) << 32 | UInt64(bytes.bigEndianUInt32(at: start + 1))
      if Self.isOpening(value, length: 5) {
        headerValue = value
        headerLength = 5
        index += 5
        consumed &+= 5
      }
    }
    while index < bytes.count, headerLength < 5 {
      headerValue = headerValue << 8 | UInt64(bytes[index])
      headerLength += 1
      index += 1
      consumed &+= 1
      guard Self.isOpening(headerValue, length: headerLength) else {
        kind = .notTLS
        var first: [UInt8] = []
        appendHeader(to: &first)
        notTLS = ForeignBytes(offset: position &- UInt64(headerLength), bytes: first)
        state = .foreign
        return index
      }
    }
    guard headerLength == 5 else { return index }
    if headerValue >> 39 == 1 {
      openSSL2Record()
    } else {
      kind = .tls
      openRecord()
    }
    return index
  }

  private static func isOpening(_ value: UInt64, length: Int) -> Bool {
    // The bytes so far, moved to where they stand in a whole header, zeros behind.
    let whole = value << (8 * UInt64(5 - length))
    if whole >> 39 == 1 {
      // Two bytes of length, then the message's type and version (a ServerHello: hit and certificate type).
      if length >= 3 {
        let type = whole >> 16 & 0xFF
        guard type == 1 || type == 4 else { return false }
        if length == 5 {
          let version = whole & 0xFFFF
          let size = whole >> 24 & 0x7FFF
          return size >= 9
            && (type == 1 ? version == 0x0002 || (0x0300...0x0304).contains(version) : whole >> 8 & 0xFF <= 1)
        }
      }
      return true
    }
    // Zeros fit every later field but the major version.
    return isHeader(length < 2 ? whole | 3 << 24 : whole)
  }

  mutating func takeHeader(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start
    if headerLength == 0, bytes.count - start >= 5 {
      headerValue = UInt64(bytes[start]) << 32 | UInt64(bytes.bigEndianUInt32(at: start + 1))
      headerLength = 5
      index += 5
      consumed &+= 5
    }
    while index < bytes.count, headerLength < 5 {
      headerValue = headerValue << 8 | UInt64(bytes[index])
      headerLength += 1
      index += 1
      consumed &+= 1
    }
    guard headerLength == 5 else { return index }
    guard Self.isHeader(headerValue) else {
      var first: [UInt8] = []
      appendHeader(to: &first)
      syncLoss = SyncLoss(reason: .badHeader, offset: position &- 5, bytes: first)
      closeMessageEarly(.missingBytes)
      state = .foreign
      return index
    }
    openRecord()
    return index
  }

  private func appendHeader(to bytes: inout [UInt8]) {
    for place in (0..<headerLength).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: headerValue >> (8 * UInt64(place))))
    }
  }

  private mutating func openRecord() {
    record = OpenRecord(
      offset: position &- 5, type: UInt8(truncatingIfNeeded: headerValue >> 32),
      version: UInt16(truncatingIfNeeded: headerValue >> 16), length: Int(headerValue & 0xFFFF),
      remaining: Int(headerValue & 0xFFFF), flags: isAfterGap ? .afterGap : [], content: .skip)
    isAfterGap = false
    headerLength = 0
    headerValue = 0
    state = .body
    decideContent()
    if record.remaining == 0 { closeRecord() }
  }

  private mutating func decideContent() {
    switch ContentType(rawValue: record.type) {
    case .applicationData:
      record.flags.insert(.encrypted)
    case .changeCipherSpec:
      if changeCipherSpecOffsets.count < limits.changeCipherSpecs { changeCipherSpecOffsets.append(record.offset) }
      // In clear it is one byte (RFC 5246 section 7.1); that of a renegotiation is sealed under the keys that hold until then.
      if protection == .encrypted, record.length > 1 { record.flags.insert(.encrypted) }
      protection = .encrypted
    case .alert:
      // No cipher makes an alert shorter than 18 bytes, and none in clear is that long.
      if record.length == 2 || protection != .encrypted && record.length < 16 {
        record.content = .alert
      } else {
        record.flags.insert(.encrypted)
        addAlert(level: nil, description: nil)
      }
    case .handshake:
      if protection == .clear && hasMessageFraming {
        record.content = .handshake
        open.countRecord()
      } else if protection == .unknown || !hasMessageFraming && protection == .clear || expectsHello {
        record.content = .probe
        probe = 0
        probeLength = 0
      } else {
        record.flags.insert(.encrypted)
      }
    default: break
    }
  }

  /// Whether a hello in clear may follow a ChangeCipherSpec: after a HelloRetryRequest, both sides may have sent one for
  /// the sake of middle boxes (RFC 8446 appendix D.4).
  private var expectsHello: Bool {
    guard let last = messages.last, messages.count == 1 else { return false }
    switch last.content {
    case .clientHello: return true
    case .serverHello(let hello): return hello.isHelloRetryRequest
    default: return false
    }
  }

  mutating func takeBody(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let count = min(record.remaining, bytes.count - start)
    let offset = position
    consumed &+= UInt64(count)
    record.remaining -= count
    var index = start
    let end = start + count
    if record.content == .probe {
      while index < end, probeLength < 4 {
        probe = probe << 8 | UInt32(bytes[index])
        probeLength += 1
        index += 1
      }
      if probeLength == 4 { decideProbe(at: offset &+ UInt64(index - start)) }
    }
    if sealed.keeps, record.flags.contains(.encrypted), index < end {
      sealed.body.append(contentsOf: bytes.extracting(index..<end))
    }
    if index < end {
      switch record.content {
      case .handshake: takeHandshake(bytes.extracting(index..<end), at: offset &+ UInt64(index - start))
      case .alert: takeAlert(bytes.extracting(index..<end))
      case .ssl2: open.bytes.append(contentsOf: bytes.extracting(index..<end))
      case .skip, .probe: break
      }
    }
    if record.remaining == 0 { closeRecord() }
    return end
  }

  /// Whether the four bytes can begin a handshake message in clear; an encrypted record hardly ever looks like one.
  private mutating func decideProbe(at offset: UInt64) {
    let type = HandshakeType(rawValue: UInt8(truncatingIfNeeded: probe >> 24))
    let length = Int(probe & 0xFF_FFFF)
    let fits: Bool
    if protection == .encrypted {
      fits =
        (type == .clientHello || type == .serverHello) && length >= 38 && length < 65_536 && length + 4 >= record.length
    } else {
      switch type {
      // A nonce may begin with zeros, which would be a HelloRequest.
      case .helloRequest: fits = length == 0 && record.length == 4
      case .serverHelloDone: fits = length == 0
      default: fits = type.registeredName != nil && length > 0 && length < 65_536
      }
    }
    guard fits else {
      record.content = .skip
      record.flags.insert(.encrypted)
      protection = .encrypted
      if sealed.isWanted {
        for shift in [24, 16, 8, 0] { sealed.body.append(UInt8(truncatingIfNeeded: probe >> UInt32(shift))) }
      }
      return
    }
    protection = .clear
    hasMessageFraming = true
    record.content = .handshake
    let header: [UInt8] = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: probe >> UInt32($0)) }
    closeMessageEarly(.cutShort)
    takeHandshake(header.span, at: offset &- 4)
  }

  mutating func closeRecord() {
    if record.content == .probe {
      // Too short for a message's header: nothing but padding or ciphertext.
      record.flags.insert(.encrypted)
    }
    if record.content == .ssl2 {
      closeSSL2Record()
    } else {
      state = .header
    }
    let finished = TLSRecord(
      offset: record.offset, length: UInt16(truncatingIfNeeded: record.length),
      version: TLSVersion(rawValue: record.version), contentType: ContentType(rawValue: record.type),
      flags: record.flags)
    recordCount &+= 1
    if finished.isEncrypted { sealed.close(finished) }
    if finished.contentType == .applicationData {
      applicationDataRecords &+= 1
      applicationDataLength &+= UInt64(record.length)
    }
    if firstRecords.count < limits.firstRecords {
      firstRecords.append(finished)
    } else if ring.count < limits.lastRecords {
      ring.append(finished)
    } else if limits.lastRecords > 0 {
      ring[ringStart] = finished
      ringStart = (ringStart + 1) % limits.lastRecords
    }
  }

  private mutating func takeAlert(_ bytes: Span<UInt8>) {
    for index in 0..<bytes.count {
      if let level = pendingAlertLevel {
        pendingAlertLevel = nil
        addAlert(level: AlertLevel(rawValue: level), description: AlertDescription(rawValue: bytes[index]))
      } else {
        pendingAlertLevel = bytes[index]
      }
    }
  }

  private mutating func addAlert(level: AlertLevel?, description: AlertDescription?) {
    alertCount &+= 1
    guard alerts.count < limits.alerts else { return }
    alerts.append(
      Alert(
        level: level, description: description, offset: record.offset, isEncrypted: description == nil,
        recordLength: record.length))
  }

  mutating func keepForeign(_ bytes: Span<UInt8>, from start: Int) {
    let kept = notTLS?.bytes.count ?? syncLoss?.bytes.count ?? 0
    let count = min(bytes.count - start, limits.foreignBytes - kept)
    guard count > 0 else { return }
    let piece = bytes.extracting(start..<(start + count))
    if notTLS != nil {
      notTLS?.bytes.append(contentsOf: piece)
    } else {
      syncLoss?.bytes.append(contentsOf: piece)
    }
  }
}

// The format of SSL 2.0, in which an old client's first hello may come (RFC 5246 appendix E.2).
extension TLSStream {
  private mutating func openSSL2Record() {
    let length = Int(headerValue >> 24 & 0x7FFF)
    record = OpenRecord(
      offset: position &- 5, type: ContentType.handshake.rawValue, version: TLSVersion.ssl2.rawValue, length: length,
      remaining: length - 3, flags: .ssl2Format, content: .ssl2)
    var first: [UInt8] = []
    appendHeader(to: &first)
    open.bytes = Array(first.dropFirst(2))
    headerLength = 0
    headerValue = 0
    kind = .ssl2
    state = .body
  }

  private mutating func closeSSL2Record() {
    state = .stopped
    guard open.bytes.first == 1 else { return }
    let isComplete = record.flags.isDisjoint(with: [.missingBytes, .cutShort])
    var message = HandshakeMessage(
      type: .clientHello, startOffset: record.offset &+ 2, endOffset: position, length: record.length, recordCount: 1,
      isComplete: isComplete, content: nil, problem: nil)
    do throws(MessageProblem) {
      let hello = try ClientHello.parseSSL2(open.bytes.span)
      message.content = .clientHello(hello)
      message.problem = hello.problem
      if hello.legacyVersion != .ssl2 {
        kind = .tls
        state = .header
      }
    } catch {
      message.problem = error
    }
    open.bytes = []
    messages.append(message)
  }
}
