import ByteParsing
import SMTPTranscript

/// What was said in clear, line by line.
struct SpokenLines {
  /// One for each element, but for the places where TLS begins.
  private(set) var lines: [TranscriptLine] = []

  private let conversation: ReadConversation
  private let text: ShownText
  private let layers: LayerReader
  private var messagesShown = 0

  init(_ conversation: ReadConversation, _ text: ShownText, _ layers: LayerReader) {
    self.layers = layers
    self.conversation = conversation
    self.text = text
    lines.reserveCapacity(text.elements.count)
    for index in text.elements.indices { read(index) }
  }

  private mutating func read(_ index: Int) {
    let element = text.elements[index]
    switch element.kind {
    case .greeting: add(.greeting, element, index, text.reply(element, index))
    case .reply: addReply(element, index)
    case .command: add(element.verb.beginsSASL ? .auth : .command, element, index, text.shown(element, index))
    case .authResponse: add(.auth, element, index, text.shown(element, index))
    case .messageData: add(.data, element, index, messageText(element))
    case .proxyHeader: add(.command, element, index, "PROXY protocol: \(text.whole(element))")
    case .gap:
      let who = element.side == .client ? "the client" : "the server"
      lines.append(
        TranscriptLine(
          kind: .gap, from: nil,
          text: conversation.firstInside.map { index >= $0 } ?? false
            ? "\(element.byteCount) bytes of \(who) were not captured, or could not be opened"
            : "\(element.byteCount) bytes of \(who) are not in the capture",
          at: conversation.places[index].last))
    case .fragment:
      add(.data, element, index, "part of a line after missing bytes: \(text.shown(element, index))")
    case .notSMTP:
      let isRepeated = element.side == .server && text.disclosure.shownCount(of: index) == nil
      add(.data, element, index, isRepeated ? text.reply(element, index) : text.shown(element, index))
    case .tlsBegins: break
    }
  }

  private mutating func addReply(_ element: TranscriptElement, _ index: Int) {
    var shown = text.reply(element, index)
    // What a challenge says comes behind it, so that the line still begins as it stood.
    let isSASL = element.verb.beginsSASL
    if isSASL, let note = text.sasl.notes[index], !note.isSecret, text.isReplyWhole(element, index) {
      shown += " (\(note.text))"
    }
    add(isSASL ? .auth : .reply, element, index, shown)
  }

  private mutating func add(_ kind: TranscriptLine.Kind, _ element: TranscriptElement, _ index: Int, _ text: String) {
    let place = conversation.places[index]
    lines.append(
      TranscriptLine(
        kind: kind, from: element.side, text: text, at: place.last,
        firstPacket: place.first.packet == place.last.packet ? nil : place.first, layer: layers.layer(at: place.last)))
  }

  private mutating func messageText(_ element: TranscriptElement) -> String {
    let ending = element.flags.contains(.incomplete) ? ", its end was not seen" : ""
    let gap = element.flags.contains(.containsGap) ? ", parts of it are not in the capture" : ""
    let what = element.verb == .bdat ? "chunk" : element.verb == .xExch50 ? "XEXCH50 data" : "message"
    let summary = "[\(what): \(element.byteCount) bytes\(ending)\(gap)]"
    defer { messagesShown += 1 }
    return text.content(ofMessage: messagesShown).map { "\(summary) \($0)" } ?? summary
  }
}
