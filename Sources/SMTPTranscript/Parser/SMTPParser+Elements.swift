internal import ByteParsing

extension SMTPParser {
  /// Appends an element with its text. Returns its index; `nil` where the list is full.
  @discardableResult
  mutating func append(_ element: TranscriptElement, text line: Span<UInt8>, isCut: Bool = false) -> Int32? {
    guard elements.count < SMTPLimits.maximumElements else {
      limitEffects.droppedElements &+= 1
      return nil
    }
    var element = element
    if isCut {
      element.flags.insert(.overLong)
      limitEffects.truncatedLines &+= 1
    }
    let start = text.count
    let stored = min(line.count, SMTPLimits.maximumTextBytes - start)
    if stored == line.count {
      text.append(contentsOf: line)
    } else {
      text.append(contentsOf: line.extracting(0..<stored))
      limitEffects.droppedTextBytes &+= UInt64(line.count - stored)
      element.flags.insert(.overLong)
    }
    element.textStart = UInt32(truncatingIfNeeded: start)
    element.textCount = UInt16(truncatingIfNeeded: stored)
    let index = Int32(truncatingIfNeeded: elements.count)
    elements.append(element)
    listedBytes &+= Self.bytesPerElement &+ stored &+ stored / 2
    return index
  }

  /// An element and the places that whoever feeds the parser keeps of it, with the room in which lists grow.
  private static let bytesPerElement = MemoryLayout<TranscriptElement>.stride &* 3

  /// Appends an element that holds no text.
  @discardableResult
  mutating func append(_ element: TranscriptElement) -> Int32? {
    append(element, text: Span())
  }

  /// A run of bytes that cannot be placed: joins the one just before it.
  mutating func appendFragment(_ line: Span<UInt8>, _ event: LineEvent, from side: Side) {
    let last = side == .client ? client.fragment : server.fragment
    if let last, last < elements.count, elements[last].end == event.start {
      elements[last].end = event.end
      elements[last].flags.formUnion(event.flags.subtracting(.incomplete))
      return
    }
    // Credentials are sent on lines of their own, so a line of the client that cannot be placed may be one.
    var flags = event.flags.union(.afterGap)
    if side == .client { flags.insert(.secret) }
    let index = append(
      TranscriptElement(kind: .fragment, side: side, start: event.start, end: event.end, flags: flags),
      text: line, isCut: event.isCut)
    if side == .client { client.fragment = index.map(Int.init) } else { server.fragment = index.map(Int.init) }
  }

  mutating func push(_ entry: Pending) {
    var entry = entry
    if client.isBehindLostCommands {
      client.isBehindLostCommands = false
      entry.isBehindGap = true
    }
    if commandsSinceServer > 0 {
      hasPipelined = true
      pipelinesSinceGap = true
    }
    commandsSinceServer &+= 1
    guard !pending.append(entry) else {
      if pending.count > mostPending {
        mostPending = pending.count
        listedBytes &+= MemoryLayout<Pending>.stride &* 3 / 2
      }
      return
    }
    limitEffects.droppedPendingCommands &+= 1
    // Its reply will not say what it answers, so that what hangs on it is judged by its look.
    replyLost = true
  }
}
