internal import ByteParsing

extension SMTPParser {
  mutating func feedClient(_ bytes: Span<UInt8>) -> Int {
    var position = 0
    while position < bytes.count && mode != .tls {
      if mode == .awaited {
        position = hold(bytes, from: position)
        continue
      }
      position += readClient(bytes.extracting(position..<bytes.count))
    }
    return position
  }

  /// Reads until the bytes are used up, or until what follows is TLS or hangs on a reply. Returns how many were read.
  mutating func readClient(_ bytes: Span<UInt8>) -> Int {
    var position = 0
    while position < bytes.count {
      switch mode {
      case .lines, .saslResponse: position = readClientLine(bytes, at: position)
      case .message: position = readMessage(bytes, at: position)
      case .chunk: position = readChunk(bytes, at: position)
      case .proxyHeader: position = readProxyHeader(bytes, at: position)
      case .awaited, .tls: return position
      }
    }
    return position
  }

  private mutating func readClientLine(_ bytes: Span<UInt8>, at position: Int) -> Int {
    if client.reader.length == 0 && !client.isSniffed && !isInside {
      if !client.sniffed.isEmpty || client.gapAtTLSStart != nil
        || Sniffer.isSuspect(bytes[position], from: .client, atStart: client.reader.offset == 0)
      {
        return sniffClient(bytes, at: position)
      }
    }
    let event = client.reader.next(bytes, at: position, sent: client.reader.length == 0 ? sentFlags() : [])
    guard event.isWhole else { return event.next }
    client.isSniffed = false
    if event.isBuffered {
      withClientBuffer(event)
    } else {
      dispatchClientLine(bytes.extracting(event.from..<(event.from + event.stored)), event)
    }
    return event.next
  }

  /// Reads a line that the reader has stored.
  mutating func withClientBuffer(_ event: LineEvent) {
    var buffer: [UInt8] = []
    swap(&buffer, &client.reader.buffer)
    dispatchClientLine(buffer.span.extracting(0..<min(event.stored, buffer.count)), event)
    buffer.removeAll(keepingCapacity: true)
    swap(&buffer, &client.reader.buffer)
    client.reader.clear()
  }

  /// What holds for a line that begins now.
  private func sentFlags() -> ElementFlags {
    var flags: ElementFlags = []
    if server.isUntouched && !isMidStream { flags.insert(.beforeGreeting) }
    // A reply that lies in a gap may have come before.
    if serverGapSinceCommand { return flags }
    if !pending.isEmpty || (group.isOpen && group.entry != nil) || client.reader.offset < heldUntil {
      flags.insert(.pipelined)
    }
    return flags
  }

  private mutating func dispatchClientLine(_ line: Span<UInt8>, _ event: LineEvent) {
    // TLS was due in the gap, and this line shows that it did not come.
    if client.gapAtTLSStart != nil { client.isAfterGap = true }
    client.gapAtTLSStart = nil
    client.isTLSDue = false
    if mode == .saslResponse {
      readSASLResponse(line, event)
    } else {
      readCommand(line, event)
    }
  }

  private mutating func readCommand(_ line: Span<UInt8>, _ event: LineEvent) {
    let verb = Verb.leading(line)
    var flags = event.flags
    if client.isAfterGap {
      guard verb.isKnown else {
        appendFragment(line, event, from: .client)
        // The end of the command before the gap, or of another one.
        if client.gapHidesLineEnd {
          if commandsSinceServer > 0 { pipelinesSinceGap = true }
          commandsSinceServer &+= 1
        }
        return
      }
      client.isAfterGap = false
      flags.insert(.afterGap)
    }
    if isUncertain && event.start >= heldUntil {
      // The end of the reply lies in the gap: the client had it, or it would not go on.
      if group.isOpen && group.hasGap && pending.isEmpty { closeGroup() }
      settlePairing()
    }
    serverGapSinceCommand = false
    if isTLSAccepted || awaitedTLSHeld(event) { flags.insert(.afterSTARTTLS) }
    if verb == .unknown && event.start == 0 && line.hasASCII("PROXY ") {
      flags.subtract([.beforeGreeting, .pipelined])
      append(
        TranscriptElement(kind: .proxyHeader, side: .client, start: event.start, end: event.end, flags: flags),
        text: line, isCut: event.isCut)
      return
    }
    if verb.isKnown {
      followsRefusedSASL = false
    } else if followsRefusedSASL {
      flags.insert(.secret)
    }
    if verb == .unknown && !Self.isWord(line) {
      let index = append(
        TranscriptElement(kind: .notSMTP, side: .client, start: event.start, end: event.end, flags: flags),
        text: line, isCut: event.isCut)
      push(Pending(element: index, verb: .unknown, kind: .notSMTP, isSecret: flags.contains(.secret)))
      return
    }
    perform(verb, line, event, flags)
  }

