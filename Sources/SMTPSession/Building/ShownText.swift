import ByteParsing
import SMTPTranscript

/// The text of the dialogue's elements as it may be shown.
struct ShownText: Sendable {
  let elements: [TranscriptElement]
  let sasl: SASLReading
  let keepsSecrets: Bool
  /// The text of all elements, one after the other.
  private let bytes: [UInt8]
  /// The messages, and where the kept content of each lies in `contents`; both empty unless they are to be shown.
  private let messages: [MessageFacts]
  private let contents: [UInt8]

  init(_ parser: borrowing SMTPParser, _ configuration: TrackerConfiguration) {
    elements = parser.elements
    bytes = parser.text
    sasl = SASLReading(parser)
    keepsSecrets = configuration.keepsSecrets
    messages = configuration.keepsMessages ? parser.messages : []
    contents = configuration.keepsMessages ? parser.messageContent : []
  }

  /// The text of an element, without its line end.
  @_lifetime(borrow self)
  func bytes(of element: TranscriptElement) -> Span<UInt8> {
    bytes.span.extracting(element.textRange)
  }

  /// What was kept of a message, by its place among all; `nil` where nothing was.
  func content(ofMessage place: Int) -> String? {
    guard place < messages.count else { return nil }
    let content = messages[place].content
    guard !content.isEmpty, content.upperBound <= contents.count else { return nil }
    return PrintableText.string(contents.span.extracting(content), limit: 65_536)
  }

  /// The line as it stood, printable.
  func whole(_ element: TranscriptElement) -> String {
    PrintableText.string(bytes(of: element))
  }

  /// The line as it may be shown: of a credential only what it is, or its length.
  func shown(_ element: TranscriptElement, _ index: Int) -> String {
    let bytes = self.bytes(of: element)
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
  /// The first `skipped` characters, which are ASCII (the reply code and what separates it), are left out.
  func reply(_ element: TranscriptElement, _ index: Int, without skipped: Int = 0) -> String {
    let bytes = self.bytes(of: element)
    guard let cleaned = withheld(bytes, element, index) else {
      return PrintableText.string(bytes.extracting(min(skipped, bytes.count)..<bytes.count))
    }
    return Words.dropFirst(skipped, of: cleaned)
  }

  /// The line without its credential; `nil` where it holds none.
  private func withheld(_ bytes: Span<UInt8>, _ element: TranscriptElement, _ index: Int) -> String? {
    guard !keepsSecrets else { return nil }
    if let note = sasl.notes[index], note.isSecret {
      return "\(PrintableText.string(bytes.extracting(0..<min(4, bytes.count))))[\(note.text)]"
    }
    guard let answered = element.answers.map(Int.init), answered < elements.count,
      elements[answered].flags.contains(.secret)
    else { return nil }
    let asked = elements[answered]
    let line = self.bytes(of: asked)
    let start = asked.isSASLCommand ? AuthWords(line).shownCount : 0
    return Echo.withheld(line.extracting(start..<line.count), in: bytes).map { PrintableText.string($0) }
  }
}
