internal import ByteParsing

/// Bytes of the client that hang on a reply, and the start of TLS.
extension SMTPParser {
  /// What follows the command is not known before its reply.
  mutating func beginAwaiting(_ what: Awaited) {
    mode = .awaited
    awaited = what
    replyLost = server.hasEnded
    clientWaitedForLostReply = false
    gapWhileAwaiting = false
  }

  mutating func hold(_ bytes: Span<UInt8>, from position: Int) -> Int {
    if client.heldCount == 0 {
      client.held.removeAll(keepingCapacity: true)
      client.heldStart = 0
      client.heldOffset = client.reader.offset
    } else if client.heldStart >= SMTPLimits.maximumHeldBytes {
      client.held.removeFirst(client.heldStart)
      client.heldStart = 0
    }
    let taken = min(bytes.count - position, max(0, SMTPLimits.maximumHeldBytes - client.heldCount))
    client.held.append(contentsOf: bytes.extracting(position..<(position + taken)))
    if client.heldCount >= SMTPLimits.maximumHeldBytes {
      limitEffects.heldOverflows &+= 1
      settleAwaited(force: true, isOnce: true)
    } else if replyLost {
      settleAwaited(force: false)
    }
    return position + taken
  }

  /// The reply to the awaited command.
  mutating func decideAwaited(_ verb: Verb, code: UInt16) {
    // The awaited command is always the last one sent; a reply to an earlier one decides nothing.
    guard mode == .awaited, pending.isEmpty else { return }
    let isAwaited =
      switch awaited {
      case .startTLS: verb.asksForTLS
      case .data: verb == .data
      case .sasl: verb.beginsSASL
      case .exch50: verb == .xExch50
      }
    guard isAwaited else { return }
    heldUntil = client.heldCount > 0 ? client.heldOffset &+ UInt64(client.heldCount) : client.reader.offset
    mode = .lines
    let isPositive = code >= 200 && code < 300
    if gapWhileAwaiting { client.isAfterGap = true }
    switch awaited {
    case .startTLS:
      guard isPositive else { break }
      isTLSAccepted = true
      client.isTLSDue = true
      server.isTLSDue = true
      if gapWhileAwaiting {
        client.gapAtTLSStart = client.lastGapStart
        client.isAfterGap = false
      }
    case .data:
      guard code >= 300 && code < 400 else { break }
      beginMessage(containsGap: gapWhileAwaiting)
    case .sasl:
      if code == 334 { mode = .saslResponse }
      followsRefusedSASL = code >= 400
    case .exch50:
      guard code >= 300 && code < 400 else { break }
      beginChunk(ChunkSize(size: remaining, isLast: false), verb: .xExch50)
    }
    resumeHeld()
  }

  /// Judges what is held by its look, where the reply cannot tell. Without `force`, only when enough of it is there.
  mutating func settleAwaited(force: Bool, isOnce: Bool = false) {
    while mode == .awaited, force || replyLost, client.heldCount > 0, let follows = judgeHeld(force: force) {
      heldUntil = client.heldOffset
      mode = .lines
      if follows {
        // The client goes on as only a positive reply lets it: that one is over, and those before it are.
        if clientWaitedForLostReply && awaited != .startTLS {
          pending.reset()
          unplaced.removeAll(keepingCapacity: true)
        }
        switch awaited {
        case .startTLS: break
        case .data: beginMessage(containsGap: gapWhileAwaiting)
        case .sasl: mode = .saslResponse
        case .exch50: beginChunk(ChunkSize(size: remaining, isLast: false), verb: .xExch50)
        }
      } else if awaited == .sasl {
        followsRefusedSASL = true
      }
      resumeHeld()
      if isOnce { break }
    }
  }

  /// Whether the held bytes look like what follows the command when it is accepted; `nil` while that cannot be told.
  private func judgeHeld(force: Bool) -> Bool? {
    let bytes = client.held.span.extracting(client.heldStart..<client.held.count)
    if awaited == .startTLS {
      let verdict = Sniffer.judge(bytes, from: .client, atStart: false)
      if verdict == .undecided && !force { return nil }
      return verdict == .tlsRecord || verdict == .sslv2Hello
    }
    guard let end = bytes.firstOffset(of: 0x0A) ?? (force ? bytes.count : nil) else { return nil }
    let hasCR = end > 0 && bytes[end - 1] == 0x0D
    return !Verb.leading(bytes.extracting(0..<(hasCR ? end - 1 : end))).isKnown
  }