  /// Appends the command and turns to what follows it.
  private mutating func perform(_ verb: Verb, _ line: Span<UInt8>, _ event: LineEvent, _ flags: ElementFlags) {
    var flags = flags
    var chunk: ChunkSize?
    switch verb {
    case .auth, .xExps:
      if Self.hasThirdWord(line) { flags.insert(.secret) }
    case .burl: flags.insert(.secret)
    case .bdat:
      if event.flags.contains(.incomplete) { break }
      chunk = ChunkSize(line)
      if chunk == nil { flags.insert(.badSyntax) }
    case .xExch50: chunk = ChunkSize(exch50: line)
    default: break
    }
    let index = append(
      TranscriptElement(kind: .command, side: .client, start: event.start, end: event.end, flags: flags, verb: verb),
      text: line, isCut: event.isCut)
    var entry = Pending(element: index, verb: verb, kind: .command)
    // A refusal may quote the word that it refuses.
    entry.isSecret = !verb.isKnown && flags.contains(.secret)
    switch verb {
    case .data:
      dataCommand = index
      beginAwaiting(.data)
    case .auth, .xExps: beginAwaiting(.sasl)
    case .startTLS, .xAnonymousTLS: beginAwaiting(.startTLS)
    case .xExch50:
      guard let chunk else { break }
      remaining = chunk.size
      beginAwaiting(.exch50)
    case .bdat:
      guard let chunk else { break }
      if chunk.isLast && isLMTP { entry.replies = max(1, acceptedRecipients) }
      push(entry)
      beginChunk(chunk)
      return
    default: break
    }
    push(entry)
  }

  private mutating func readSASLResponse(_ line: Span<UInt8>, _ event: LineEvent) {
    if client.isAfterGap && event.flags.contains(.incomplete) == false && Verb.leading(line).isKnown {
      // The exchange ended in the gap.
      mode = .lines
      readCommand(line, event)
      return
    }
    var flags = event.flags
    if client.isAfterGap {
      client.isAfterGap = false
      flags.formUnion([.afterGap, .incomplete])
    }
    if isTLSAccepted { flags.insert(.afterSTARTTLS) }
    let isCancel = line.count == 1 && line[0] == 0x2A
    if !isCancel && line.count > 0 { flags.insert(.secret) }
    if isUncertain && event.start >= heldUntil { settlePairing() }
    serverGapSinceCommand = false
    let index = append(
      TranscriptElement(kind: .authResponse, side: .client, start: event.start, end: event.end, flags: flags),
      text: line, isCut: event.isCut)
    push(Pending(element: index, verb: .auth, kind: .command, isSecret: flags.contains(.secret)))
    mode = .lines
    beginAwaiting(.sasl)
  }

  /// Whether a clear line was sent behind a STARTTLS that the server had not answered yet.
  private func awaitedTLSHeld(_ event: LineEvent) -> Bool {
    awaited == .startTLS && event.start < heldUntil
  }

  private static func isWord(_ line: Span<UInt8>) -> Bool {
    var index = 0
    while index < line.count && !isBlank(line[index]) {
      if line[index] < 0x21 || line[index] > 0x7E { return false }
      index += 1
    }
    return true
  }

  /// Whether something follows the verb and its first parameter.
  private static func hasThirdWord(_ line: Span<UInt8>) -> Bool {
    var words = 0
    var isInside = false
    for index in line.indices {
      let blank = isBlank(line[index])
      if !blank && !isInside { words += 1 }
      isInside = !blank
    }
    return words > 2
  }
}

/// The size of a chunk of bytes that a command announces.
struct ChunkSize {
  var size: UInt64
  var isLast: Bool

  init(size: UInt64, isLast: Bool) {
    self.size = size
    self.isLast = isLast
  }

  /// `BDAT size [LAST]` (RFC 3030 section 2). `nil` for a size that is no number, or does not fit, or another ending:
  /// servers refuse such a line and read on with the next.
  init?(_ line: Span<UInt8>) {
    var position = 4
    guard let size = Self.number(line, &position) else { return nil }
    let rest = line.extracting(position..<line.count)
    if rest.count == 0 {
      isLast = false
    } else if rest.hasASCII("LAST") && (rest.count == 4 || Self.isAllBlank(rest, from: 4)) {
      isLast = true
    } else {
      return nil
    }
    self.size = size
  }

  /// `XEXCH50 size flags`, of Exchange.
  init?(exch50 line: Span<UInt8>) {
    var position = 7
    guard let size = Self.number(line, &position) else { return nil }
    self.size = size
    isLast = false
  }

  /// A number between blanks; moves behind the blanks.
  private static func number(_ line: Span<UInt8>, _ position: inout Int) -> UInt64? {
    while position < line.count && isBlank(line[position]) { position += 1 }
    var value: UInt64 = 0
    let start = position
    while position < line.count, isDigit(line[position]) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(line[position] - 0x30))
      if overflow || carry || sum > UInt64(Int64.max) { return nil }
      value = sum
      position += 1
    }
    guard position > start, position == line.count || isBlank(line[position]) else { return nil }
    while position < line.count && isBlank(line[position]) { position += 1 }
    return value
  }

  private static func isAllBlank(_ line: Span<UInt8>, from start: Int) -> Bool {
    for index in start..<line.count where !isBlank(line[index]) { return false }
    return true
  }
}
