internal import ByteParsing

/// The data of messages: DATA, BDAT and XEXCH50; and the binary PROXY header, which is read the same way.
extension SMTPParser {
  mutating func beginMessage(containsGap: Bool) {
    mode = .message
    var acceptsBareLF = false
    if let dataCommand, Int(dataCommand) < elements.count {
      acceptsBareLF = elements[Int(dataCommand)].flags.contains(.bareLF)
    }
    client.isAfterGap = false
    message.begin(at: client.reader.offset, acceptsBareLF: acceptsBareLF, containsGap: containsGap)
    message.facts.content = messageContent.count..<messageContent.count
  }

  mutating func readMessage(_ bytes: Span<UInt8>, at position: Int) -> Int {
    let (next, hasEnded) = message.scan(
      bytes, from: position, messageIndex: messages.count, patterns: &endPatterns, effects: &limitEffects)
    keep(bytes, from: position, to: next)
    client.reader.offset &+= UInt64(next - position)
    message.facts.capturedBytes &+= UInt64(next - position)
    if hasEnded { finishMessage(isTerminated: true, isLenient: false) }
    return next
  }

  /// The message is over; the server's reply to it is awaited in its turn.
  mutating func finishMessage(isTerminated: Bool, isLenient: Bool) {
    let isLenient = isLenient || message.isAccepted && !isTerminated
    var facts = message.facts
    facts.isTerminated = isTerminated
    facts.content = facts.content.lowerBound..<max(facts.content.lowerBound, messageContent.count)
    var element = TranscriptElement(
      kind: .messageData, side: .client, start: facts.start, end: client.reader.offset, verb: .data)
    if message.containsGap { element.flags.insert(.containsGap) }
    if facts.bareLFLines > 0 { element.flags.insert(.bareLF) }
    if facts.bareCRLines > 0 { element.flags.insert(.bareCR) }
    if isLenient { element.flags.insert(.lenientEnd) }
    if !isTerminated && !isLenient { element.flags.insert(.incomplete) }
    if isTLSAccepted { element.flags.insert(.afterSTARTTLS) }
    facts.element = append(element)
    let wasReplied = message.isReplied
    record(facts)
    mode = .lines
    client.isAfterGap = message.containsGap && !isTerminated && !isLenient
    if !wasReplied {
      push(
        Pending(
          element: facts.element, verb: .data, kind: .message, replies: isLMTP ? max(1, acceptedRecipients) : 1))
    }
    message.reset()
  }

  mutating func beginChunk(_ size: ChunkSize, verb: Verb = .bdat) {
    remaining = size.size
    isLastChunk = size.isLast
    chunk = MessageFacts(verb: verb, start: client.reader.offset)
    chunk.content = messageContent.count..<messageContent.count
    mode = .chunk
    if gapWhileAwaiting && verb == .xExch50 { chunk.missingBytes = 1 }
    if remaining == 0 { finishChunk() }
  }

  mutating func readChunk(_ bytes: Span<UInt8>, at position: Int) -> Int {
    let taken = Int(min(remaining, UInt64(bytes.count - position)))
    keep(bytes, from: position, to: position + taken)
    client.reader.offset &+= UInt64(taken)
    chunk.capturedBytes &+= UInt64(taken)
    remaining &-= UInt64(taken)
    if remaining == 0 { finishChunk() }
    return position + taken
  }

  /// Bytes are missing from a chunk on; they may reach beyond it.
  mutating func skipChunk(_ count: UInt64) {
    let inside = min(count, remaining)
    chunk.missingBytes &+= inside
    remaining &-= inside
    guard remaining == 0 else { return }
    finishChunk(end: client.reader.offset &- (count &- inside))
    if count > inside { client.isAfterGap = true }
  }

  mutating func finishChunk(end: UInt64? = nil) {
    var facts = chunk
    facts.isTerminated = remaining == 0
    facts.content = facts.content.lowerBound..<max(facts.content.lowerBound, messageContent.count)
    var element = TranscriptElement(
      kind: .messageData, side: .client, start: facts.start, end: end ?? client.reader.offset, verb: facts.verb)
    if facts.missingBytes > 0 { element.flags.insert(.containsGap) }
    if remaining > 0 { element.flags.insert(.incomplete) }
    if isLastChunk { element.flags.insert(.lastChunk) }
    if isTLSAccepted { element.flags.insert(.afterSTARTTLS) }
    facts.element = append(element)
    record(facts)
    remaining = 0
    mode = .lines
    if facts.verb == .xExch50 { push(Pending(element: facts.element, verb: .xExch50, kind: .message)) }
  }

  private mutating func record(_ facts: MessageFacts) {
    if messages.count < SMTPLimits.maximumMessages {
      messages.append(facts)
    } else {
      limitEffects.droppedMessages &+= 1
    }
  }

  private mutating func keep(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
    guard limits.keepsMessages, start < end else { return }
    let room = max(0, SMTPLimits.maximumMessageBytes - messageContent.count)
    let kept = min(room, end - start)
    messageContent.append(contentsOf: bytes.extracting(start..<(start + kept)))
    limitEffects.droppedMessageBytes &+= UInt64(end - start - kept)
  }

  // MARK: - PROXY protocol, version 2

  mutating func beginProxyHeader(_ prefix: Span<UInt8>) {
    client.reader.offset &+= UInt64(prefix.count)
    client.reader.buffer.append(contentsOf: prefix)
    remaining = UInt64(prefix.bigEndianUInt16(at: 14))
    mode = .proxyHeader
    if remaining == 0 { finishProxyHeader(isIncomplete: false) }
  }

  mutating func readProxyHeader(_ bytes: Span<UInt8>, at position: Int) -> Int {
    let taken = Int(min(remaining, UInt64(bytes.count - position)))
    let room = max(0, SMTPLimits.maximumLineBytes - client.reader.buffer.count)
    client.reader.buffer.append(contentsOf: bytes.extracting(position..<(position + min(room, taken))))
    client.reader.offset &+= UInt64(taken)
    remaining &-= UInt64(taken)
    if remaining == 0 { finishProxyHeader(isIncomplete: false) }
    return position + taken
  }

  mutating func finishProxyHeader(isIncomplete: Bool) {
    var buffer: [UInt8] = []
    swap(&buffer, &client.reader.buffer)
    // Only the first bytes of a connection are ever read as such a header.
    let header = TranscriptElement(
      kind: .proxyHeader, side: .client, start: 0, end: ProxyHeader.length(of: buffer.span) &- remaining,
      flags: isIncomplete ? .incomplete : [])
    append(header, text: buffer.span, isCut: header.byteCount > UInt64(buffer.count))
    buffer.removeAll(keepingCapacity: true)
    swap(&buffer, &client.reader.buffer)
    client.reader.clear()
    remaining = 0
    mode = .lines
  }
}
