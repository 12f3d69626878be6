import ByteParsing
import CaptureFiles
import SMTPTranscript

/// Turns the parser's elements into the transcript, and into commands with the replies that answer them.
struct DialogueReader {
  private(set) var transcript: [TranscriptLine] = []
  private(set) var greeting: Reply?
  private(set) var exchanges: [Exchange] = []
  private(set) var unsolicited: [Reply] = []
  private(set) var notSMTP: Session.NotSMTP?
  private(set) var proxyHeader: String?
  /// The index of the command's element, by the index of the exchange.
  private var elementOfExchange: [Int32] = []
  /// Replies to SASL responses and to messages, by the index of the element that they answer.
  private(set) var laterReplies: [(element: Int32, reply: Reply)] = []
  /// All replies in their order, with the element that each answers.
  private(set) var elementsOfSASL: [Int] = []

  let sasl: SASLReading

  let conversation: EndedConversation
  /// The conversation's own, once more: what is lent of it must belong to this value.
  private let parser: SMTPParser
  private let keepsSecrets: Bool
  private let keepsMessages: Bool
  private var open = OpenReply()
  private var messagesShown = 0

  /// The reply whose lines are being read; empty between replies.
  private struct OpenReply {
    var isOpen = false
    var code: Int?
    var lines: [String] = []
    var transcriptLines: [Int] = []
    var first = Moment(packet: PacketID(number: 0), time: Timestamp(nanoseconds: 0))
    var last = Moment(packet: PacketID(number: 0), time: Timestamp(nanoseconds: 0))
    var flags: ElementFlags = []
    var isGreeting = false
    var answers: Int32?
    var hasLastLine = false
    var isWhole = true
  }

  init(_ conversation: EndedConversation, configuration: TrackerConfiguration) {
    self.conversation = conversation
    parser = conversation.parser
    sasl = SASLReading(parser)
    keepsSecrets = configuration.keepsSecrets
    keepsMessages = configuration.keepsMessages
    transcript.reserveCapacity(parser.elements.count + 4)
    for index in parser.elements.indices { read(index) }
    closeReply()
  }

  private mutating func read(_ index: Int) {
    let element = parser.elements[index]
    let place = conversation.places[index]
    switch element.kind {
    case .greeting, .reply: readReplyLine(element, index, place)
    case .command: readCommand(element, index, place)
    case .authResponse:
      elementsOfSASL.append(index)
      add(.auth, element, place, text: shown(element, index))
    case .messageData: add(.data, element, place, text: messageText(element))
    case .proxyHeader:
      proxyHeader = text(element)
      add(.command, element, place, text: "PROXY protocol: \(text(element))")
    case .gap:
      let who = element.side == .client ? "the client" : "the server"
      add(
        TranscriptLine(
          kind: .gap, from: nil, text: "\(element.byteCount) bytes of \(who) are not in the capture", at: place.last))
    case .fragment:
      add(.data, element, place, text: "part of a line after missing bytes: \(shown(element, index))")
    case .notSMTP:
      if notSMTP == nil {
        notSMTP = Session.NotSMTP(from: element.side, looksLike: guess(from: index), at: place.first)
      }
      add(.data, element, place, text: shown(element, index))
    case .tlsBegins: break
    }
  }

  private mutating func readCommand(_ element: TranscriptElement, _ index: Int, _ place: ConversationReading.Place) {
    let shownText = shown(element, index)
    let line = transcript.count
    add(element.verb.beginsSASL ? .auth : .command, element, place, text: shownText)
    let argument = element.flags.contains(.secret) ? "" : Words.rest(of: shownText)
    elementOfExchange.append(Int32(truncatingIfNeeded: index))
    exchanges.append(
      Exchange(
        command: Command(
          verb: element.verb, text: shownText, argument: argument, line: line, at: place.last, flags: element.flags)))
  }

  private mutating func readReplyLine(_ element: TranscriptElement, _ index: Int, _ place: ConversationReading.Place) {
    let isGreeting = element.kind == .greeting
    if open.isOpen, open.answers != element.answers || open.isGreeting != isGreeting { closeReply() }
    let fullText = replyText(element, index)
    let line = transcript.count
    let isSASL = element.verb.beginsSASL
    // What a challenge says comes behind it, so that the line still begins as it stood.
    var shownText = fullText
    if isSASL, let note = sasl.notes[index], !note.isSecret { shownText += " (\(note.text))" }
    add(isGreeting ? .greeting : isSASL ? .auth : .reply, element, place, text: shownText)
    if !open.isOpen {
      open.isOpen = true
      open.first = place.first
      open.isGreeting = isGreeting
      open.answers = element.answers
    }
    if let code = element.replyCode { open.code = Int(code) }
    let separator = element.replyCode == nil ? 0 : element.flags.contains(.missingSeparator) ? 3 : 4
    open.lines.append(Words.dropFirst(separator, of: fullText))
    open.transcriptLines.append(line)
    open.last = place.last
    open.flags.formUnion(element.flags)
    if !element.flags.isDisjoint(with: [.afterGap, .incomplete]) { open.isWhole = false }
    if element.flags.contains(.lastLine) { open.hasLastLine = true }
    if open.hasLastLine || !element.flags.contains(.continuation) { closeReply() }
  }

