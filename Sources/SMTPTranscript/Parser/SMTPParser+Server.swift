internal import ByteParsing

extension SMTPParser {
  mutating func readServer(_ bytes: Span<UInt8>) -> Int {
    var position = 0
    while position < bytes.count && !server.isTLS {
      if server.reader.length == 0 && !server.isSniffed && !isInside {
        if !server.sniffed.isEmpty || server.gapAtTLSStart != nil
          || Sniffer.isSuspect(bytes[position], from: .server, atStart: false)
        {
          position = sniffServer(bytes, at: position)
          continue
        }
      }
      let event = server.reader.next(bytes, at: position, sent: [])
      position = event.next
      guard event.isWhole else { break }
      server.isSniffed = false
      if event.isBuffered {
        withServerBuffer(event)
      } else {
        readServerLine(bytes.extracting(event.from..<(event.from + event.stored)), event)
      }
      if group.isOpen { position = readMiddleLines(bytes, from: position) }
    }
    return position
  }

  /// Reads the lines in the middle of a reply that differ from the line before in their text alone: with the same code, a hyphen and nothing that
  /// a line should not hold. Where the first line stands that is otherwise, or not whole.
  private mutating func readMiddleLines(_ bytes: Span<UInt8>, from start: Int) -> Int {
    guard server.reader.length == 0, !group.hasGap, !server.isAfterGap else { return start }
    let beginning = ReplyLine.middle(of: group.code)
    var element = TranscriptElement(
      kind: group.kind, side: .server, start: 0, end: 0, flags: lineFlags.union(.continuation),
      verb: group.entry?.verb ?? .unknown)
    element.replyCode = group.code
    element.answers = group.answers
    var position = start
    while position + 4 <= bytes.count, bytes.bigEndianUInt32(at: position) == beginning,
      let end = LineReader.plainLine(bytes, from: position)
    {
      element.start = server.reader.offset
      server.reader.pass(end - position)
      element.end = server.reader.offset
      append(element, text: bytes.extracting(position..<(end - 2)))
      position = end
    }
    return position
  }

  /// What holds for every line of the reply that is being read, once its first line was read.
  private var lineFlags: ElementFlags {
    var flags: ElementFlags = []
    if isTLSAccepted { flags.insert(.afterSTARTTLSReply) }
    if client.isTLS { flags.insert(.clearAfterTLS) }
    if group.isUncertain { flags.insert(.uncertainPairing) }
    if group.isUnsolicited { flags.insert(.unsolicited) }
    if group.isEarly { flags.insert(.earlyReply) }
    if group.entry?.isSecret == true { flags.insert(.secret) }
    return flags
  }

  /// Reads a line that the reader has stored.
  mutating func withServerBuffer(_ event: LineEvent) {
    var buffer: [UInt8] = []
    swap(&buffer, &server.reader.buffer)
    readServerLine(buffer.span.extracting(0..<min(event.stored, buffer.count)), event)
    buffer.removeAll(keepingCapacity: true)
    swap(&buffer, &server.reader.buffer)
    server.reader.clear()
  }

  private mutating func sniffServer(_ bytes: Span<UInt8>, at position: Int) -> Int {
    var next = position
    var verdict: Sniffer.Verdict
    if server.sniffed.isEmpty {
      let end = min(bytes.count, position + Sniffer.maximumBytes)
      verdict = judgeServer(bytes.extracting(position..<end))
      if verdict == .undecided {
        server.sniffed.append(contentsOf: bytes.extracting(position..<end))
        return end
      }
      if verdict == .line { server.isSniffed = true } else { beginServerTLS(at: server.reader.offset) }
      return position
    }
    repeat {
      server.sniffed.append(bytes[next])
      next += 1
      verdict = judgeServer(server.sniffed.span)
    } while verdict == .undecided && next < bytes.count
    if verdict != .undecided { settleServerSniff(isTLS: verdict != .line) }
    return next
  }

  private func judgeServer(_ bytes: Span<UInt8>) -> Sniffer.Verdict {
    server.gapAtTLSStart != nil
      ? Sniffer.judgeAfterGap(bytes, from: .server) : Sniffer.judge(bytes, from: .server, atStart: false)
  }