  /// Reads what is held, until it is used up, is TLS, or hangs on the next reply.
  mutating func resumeHeld() {
    guard client.heldCount > 0 else {
      if client.hasEnded { closeClientRemainder() }
      return
    }
    var buffer: [UInt8] = []
    swap(&buffer, &client.held)
    let start = client.heldStart
    let read = readClient(buffer.span.extracting(start..<buffer.count))
    if start + read < buffer.count {
      swap(&buffer, &client.held)
      client.heldStart = start + read
      client.heldOffset = client.heldOffset &+ UInt64(read)
      return
    }
    buffer.removeAll(keepingCapacity: true)
    swap(&buffer, &client.held)
    client.heldStart = 0
    if client.hasEnded { closeClientRemainder() }
  }

  // MARK: - TLS

  mutating func sniffClient(_ bytes: Span<UInt8>, at position: Int) -> Int {
    if client.sniffed.isEmpty {
      let end = min(bytes.count, position + Sniffer.maximumBytes)
      let prefix = bytes.extracting(position..<end)
      switch judgeClient(prefix) {
      case .undecided:
        client.sniffed.append(contentsOf: prefix)
        return end
      case .line:
        client.isSniffed = true
        return position
      case .proxyHeader:
        beginProxyHeader(prefix)
        return end
      case .tlsRecord: beginClientTLS(isSSLv2: false)
      case .sslv2Hello: beginClientTLS(isSSLv2: true)
      }
      return position
    }
    var next = position
    var verdict: Sniffer.Verdict
    repeat {
      client.sniffed.append(bytes[next])
      next += 1
      verdict = judgeClient(client.sniffed.span)
    } while verdict == .undecided && next < bytes.count
    if verdict != .undecided { settleClientSniff(verdict) }
    return next
  }

  private func judgeClient(_ bytes: Span<UInt8>) -> Sniffer.Verdict {
    client.gapAtTLSStart != nil
      ? Sniffer.judgeAfterGap(bytes, from: .client)
      : Sniffer.judge(bytes, from: .client, atStart: client.reader.offset == 0)
  }

  /// Decides about sniffed bytes that had been taken.
  mutating func settleClientSniff(_ verdict: Sniffer.Verdict) {
    let bytes = client.sniffed
    client.sniffed.removeAll(keepingCapacity: true)
    switch verdict {
    case .tlsRecord, .sslv2Hello:
      client.held = bytes
      client.heldStart = 0
      client.heldOffset = client.reader.offset
      beginClientTLS(isSSLv2: verdict == .sslv2Hello)
    case .proxyHeader: beginProxyHeader(bytes.span)
    case .line, .undecided:
      client.isSniffed = true
      if client.gapAtTLSStart != nil { client.isAfterGap = true }
      client.gapAtTLSStart = nil
      let start = client.reader.offset
      let read = readClient(bytes.span)
      guard read < bytes.count else { return }
      client.held = Array(bytes[read...])
      client.heldStart = 0
      client.heldOffset = start &+ UInt64(read)
    }
  }

  private mutating func beginClientTLS(isSSLv2: Bool) {
    let start = client.gapAtTLSStart ?? client.reader.offset
    let isAsked = isTLSAccepted || (awaited == .startTLS && start >= heldUntil && pendingTLSRequest)
    mode = .tls
    client.isTLS = true
    client.tlsStart = start
    startsWithSSLv2Hello = isSSLv2
    client.tlsOrigin =
      isAsked ? .startTLS : greetingSeen || start > 0 && hasClientCommand ? .insteadOfCommand : .implicit
    append(
      TranscriptElement(
        kind: .tlsBegins, side: .client, start: start, end: start, flags: isAsked ? .afterSTARTTLS : []))
    // Where the reply lies in a gap, the server's TLS may begin there too.
    if isAsked && !isTLSAccepted && server.isAfterGap && server.reader.length == 0 {
      server.gapAtTLSStart = server.lastGapStart
    }
  }

  /// Whether the last command that was sent asks for TLS and its reply was not seen.
  private var pendingTLSRequest: Bool {
    !pending.isEmpty && pending[pending.count - 1].verb.asksForTLS
  }

  private var hasClientCommand: Bool {
    for element in elements where element.side == .client && element.kind != .proxyHeader { return true }
    return false
  }
}
