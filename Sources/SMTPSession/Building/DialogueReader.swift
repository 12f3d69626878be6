import ByteParsing
import CaptureFiles
import SMTPTranscript

/// Turns the parser's elements into commands with the replies that answer them.
struct DialogueReader {
  /// Lines of an answer to EHLO, which is the reply that has several.
  private static let usualLines = 8
  /// Commands of a short session.
  private static let usualCommands = 4

  private(set) var greeting: Reply?
  private(set) var exchanges: [Exchange] = []
  private(set) var unsolicited: [Reply] = []
  private(set) var notSMTP: Session.NotSMTP?
  private(set) var proxyHeader: String?
  /// Replies to SASL responses and to messages, by the index of the element that they answer.
  private(set) var laterReplies: [(element: Int32, reply: Reply)] = []

  let text: ShownText
  let conversation: ReadConversation
  /// Lines that were said so far: every element is one, but for the place where TLS begins.
  private(set) var said = 0
  private var open = OpenReply()

  /// The reply whose lines are being read; empty between replies.
  private struct OpenReply {
    var isOpen = false
    var code: Int?
    var lines: [String] = []
    var said = Places()
    var first = Moment(packet: PacketID(number: 0), time: Timestamp(nanoseconds: 0))
    var last = Moment(packet: PacketID(number: 0), time: Timestamp(nanoseconds: 0))
    var flags: ElementFlags = []
    var isGreeting = false
    var answers: Int32?
    var hasLastLine = false
    var isWhole = true
  }

  init(_ conversation: ReadConversation, configuration: TrackerConfiguration) {
    self.conversation = conversation
    text = ShownText(conversation, configuration)
    exchanges.reserveCapacity(Self.usualCommands)
    var index = 0
    while index < text.elements.count {
      if let end = readRecurring(from: index) {
        index = end
      } else {
        read(index)
        index += 1
      }
    }
    closeReply()
  }

  private mutating func read(_ index: Int) {
    let element = text.elements[index]
    let place = conversation.places[index]
    switch element.kind {
    case .greeting, .reply: readReplyLine(element, index, place)
    case .command: readCommand(element, index, place)
    case .proxyHeader: proxyHeader = text.whole(element)
    case .notSMTP:
      if notSMTP == nil {
        notSMTP = Session.NotSMTP(from: element.side, looksLike: guess(from: index), at: place.first)
      }
    case .authResponse, .messageData, .gap, .fragment: break
    case .tlsBegins: return
    }
    said += 1
  }

  private mutating func readCommand(_ element: TranscriptElement, _ index: Int, _ place: ConversationReading.Place) {
    let shown = text.shown(element, index)
    // An address that is withheld is not the empty one.
    let isWhole = element.flags.isDisjoint(with: .secret) && text.isWhole(element, index)
    let argument = isWhole ? Words.rest(of: shown) : [.mail, .rcpt].contains(element.verb) ? "[withheld]" : ""
    exchanges.append(
      Exchange(
        command: Command(
          verb: element.verb, text: shown, argument: argument, said: said, at: place.last, flags: element.flags,
          element: Int32(truncatingIfNeeded: index))))
  }

  private mutating func readReplyLine(_ element: TranscriptElement, _ index: Int, _ place: ConversationReading.Place) {
    let isGreeting = element.kind == .greeting
    if open.isOpen, open.answers != element.answers || open.isGreeting != isGreeting { closeReply() }
    if !open.isOpen {
      open.isOpen = true
      open.first = place.first
      open.isGreeting = isGreeting
      open.answers = element.answers
      open.lines.reserveCapacity(element.flags.contains(.continuation) ? Self.usualLines : 1)
    }
    if let code = element.replyCode { open.code = Int(code) }
    let separator = element.replyCode == nil ? 0 : element.flags.contains(.missingSeparator) ? 3 : 4
    open.lines.append(text.reply(element, index, without: separator))
    open.said.append(said)
    open.last = place.last
    open.flags.formUnion(element.flags)
    if !element.flags.isDisjoint(with: [.afterGap, .incomplete]) { open.isWhole = false }
    if element.flags.contains(.lastLine) { open.hasLastLine = true }
    if open.hasLastLine || !element.flags.contains(.continuation) { closeReply() }
  }