  /// Decides about sniffed bytes that had been taken.
  mutating func settleServerSniff(isTLS: Bool) {
    let bytes = server.sniffed
    server.sniffed.removeAll(keepingCapacity: true)
    if isTLS {
      server.held = bytes
      server.heldStart = 0
      server.heldOffset = server.reader.offset
      beginServerTLS(at: server.reader.offset)
      return
    }
    server.isSniffed = true
    server.gapAtTLSStart = nil
    let start = server.reader.offset
    let read = readServer(bytes.span)
    guard read < bytes.count else { return }
    server.held = Array(bytes[read...])
    server.heldStart = 0
    server.heldOffset = start &+ UInt64(read)
  }

  private mutating func beginServerTLS(at offset: UInt64) {
    let start = server.gapAtTLSStart ?? offset
    server.isTLS = true
    server.tlsStart = start
    let isAsked = isTLSAccepted || client.tlsOrigin == .startTLS || (mode == .awaited && awaited == .startTLS)
    server.tlsOrigin = isAsked ? .startTLS : greetingSeen ? .insteadOfCommand : .implicit
    append(
      TranscriptElement(
        kind: .tlsBegins, side: .server, start: start, end: start, flags: isTLSAccepted ? .afterSTARTTLSReply : []))
  }

  /// One line of the server, whole or all that there is of it.
  mutating func readServerLine(_ line: Span<UInt8>, _ event: LineEvent) {
    server.gapAtTLSStart = nil
    server.isTLSDue = false
    commandsSinceServer = 0
    guard let (code, separator) = ReplyLine.code(line) else {
      readOddServerLine(line, event)
      return
    }
    // Cut behind the code, a line does not tell whether another follows.
    let isOpenEnded = separator == .end && event.flags.contains(.incomplete)
    var flags = event.flags
    if server.isAfterGap {
      server.isAfterGap = false
      flags.insert(.afterGap)
    }
    var isLast = separator != .hyphen && !isOpenEnded
    if separator == .missing {
      flags.insert(.missingSeparator)
      isLast = !group.isOpen
    }
    if group.isOpen && group.code != code && isNewReply(code, flags) { closeGroup() }
    if group.isOpen {
      if group.code != code {
        flags.insert(.codeMismatch)
        group.code = code
      }
      if group.hasGap {
        flags.insert(.afterGap)
        // It may as well be the end of the reply to a later command.
        if !pending.isEmpty { group.isUncertain = true }
      }
    } else {
      openGroup(code)
    }
    if !isLast {
      if !isOpenEnded { flags.insert(.continuation) }
    } else if !flags.contains(.incomplete) {
      flags.insert(.lastLine)
    }
    flags.formUnion(lineFlags)
    var element = TranscriptElement(
      kind: group.kind, side: .server, start: event.start, end: event.end, flags: flags,
      verb: group.entry?.verb ?? .unknown)
    element.replyCode = code
    element.answers = group.answers
    append(element, text: line, isCut: event.isCut)
    guard isLast else { return }
    let finished = group
    group.isOpen = false
    repliedSinceGap = true
    if finished.isUnplaced { put(off: finished) }
    finishReply(finished, code: code)
  }

  /// A server line without a reply code.
  private mutating func readOddServerLine(_ line: Span<UInt8>, _ event: LineEvent) {
    if server.isAfterGap {
      appendFragment(line, event, from: .server)
      // The end of a damaged line, and one command waits: it was the reply to that one.
      if mode == .awaited, !replyLost, pending.count == 1, !event.flags.contains(.incomplete) { loseReply() }
      return
    }
    var flags = event.flags
    if isTLSAccepted { flags.insert(.afterSTARTTLSReply) }
    if client.isTLS { flags.insert(.clearAfterTLS) }
    let isInside = group.isOpen && event.flags.isDisjoint(with: [.containsNUL, .controlCharacter])
    // The start of a line that ended before its code was whole says nothing.
    let isStub = event.flags.contains(.incomplete) && line.count < 3 && ReplyLine.isDigits(line)
    if isInside { flags.formUnion([.continuation, .codeMismatch]) }
    var element = TranscriptElement(
      kind: isInside || isStub ? (group.isOpen ? group.kind : .reply) : .notSMTP, side: .server, start: event.start,
      end: event.end, flags: flags, verb: isInside ? group.entry?.verb ?? .unknown : .unknown)
    if isInside {
      element.answers = group.answers
      if group.entry?.isSecret == true { element.flags.insert(.secret) }
    }
    append(element, text: line, isCut: event.isCut)
  }

