import ByteParsing
import SMTPTranscript
import TLSHandshake

/// Readable lines in a direction that had begun TLS: a server that says `421` in clear after a handshake that failed, a client
/// that falls back to commands.
struct ClearAfterTLS: Sendable {
  /// Lines that are shown of one direction.
  private static let maximumLines = 16

  private(set) var lines: [TranscriptLine] = []
  /// Lines beyond those.
  private(set) var linesNotShown = 0
  /// What the server said of it. Nothing waited for these.
  private(set) var replies: [Reply] = []
  /// Where bytes of the client lie that may be anything.
  private(set) var sensitive: [SensitiveBytes] = []
  /// The sides that have such lines.
  private(set) var sides: Set<Side> = []

  private let firstSaid: Int

  /// - Parameter firstSaid: The lines that were said besides these, whose places come first.
  init(_ conversation: ReadConversation, firstSaid: Int) {
    self.firstSaid = firstSaid
    let streams = conversation.streams
    read(streams.server, .server, conversation)
    read(streams.client, .client, conversation)
  }

  private mutating func read(_ direction: Shared<ReadDirection>, _ side: Side, _ conversation: ReadConversation) {
    guard direction.fields.tls.notTLS != nil || direction.fields.tls.syncLoss != nil else { return }
    read(direction.fields.tls, side, conversation)
  }

  private mutating func read(_ stream: borrowing TLSStream, _ side: Side, _ conversation: ReadConversation) {
    guard let foreign = stream.foreign else { return }
    let bytes = foreign.bytes.span
    let isReadable = Self.isReadable(bytes, from: side)
    // Behind missing bytes, what is not readable is the middle of a record.
    if side == .client, isReadable || stream.syncLoss?.reason != .noHeaderAfterGap {
      sensitive.append(SensitiveBytes(kind: .secret, from: side, start: foreign.offset, end: stream.position))
    }
    guard isReadable else { return }
    sides.insert(side)
    var open = OpenReply()
    var start = 0
    var count = 0
    while start < bytes.count {
      let feed = bytes.firstOffset(of: 0x0A, from: start)
      let end = feed ?? bytes.count
      let content = bytes.extracting(start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end))
      let last = foreign.offset &+ UInt64(min(end, bytes.count - 1))
      let begin = conversation.moment(side, at: foreign.offset &+ UInt64(start)) ?? conversation.lastSeen
      let at = conversation.moment(side, at: last) ?? begin
      start = end + 1
      guard content.count > 0 else { continue }
      guard Self.isText(content) else { break }
      count += 1
      if count > Self.maximumLines {
        linesNotShown += 1
        continue
      }
      if side == .server {
        take(content, isWhole: feed != nil, from: begin, at: at, &open)
      } else {
        add(Verb.leading(content).isKnown ? .command : .data, side, Self.shown(content), begin, at)
      }
    }
    close(&open)
  }

  private struct OpenReply {
    var code = 0
    var lines: [String] = []
    var said = Places()
    var first: Moment?
    var last: Moment?
    var isWhole = false
  }

  private mutating func take(
    _ line: Span<UInt8>, isWhole: Bool, from begin: Moment, at: Moment, _ open: inout OpenReply
  ) {
    guard let (code, goesOn) = Self.code(line) else {
      close(&open)
      add(.data, .server, PrintableText.string(line), begin, at)
      return
    }
    if open.code != code { close(&open) }
    if open.first == nil { open.first = begin }
    open.code = code
    open.lines.append(PrintableText.string(line.extracting(min(4, line.count)..<line.count)))
    open.said.append(firstSaid + lines.count)
    open.last = at
    open.isWhole = isWhole && !goesOn
    add(.reply, .server, PrintableText.string(line), begin, at)
    if !goesOn { close(&open) }
  }

  private mutating func close(_ open: inout OpenReply) {
    if let first = open.first, let last = open.last {
      replies.append(
        Reply(
          code: open.code, enhancedStatus: EnhancedStatus.code(in: open.lines.last ?? ""), lines: open.lines,
          said: open.said, first: first, last: last, isComplete: open.isWhole, flags: .clearAfterTLS))
    }
    open = OpenReply()
  }

  private mutating func add(
    _ kind: TranscriptLine.Kind, _ side: Side, _ text: String, _ begin: Moment, _ at: Moment
  ) {
    lines.append(
      TranscriptLine(
        kind: kind, from: side, text: text, at: at, firstPacket: begin.packet == at.packet ? nil : begin,
        layer: .clear))
  }

  /// Whether the first line is one that a peer of SMTP or of HTTP may say, and no piece of a record.
  private static func isReadable(_ bytes: Span<UInt8>, from side: Side) -> Bool {
    let end = bytes.firstOffset(of: 0x0A, from: 0) ?? bytes.count
    let line = bytes.extracting(0..<(end > 0 && bytes[end - 1] == 0x0D ? end - 1 : end))
    guard line.count >= 4, isText(line) else { return false }
    if side == .server, code(line) != nil { return true }
    if side == .client, Verb.leading(line).isKnown { return true }
    return line.count >= 8 && end < bytes.count
  }

  private static func isText(_ line: Span<UInt8>) -> Bool {
    for index in line.indices where line[index] < 0x20 && line[index] != 0x09 || line[index] >= 0x7F { return false }
    return true
  }

  private static func code(_ line: Span<UInt8>) -> (code: Int, goesOn: Bool)? {
    guard line.count >= 3, (0x32...0x35).contains(line[0]) else { return nil }
    var code = 0
    for index in 0..<3 {
      guard (0x30...0x39).contains(line[index]) else { return nil }
      code = code * 10 + Int(line[index] - 0x30)
    }
    guard line.count > 3 else { return (code, false) }
    return line[3] == 0x20 ? (code, false) : line[3] == 0x2D ? (code, true) : nil
  }

  /// A line of the client as it may be shown: what it says behind its verb only where that can be no credential.
  private static func shown(_ line: Span<UInt8>) -> String {
    let verb = Verb.leading(line)
    guard verb.isKnown else { return "[\(line.count) characters withheld]" }
    guard !CommandGrammar.parses(line, as: verb), let name = verb.name else { return PrintableText.string(line) }
    return "\(name) [\(max(0, line.count - name.utf8.count - 1)) characters withheld]"
  }
}