  /// Takes a reply that stands whole from the element at `index` on, and whose words were said lately. The element behind it; `nil`
  /// where it is to be read line by line.
  private mutating func readRecurring(from index: Int) -> Int? {
    guard text.showsAll, !open.isOpen, let (end, flags) = wholeReply(from: index) else { return nil }
    let first = text.elements[index]
    guard let code = first.replyCode, let words = text.recurringWords(of: index..<end) else { return nil }
    let reply = Reply(
      code: Int(code), words, said: Places(said..<(said + end - index)), first: conversation.places[index].first,
      last: conversation.places[end - 1].last, flags: flags)
    said += end - index
    add(reply, isGreeting: first.kind == .greeting, answering: first.answers)
    return end
  }

  /// Where the reply ends whose lines stand next to each other from `index` on, from the first to the last, each with the same code; with
  /// the flags of all. `nil` where there is no such reply.
  private func wholeReply(from index: Int) -> (end: Int, flags: ElementFlags)? {
    let first = text.elements[index]
    guard first.kind == .greeting || first.kind == .reply, first.replyCode != nil else { return nil }
    var flags: ElementFlags = []
    for place in index..<text.elements.count {
      let element = text.elements[place]
      guard element.kind == first.kind, element.replyCode == first.replyCode, element.answers == first.answers,
        element.flags.isDisjoint(with: [.afterGap, .incomplete, .missingSeparator])
      else { return nil }
      flags.formUnion(element.flags)
      if element.flags.contains(.lastLine) { return (place + 1, flags) }
      guard element.flags.contains(.continuation) else { return nil }
    }
    return nil
  }

  private mutating func closeReply() {
    guard open.isOpen else { return }
    let (isGreeting, answers) = (open.isGreeting, open.answers)
    let reply = open.code.map { code in
      Reply(
        code: code, enhancedStatus: EnhancedStatus.code(in: open.lines.last ?? ""), lines: open.lines,
        said: open.said, first: open.first, last: open.last, isComplete: open.hasLastLine && open.isWhole,
        flags: open.flags)
    }
    open = OpenReply()
    if let reply { add(reply, isGreeting: isGreeting, answering: answers) }
  }

  private mutating func add(_ reply: Reply, isGreeting: Bool, answering answers: Int32?) {
    if isGreeting {
      if greeting == nil { greeting = reply } else { unsolicited.append(reply) }
      return
    }
    guard let answered = answers else {
      unsolicited.append(reply)
      return
    }
    if let exchange = exchange(ofElement: answered), exchanges[exchange].reply == nil {
      exchanges[exchange].reply = reply
    } else {
      laterReplies.append((answered, reply))
    }
  }

  /// Whether the client began a login.
  var hasLogins: Bool { !text.sasl.exchanges.isEmpty }

  /// The exchange whose command is the element at `index`; `nil` where that is no command.
  func exchange(ofElement index: Int32) -> Int? {
    // Most are asked for right after they came.
    if exchanges.last?.command.element == index { return exchanges.count - 1 }
    var low = 0
    var high = exchanges.count
    while low < high {
      let middle = low + (high - low) / 2
      if exchanges[middle].command.element < index { low = middle + 1 } else { high = middle }
    }
    return low < exchanges.count && exchanges[low].command.element == index ? low : nil
  }

  /// What the run of lines that are no SMTP looks like, which begins with the element at `index`.
  private func guess(from index: Int) -> String? {
    let side = text.elements[index].side
    var bytes: [UInt8] = []
    for element in text.elements[index...] where element.side == side {
      guard element.kind == .notSMTP, bytes.count < ProtocolGuess.maximumBytes else { break }
      bytes.append(contentsOf: text.bytes(of: element))
      // The line end is not part of the text; whether it was CRLF makes no difference to the guess.
      if !element.flags.contains(.incomplete) { bytes.append(0x0A) }
    }
    return ProtocolGuess(bytes.span, from: side).name
  }
}