  /// Whether a line with another code than the open reply begins a reply of its own: when it answers a command that was
  /// sent after the open reply had begun, or when the end of the open reply lies in a gap.
  private func isNewReply(_ code: UInt16, _ flags: ElementFlags) -> Bool {
    if group.hasGap { return true }
    guard pending.count > 0, let element = pending[0].element else { return false }
    return Int(element) >= group.firstElement
  }

  /// Ends a reply whose last line was not seen.
  mutating func closeGroup() {
    let finished = group
    group.isOpen = false
    finishReply(finished, code: finished.code)
  }

  /// Remembers a whole reply whose command is not known yet.
  private mutating func put(off reply: ReplyGroup) {
    // They are paired from the last one backwards, so that the first can be let go of.
    if unplaced.count >= SMTPLimits.maximumSearchedCommands {
      unplaced.removeFirst(unplaced.count / 2)
      limitEffects.unsearchedCommands &+= 1
    }
    let first = min(reply.firstElement, elements.count)
    unplaced.append(UnplacedReply(code: reply.code, elements: first..<elements.count))
  }

  /// The first line of a reply: finds what it answers.
  private mutating func openGroup(_ code: UInt16) {
    group = ReplyGroup()
    group.isOpen = true
    group.code = code
    group.firstElement = elements.count
    group.isUncertain = isUncertain
    if isGreeting(code) {
      group.kind = .greeting
      greetingSeen = true
      return
    }
    greetingSeen = true
    skipUnanswered(code)
    if isUncertain && pending.count > 0 {
      matchUncertain(code)
    } else if !pending.isEmpty {
      answerFirst()
    } else {
      answerNothingPending(code)
    }
    if group.entry?.verb == .xClient && code == 220 { group.kind = .greeting }
  }

  private mutating func answerFirst() {
    if pending.isUnlistedNext {
      pending.takeUnlistedReply()
      group.isUncertain = true
      return
    }
    let entry = pending[0]
    group.entry = entry
    group.answers = entry.element
    pending.takeReply()
  }

  /// Lines that are no SMTP may get no reply at all: they do not take one that is meant for a command.
  private mutating func skipUnanswered(_ code: UInt16) {
    guard code < 400 else { return }
    while pending.count > 0 && pending[0].kind == .notSMTP { pending.removeFirst() }
  }

  private mutating func matchUncertain(_ code: UInt16) {
    let isTelling = code == 354 || code == 334 || code == 235 || code == 221 || code == 220
    let end = min(pending.count, SMTPLimits.maximumSearchedCommands)
    var index = 0
    while index < end && !pending[index].admits(code) { index += 1 }
    guard index < end else {
      if end < pending.count { limitEffects.unsearchedCommands &+= 1 }
      if code == 354 || code == 334 { answerNothingPending(code) } else { group.isUnplaced = true }
      return
    }
    if !isTelling {
      var other = index + 1
      while other < end && !pending[other].admits(code) { other += 1 }
      if other < end || end < pending.count {
        group.isUnplaced = true
        return
      }
    }
    pairBackwards(from: index, isKnown: isTelling)
    pending.removeFirst(index)
    answerFirst()
    guard isTelling else { return }
    group.isUncertain = false
    if pending.isEmpty { isUncertain = false }
  }

  /// Pairs the replies that are not placed yet with the waiting commands before the one at `end`: the last with the last.
  /// Every command gets one reply, in its order; the replies that are missing are those of the first.
  private mutating func pairBackwards(from end: Int, isKnown: Bool) {
    defer { unplaced.removeAll(keepingCapacity: true) }
    // Commands that lie in a gap stand between.
    guard end < pending.count ? !pending[end].isBehindGap : !client.isBehindLostCommands else { return }
    var index = end - 1
    var left = index >= 0 ? pending[index].replies : 0
    for reply in unplaced.reversed() {
      guard index >= 0, pending[index].kind != .notSMTP, pending[index].admits(reply.code) else { break }
      let entry = pending[index]
      // A command that was sent later is not what it answers, and then nothing is known of those before either.
      if let command = entry.element, command >= reply.elements.lowerBound { break }
      for place in reply.elements where elements[place].side == .server && elements[place].kind == .reply {
        elements[place].answers = entry.element
        elements[place].verb = entry.verb
        if isKnown { elements[place].flags.remove(.uncertainPairing) }
      }
      if entry.verb == .rcpt, reply.code < 300 { acceptedRecipients &+= 1 }
      left -= 1
      guard left == 0 else { continue }
      guard !entry.isBehindGap else { break }
      index -= 1
      left = index >= 0 ? pending[index].replies : 0
    }
  }

