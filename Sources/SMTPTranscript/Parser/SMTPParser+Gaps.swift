/// Missing bytes, and the end of a direction.
extension SMTPParser {
  /// The shortest reply, `250` and CRLF: a smaller gap hides none.
  private static let shortestReply: UInt64 = 5
  /// The shortest command, `QUIT` and CRLF.
  private static let shortestCommand: UInt64 = 6

  mutating func missingFromClient(_ count: UInt64) -> Bool {
    if mode == .awaited { settleAwaited(force: true) }
    if mode != .awaited && mode != .tls { closeClientLine() }
    guard mode != .tls else { return false }
    let start = client.reader.offset
    appendGap(count, from: .client)
    client.reader.offset = start &+ count
    switch mode {
    case .lines, .saslResponse:
      if client.isTLSDue {
        client.gapAtTLSStart = client.gapAtTLSStart ?? start
      } else {
        client.isAfterGap = true
      }
    case .message: message.skip(count)
    case .chunk: skipChunk(count)
    case .proxyHeader:
      finishProxyHeader(isIncomplete: true)
      client.isAfterGap = true
    case .awaited:
      if !gapWhileAwaiting { client.lastGapStart = start }
      gapWhileAwaiting = true
    case .tls: break
    }
    return true
  }

  mutating func missingFromServer(_ count: UInt64) -> Bool {
    guard !server.isTLS else { return false }
    closeServerLine()
    guard !server.isTLS else { return false }
    let start = server.reader.offset
    appendGap(count, from: .server)
    server.reader.offset = start &+ count
    server.isAfterGap = true
    server.lastGapStart = start
    if server.isTLSDue { server.gapAtTLSStart = server.gapAtTLSStart ?? start }
    if group.isOpen { group.hasGap = true }
    if count >= Self.shortestReply {
      serverGapSinceCommand = true
      if mode == .awaited { loseReply() }
      settleAwaited(force: false)
    }
    return true
  }

  /// The reply that decides about the client's bytes lies, as a whole or in part, in a gap.
  mutating func loseReply() {
    clientWaitedForLostReply = client.heldCount == 0
    replyLost = true
  }

  private mutating func appendGap(_ count: UInt64, from side: Side) {
    let start = side == .client ? client.reader.offset : server.reader.offset
    append(TranscriptElement(kind: .gap, side: side, start: start, end: start &+ count))
    if side == .client {
      client.hasGap = true
      client.isBehindLostCommands = true
      client.gapHidesLineEnd = count >= 3
      lacksCommands = true
    } else {
      server.hasGap = true
      commandsSinceServer = 0
    }
    if !isUncertain {
      lacksCommands = side == .client
      pipelinesSinceGap = pending.count > 1
    }
    if side == .client, hasPipelined, count >= Self.shortestCommand { pipelinesSinceGap = true }
    isUncertain = true
    repliedSinceGap = false
    unplaced.removeAll(keepingCapacity: true)
  }

  mutating func endClient() {
    client.hasEnded = true
    // What is held may still be explained by a reply.
    if mode == .awaited && client.heldCount > 0 { return }
    closeClientRemainder()
  }

  mutating func endServer() {
    server.hasEnded = true
    if !server.isTLS { closeServerLine() }
    if mode == .awaited {
      replyLost = true
      settleAwaited(force: false)
    }
  }

  /// Closes what the client has begun and not ended. A message whose last line is a dot stays open until the end of all:
  /// the server's reply may show that it was an end.
  mutating func closeClientRemainder(isFinal: Bool = false) {
    if mode == .awaited || mode == .tls { return }
    closeClientLine()
    switch mode {
    case .message:
      if isFinal || !message.endsWithDotLine { finishMessage(isTerminated: false, isLenient: false) }
    case .chunk: finishChunk()
    case .proxyHeader: finishProxyHeader(isIncomplete: true)
    case .lines, .saslResponse, .awaited, .tls: break
    }
  }

  /// The line that was begun becomes an element that says it is incomplete.
  private mutating func closeClientLine() {
    if !client.sniffed.isEmpty { settleClientSniff(Self.likelyVerdict(client.sniffed)) }
    guard mode == .lines || mode == .saslResponse, let event = client.reader.unfinished() else { return }
    client.isSniffed = false
    withClientBuffer(event)
  }

  private mutating func closeServerLine() {
    if !server.sniffed.isEmpty { settleServerSniff(isTLS: Self.likelyVerdict(server.sniffed) == .tlsRecord) }
    guard !server.isTLS, let event = server.reader.unfinished() else { return }
    server.isSniffed = false
    withServerBuffer(event)
  }

  /// What the first bytes of a line are when no more of them come: the type and major version of a record suffice.
  private static func likelyVerdict(_ bytes: [UInt8]) -> Sniffer.Verdict {
    bytes.count >= 2 && bytes[0] >= 0x14 && bytes[0] <= 0x17 && bytes[1] == 0x03 ? .tlsRecord : .line
  }
}
