import ByteParsing
import SMTPTranscript

/// Turns the parser's elements into the transcript, and into commands with the replies that answer them.
struct DialogueReader {
  private(set) var transcript: [TranscriptLine] = []
  private(set) var greeting: Reply?
  private(set) var exchanges: [Exchange] = []
  private(set) var unsolicited: [Reply] = []
  private(set) var notSMTP: Session.NotSMTP?
  private(set) var proxyHeader: String?
  /// Index of the command's exchange, by the index of the command's element.
  private(set) var exchangeOfElement: [Int32: Int] = [:]
  /// Replies to SASL responses and to messages, by the index of the element that they answer.
  private(set) var laterReplies: [(element: Int32, reply: Reply)] = []
  /// All replies in their order, with the element that each answers.
  private(set) var elementsOfSASL: [Int] = []

  let sasl: SASLReading

  private let conversation: Conversation
  private let keepsSecrets: Bool
  private let keepsMessages: Bool
  private var open: OpenReply?
  private var messagesShown = 0

  private struct OpenReply {
    var code: Int?
    var lines: [String] = []
    var transcriptLines: [Int] = []
    var first: Moment
    var last: Moment
    var flags: ElementFlags = []
    var isGreeting: Bool
    var answers: Int32?
    var hasLastLine = false
    var isWhole = true
  }

  init(_ conversation: Conversation, configuration: TrackerConfiguration) {
    self.conversation = conversation
    sasl = SASLReading(conversation.parser)
    keepsSecrets = configuration.keepsSecrets
    keepsMessages = configuration.keepsMessages
    transcript.reserveCapacity(conversation.parser.elements.count + 4)
    for index in conversation.parser.elements.indices { read(index) }
    closeReply()
  }

  private mutating func read(_ index: Int) {
    let element = conversation.parser.elements[index]
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

  private mutating func readCommand(_ element: TranscriptElement, _ index: Int, _ place: Conversation.Place) {
    let shownText = shown(element, index)
    let line = transcript.count
    add(element.verb.beginsSASL ? .auth : .command, element, place, text: shownText)
    let words = shownText.split(separator: " ", maxSplits: 1)
    let argument = element.flags.contains(.secret) ? "" : words.count > 1 ? String(words[1]) : ""
    exchangeOfElement[Int32(index)] = exchanges.count
    exchanges.append(
      Exchange(
        command: Command(
          verb: element.verb, text: shownText, argument: argument, line: line, at: place.last, flags: element.flags)))
  }

  private mutating func readReplyLine(_ element: TranscriptElement, _ index: Int, _ place: Conversation.Place) {
    let isGreeting = element.kind == .greeting
    if let current = open, current.answers != element.answers || current.isGreeting != isGreeting { closeReply() }
    let fullText = replyText(element, index)
    let line = transcript.count
    let isSASL = element.verb.beginsSASL
    // What a challenge says comes behind it, so that the line still begins as it stood.
    var shownText = fullText
    if let note = sasl.notes[index], !note.isSecret { shownText += " (\(note.text))" }
    add(isGreeting ? .greeting : isSASL ? .auth : .reply, element, place, text: shownText)
    var reply =
      open ?? OpenReply(first: place.first, last: place.last, isGreeting: isGreeting, answers: element.answers)
    if let code = element.replyCode { reply.code = Int(code) }
    let separator = element.replyCode == nil ? 0 : element.flags.contains(.missingSeparator) ? 3 : 4
    reply.lines.append(String(fullText.unicodeScalars.dropFirst(separator).map(Character.init)))
    reply.transcriptLines.append(line)
    reply.last = place.last
    reply.flags.formUnion(element.flags)
    if !element.flags.isDisjoint(with: [.afterGap, .incomplete]) { reply.isWhole = false }
    if element.flags.contains(.lastLine) { reply.hasLastLine = true }
    open = reply
    if reply.hasLastLine || !element.flags.contains(.continuation) { closeReply() }
  }

  private mutating func closeReply() {
    guard let current = open else { return }
    open = nil
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
    if let exchange = exchangeOfElement[answered], exchanges[exchange].reply == nil {
      exchanges[exchange].reply = reply
    } else {
      laterReplies.append((answered, reply))
    }
  }

  // MARK: - Text

  private mutating func add(
    _ kind: TranscriptLine.Kind, _ element: TranscriptElement, _ place: Conversation.Place, text: String
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
    PrintableText.string(conversation.parser.text(of: element))
  }

  /// The line as it may be shown: of a credential only what it is, or its length.
  private func shown(_ element: TranscriptElement, _ index: Int) -> String {
    let bytes = conversation.parser.text(of: element)
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
    let bytes = conversation.parser.text(of: element)
    guard !keepsSecrets else { return PrintableText.string(bytes) }
    if let note = sasl.notes[index], note.isSecret {
      return "\(PrintableText.string(bytes.extracting(0..<min(4, bytes.count))))[\(note.text)]"
    }
    guard let answered = element.answers.map(Int.init), answered < conversation.parser.elements.count,
      conversation.parser.elements[answered].flags.contains(.secret)
    else { return PrintableText.string(bytes) }
    let asked = conversation.parser.elements[answered]
    let line = conversation.parser.text(of: asked)
    let start = asked.isSASLCommand ? AuthWords(line).shownCount : 0
    guard let cleaned = Echo.withheld(line.extracting(start..<line.count), in: bytes) else {
      return PrintableText.string(bytes)
    }
    return PrintableText.string(cleaned)
  }

  /// What the run of lines that are no SMTP looks like, which begins with the element at `index`.
  private func guess(from index: Int) -> String? {
    let side = conversation.parser.elements[index].side
    var bytes: [UInt8] = []
    for element in conversation.parser.elements[index...] where element.side == side {
      guard element.kind == .notSMTP, bytes.count < ProtocolGuess.maximumBytes else { break }
      bytes.append(contentsOf: conversation.parser.text(of: element))
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
    guard keepsMessages, messagesShown < conversation.parser.messages.count else { return summary }
    let content = conversation.parser.messages[messagesShown].content
    guard !content.isEmpty, content.upperBound <= conversation.parser.messageContent.count else { return summary }
    let kept = conversation.parser.messageContent.span.extracting(content)
    return "\(summary) \(PrintableText.string(kept, limit: 65_536))"
  }
}

/// The enhanced status code that the text of a reply begins with (RFC 3463 section 2, RFC 2034).
enum EnhancedStatus {
  static func code(in text: String) -> String? {
    guard let word = text.split(separator: " ", maxSplits: 1).first, word.utf8.count <= 9 else { return nil }
    let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 3, ["2", "4", "5"].contains(String(numbers[0])),
      numbers.dropFirst().allSatisfy({
        (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
      })
    else { return nil }
    return String(word)
  }
}