  /// The client goes on: if replies of the server are missing, it has had those it waited for. A client that does not wait
  /// shows so only when as many replies have come as it waits for.
  mutating func settlePairing() {
    if repliedSinceGap && !group.isOpen {
      var waiting: UInt64 = pending.unlistedReplies
      let listed = min(pending.count, SMTPLimits.maximumSearchedCommands)
      for index in 0..<listed { waiting &+= UInt64(pending[index].replies) }
      let isWhole = !lacksCommands && waiting == UInt64(unplaced.count) && listed == pending.count
      guard isWhole || !pipelinesSinceGap else { return }
      pairBackwards(from: pending.count, isKnown: isWhole)
      pending.reset()
      isUncertain = false
      repliedSinceGap = false
      pipelinesSinceGap = false
    } else if serverGapSinceCommand && !pipelinesSinceGap {
      pending.reset()
    }
  }

  private mutating func answerNothingPending(_ code: UInt16) {
    if mode == .message, answerOpenMessage(code) { return }
    if isUncertain {
      // The command lies in a gap, and its reply says what the client sends next.
      if code == 354 && (mode == .lines || mode == .saslResponse) {
        closeClientRemainder()
        beginMessage(containsGap: client.isAfterGap)
      } else if code == 334 && mode == .lines {
        mode = .saslResponse
      }
      return
    }
    group.isUnsolicited = true
  }

  /// A reply while the message is not at its end: the server sees an end there, or refuses early.
  private mutating func answerOpenMessage(_ code: UInt16) -> Bool {
    if code != 421 && (message.endsWithDotLine || message.containsGap) {
      finishMessage(isTerminated: false, isLenient: message.endsWithDotLine)
      if !pending.isEmpty {
        answerFirst()
        return true
      }
    }
    guard code != 421, !message.isReplied else { return false }
    if code < 300 {
      // An acceptance shows that the server took a lone dot of this message for its end, whatever follows it.
      guard code != 221, message.hasDotLine else { return false }
      message.isAccepted = true
    } else if code < 400 {
      return false
    }
    message.isReplied = true
    group.answers = dataCommand
    group.isEarly = true
    group.entry = Pending(element: dataCommand, verb: .data, kind: .message)
    return true
  }

  // Inlined, because a call would hand over a copy of the whole parser.
  @inline(__always)
  private func isGreeting(_ code: UInt16) -> Bool {
    guard !greetingSeen else { return false }
    if isMidStream || server.hasGap {
      guard code == 220 else { return false }
      for index in 0..<pending.count where pending[index].verb.asksForTLS || pending[index].verb == .xClient {
        return false
      }
      return true
    }
    return code == 220 || code >= 400 || pending.isEmpty
  }

  /// What a whole reply changes.
  private mutating func finishReply(_ reply: ReplyGroup, code: UInt16) {
    guard let entry = reply.entry, !reply.isEarly else { return }
    let isPositive = code >= 200 && code < 300
    if entry.kind == .command {
      switch entry.verb {
      case .rcpt:
        if isPositive { acceptedRecipients &+= 1 }
      case .mail, .rset, .helo, .ehlo:
        if isPositive { acceptedRecipients = 0 }
      case .lhlo:
        if isPositive {
          acceptedRecipients = 0
          isLMTP = true
        }
      case .turn, .atrn:
        if isPositive { rolesReversed = true }
      case .data, .xExch50, .auth, .xExps, .startTLS, .xAnonymousTLS:
        decideAwaited(entry.verb, code: code)
      case .xClient:
        if code == 220 {
          acceptedRecipients = 0
          isLMTP = false
        }
      default: break
      }
    }
  }
}
