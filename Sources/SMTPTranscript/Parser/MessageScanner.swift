internal import ByteParsing

/// Follows the message of DATA line by line and finds its end, however its bytes are cut.
///
/// A line ends at CRLF, at a bare LF or at a bare CR. The message ends at a line that is a lone dot between CRLF and CRLF
/// (RFC 5321 section 4.1.1.4). Other lone dots are written down, for some servers end the message there. When the DATA
/// command itself ended with a bare LF and got its 354, the server takes bare LF for a line end: then a dot between two
/// of them ends the message as well, as long as no line has ended with CRLF.
struct MessageScanner: Sendable {
  var facts = MessageFacts(verb: .data, start: 0)
  private(set) var containsGap = false
  /// A reply that came in the middle was counted as the message's.
  var isReplied = false
  /// That reply accepted it.
  var isAccepted = false
  /// A line was a lone dot with unusual ends.
  private(set) var hasDotLine = false

  private var acceptsBareLF = false
  /// Length of the line so far, no more than two.
  private var lineLength = 0
  private var beginsWithDot = false
  private var hasPendingCR = false
  private var lineBefore = LineEnding.start
  private var offset: UInt64 = 0
  private var dotOffset: UInt64 = 0
  /// The last line was a dot with unusual ends, and nothing has come since.
  private(set) var endsWithDotLine = false
  private var followingBytes: [UInt8] = []
  /// The first bytes of this line belong to the last pattern.
  private var isCollecting = false

  mutating func reset() { begin(at: 0, acceptsBareLF: false, containsGap: false) }

  mutating func begin(at start: UInt64, acceptsBareLF: Bool, containsGap: Bool) {
    facts = MessageFacts(verb: .data, start: start)
    self.containsGap = containsGap
    self.acceptsBareLF = acceptsBareLF
    isReplied = false
    isAccepted = false
    hasDotLine = false
    lineLength = containsGap ? 2 : 0
    beginsWithDot = false
    hasPendingCR = false
    lineBefore = containsGap ? .unknown : .start
    offset = start
    endsWithDotLine = false
    isCollecting = false
  }

  /// Bytes are missing; the line that follows begins nowhere in particular.
  mutating func skip(_ count: UInt64) {
    facts.missingBytes &+= count
    offset &+= count
    containsGap = true
    lineLength = 2
    beginsWithDot = false
    hasPendingCR = false
    lineBefore = .unknown
    endsWithDotLine = false
    isCollecting = false
  }

  /// Reads up to the end of the message or of the bytes. Returns where it stopped, and whether the message ended.
  mutating func scan(
    _ bytes: Span<UInt8>, from start: Int, messageIndex: Int, patterns: inout [EndPattern],
    effects: inout SMTPLimitEffects
  ) -> (next: Int, hasEnded: Bool) {
    var position = start
    let base = offset
    var mayPass = true
    while true {
      // Once: where the lines behind one that is not ordinary are looked through again and again, a long text takes for ever.
      if mayPass, isBetweenOrdinaryLines {
        position = passOrdinaryLines(bytes, from: position)
        mayPass = false
      }
      guard let feed = bytes.firstOffset(of: 0x0A, from: position) else { break }
      offset = base &+ UInt64(position - start)
      read(bytes, from: position, to: feed, messageIndex: messageIndex, patterns: &patterns, effects: &effects)
      position = feed + 1
      offset = base &+ UInt64(position - start)
      let hasEnded = endLine(
        hasPendingCR ? .crlf : .lf, messageIndex: messageIndex, patterns: &patterns, effects: &effects)
      hasPendingCR = false
      if hasEnded { return (position, true) }
    }
    offset = base &+ UInt64(position - start)
    read(bytes, from: position, to: bytes.count, messageIndex: messageIndex, patterns: &patterns, effects: &effects)
    offset = base &+ UInt64(bytes.count - start)
    return (bytes.count, false)
  }

  /// Whether a line begins, and no line before has left anything open.
  private var isBetweenOrdinaryLines: Bool { lineLength == 0 && !hasPendingCR && !isCollecting }

  /// Passes over the whole lines from `start` on that are like most: each ended by CRLF, without another CR, no dot alone. Returns where it
  /// stopped, which is `start` where a CR within them has to be looked for.
  private mutating func passOrdinaryLines(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var position = start
    var lines = 0
    while let feed = bytes.firstOffset(of: 0x0A, from: position), feed > position, bytes[feed - 1] == 0x0D,
      feed - 1 != position + 1 || bytes[position] != 0x2E
    {
      position = feed + 1
      lines += 1
    }
    // One CR for each line: a further one stands within a line, and is looked for line by line.
    guard lines > 0, bytes.extracting(start..<position).count(of: 0x0D) == lines else { return start }
    facts.crlfLines &+= UInt64(lines)
    lineBefore = .crlf
    endsWithDotLine = false
    return position
  }

  /// Bytes without an LF among them. `offset` is that of the first.
  private mutating func read(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, messageIndex: Int, patterns: inout [EndPattern],
    effects: inout SMTPLimitEffects
  ) {
    guard start < end else { return }
    let base = offset
    let content = bytes.extracting(start..<end)
    var position = 0
    while position < content.count {
      offset = base &+ UInt64(position)
      if hasPendingCR {
        hasPendingCR = false
        _ = endLine(.cr, messageIndex: messageIndex, patterns: &patterns, effects: &effects)
      }
      let cr = content.firstOffset(of: 0x0D, from: position)
      let stop = cr ?? content.count
      if stop > position {
        if lineLength == 0 {
          beginsWithDot = content[position] == 0x2E
          if beginsWithDot { dotOffset = offset }
        }
        lineLength = min(2, lineLength + min(2, stop - position))
        endsWithDotLine = false
        if isCollecting {
          let room = max(0, Sniffer.maximumBytes - followingBytes.count)
          followingBytes.append(contentsOf: content.extracting(position..<min(stop, position + room)))
        }
      }
      hasPendingCR = cr != nil
      if cr != nil { endsWithDotLine = false }
      position = cr != nil ? stop + 1 : stop
    }
  }

  /// A line is over; `offset` lies behind it. Returns whether the message is, too.
  private mutating func endLine(
    _ ending: LineEnding, messageIndex: Int, patterns: inout [EndPattern], effects: inout SMTPLimitEffects
  ) -> Bool {
    if isCollecting {
      isCollecting = false
      let verb = Verb.leading(followingBytes.span)
      if verb.isKnown, let last = patterns.indices.last { patterns[last].followedBy = verb }
    }
    let isDot = lineLength == 1 && beginsWithDot
    let before = lineBefore
    lineLength = 0
    lineBefore = ending
    endsWithDotLine = false
    switch ending {
    case .crlf: facts.crlfLines &+= 1
    case .lf: facts.bareLFLines &+= 1
    case .cr: facts.bareCRLines &+= 1
    case .start, .unknown: break
    }
    guard isDot else { return false }
    if ending == .crlf && (before == .crlf || before == .start) { return true }
    if acceptsBareLF && ending == .lf && (before == .lf || before == .start) && facts.crlfLines == 0 { return true }
    endsWithDotLine = true
    hasDotLine = true
    guard patterns.count < SMTPLimits.maximumEndPatterns, messageIndex < SMTPLimits.maximumMessages else {
      effects.droppedEndPatterns &+= 1
      return false
    }
    patterns.append(
      EndPattern(message: messageIndex, offset: dotOffset, before: before, after: ending, followedBy: nil))
    followingBytes.removeAll(keepingCapacity: true)
    isCollecting = true
    return false
  }
}