  private mutating func closeReply() {
    guard open.isOpen else { return }
    var current = OpenReply()
    swap(&current, &open)
    guard let code = current.code else { return }
    let reply = Reply(
      code: code, enhancedStatus: EnhancedStatus.code(in: current.lines.last ?? ""), lines: current.lines,
      transcriptLines: current.transcriptLines, first: current.first, last: current.last,
      isComplete: current.hasLastLine && current.isWhole, flags: current.flags)
    if current.isGreeting {
      if greeting == nil { greeting = reply } else { unsolicited.append(reply) }
      return
    }
    guard let answered = current.answers else {
      unsolicited.append(reply)
      return
    }
    if let exchange = exchange(ofElement: answered), exchanges[exchange].reply == nil {
      exchanges[exchange].reply = reply
    } else {
      laterReplies.append((answered, reply))
    }
  }

  /// The exchange whose command is the element at `index`; `nil` where that is no command.
  func exchange(ofElement index: Int32) -> Int? {
    // Most are asked for right after they came.
    if elementOfExchange.last == index { return elementOfExchange.count - 1 }
    var low = 0
    var high = elementOfExchange.count
    while low < high {
      let middle = low + (high - low) / 2
      if elementOfExchange[middle] < index { low = middle + 1 } else { high = middle }
    }
    return low < elementOfExchange.count && elementOfExchange[low] == index ? low : nil
  }

  // MARK: - Text

  private mutating func add(
    _ kind: TranscriptLine.Kind, _ element: TranscriptElement, _ place: ConversationReading.Place, text: String
  ) {
    add(
      TranscriptLine(
        kind: kind, from: element.side, text: text, at: place.last,
        firstPacket: place.first.packet == place.last.packet ? nil : place.first))
  }

  private mutating func add(_ line: TranscriptLine) {
    transcript.append(line)
  }

  private func text(_ element: TranscriptElement) -> String {
    PrintableText.string(parser.text(of: element))
  }

  /// The line as it may be shown: of a credential only what it is, or its length.
  private func shown(_ element: TranscriptElement, _ index: Int) -> String {
    let bytes = parser.text(of: element)
    guard element.flags.contains(.secret), !keepsSecrets else { return PrintableText.string(bytes) }
    // The verb and the mechanism are no secrets; what follows them is. A word that is no verb may be one.
    var end = 0
    if element.isSASLCommand {
      end = AuthWords(bytes).shownCount
    } else if element.kind == .command, element.verb.isKnown {
      while end < bytes.count, bytes[end] != 0x20, bytes[end] != 0x09 { end += 1 }
      if end == bytes.count { return PrintableText.string(bytes) }
    }
    let what = sasl.notes[index]?.text ?? "\(max(0, bytes.count - end - (end > 0 ? 1 : 0))) characters withheld"
    return end > 0 ? "\(PrintableText.string(bytes.extracting(0..<end))) [\(what)]" : "[\(what)]"
  }

  /// A line of the server as it may be shown: without a credential that it repeats, or that can be guessed from it.
  private func replyText(_ element: TranscriptElement, _ index: Int) -> String {
    let bytes = parser.text(of: element)
    guard !keepsSecrets else { return PrintableText.string(bytes) }
    if let note = sasl.notes[index], note.isSecret {
      return "\(PrintableText.string(bytes.extracting(0..<min(4, bytes.count))))[\(note.text)]"
    }
    guard let answered = element.answers.map(Int.init), answered < parser.elements.count,
      parser.elements[answered].flags.contains(.secret)
    else { return PrintableText.string(bytes) }
    let asked = parser.elements[answered]
    let line = parser.text(of: asked)
    let start = asked.isSASLCommand ? AuthWords(line).shownCount : 0
    guard let cleaned = Echo.withheld(line.extracting(start..<line.count), in: bytes) else {
      return PrintableText.string(bytes)
    }
    return PrintableText.string(cleaned)
  }

  /// What the run of lines that are no SMTP looks like, which begins with the element at `index`.
  private func guess(from index: Int) -> String? {
    let side = parser.elements[index].side
    var bytes: [UInt8] = []
    for element in parser.elements[index...] where element.side == side {
      guard element.kind == .notSMTP, bytes.count < ProtocolGuess.maximumBytes else { break }
      bytes.append(contentsOf: parser.text(of: element))
      // The line end is not part of the text; whether it was CRLF makes no difference to the guess.
      if !element.flags.contains(.incomplete) { bytes.append(0x0A) }
    }
    return ProtocolGuess(bytes.span, from: side).name
  }

  private mutating func messageText(_ element: TranscriptElement) -> String {
    let ending = element.flags.contains(.incomplete) ? ", its end was not seen" : ""
    let gap = element.flags.contains(.containsGap) ? ", parts of it are not in the capture" : ""
    let what = element.verb == .bdat ? "chunk" : element.verb == .xExch50 ? "XEXCH50 data" : "message"
    let summary = "[\(what): \(element.byteCount) bytes\(ending)\(gap)]"
    defer { messagesShown += 1 }
    guard keepsMessages, messagesShown < parser.messages.count else { return summary }
    let content = parser.messages[messagesShown].content
    guard !content.isEmpty, content.upperBound <= parser.messageContent.count else { return summary }
    let kept = parser.messageContent.span.extracting(content)
    return "\(summary) \(PrintableText.string(kept, limit: 65_536))"
  }
}
