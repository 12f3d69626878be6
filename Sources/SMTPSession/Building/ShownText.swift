import ByteParsing
import SMTPTranscript

/// The text of the dialogue's elements as it may be shown.
struct ShownText: Sendable {
  let elements: [TranscriptElement]
  let sasl: SASLReading
  let disclosure: Disclosure
  let keepsSecrets: Bool
  /// The text of all elements, one after the other.
  private let bytes: [UInt8]
  /// The messages, and where the kept content of each lies in `contents`; both empty unless they are to be shown.
  private let messages: [MessageFacts]
  private let contents: [UInt8]

  init(_ parser: borrowing SMTPParser, _ configuration: TrackerConfiguration) {
    elements = parser.elements
    bytes = parser.text
    let offered = OfferedMechanisms(parser)
    sasl = SASLReading(parser, offered)
    disclosure = Disclosure(parser, sasl, offered)
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

  /// The line of a client as it may be shown: what is not proven harmless is its length.
  func shown(_ element: TranscriptElement, _ index: Int) -> String {
    let bytes = self.bytes(of: element)
    guard !keepsSecrets else { return PrintableText.string(bytes) }
    let end: Int
    if element.kind == .authResponse {
      guard element.flags.contains(.secret) else { return PrintableText.string(bytes) }
      end = 0
    } else {
      guard let count = disclosure.shownCount(of: index), count < bytes.count else {
        return PrintableText.string(bytes)
      }
      end = count
    }
    let count = max(0, bytes.count - end - (end > 0 ? 1 : 0))
    let what = sasl.notes[index]?.text ?? "\(count) \(count == 1 ? "character" : "characters") withheld"
    return end > 0 ? "\(PrintableText.string(bytes.extracting(0..<end))) [\(what)]" : "[\(what)]"
  }

  /// Whether all of the line is shown.
  func isWhole(_ element: TranscriptElement, _ index: Int) -> Bool {
    keepsSecrets
      || !(element.kind == .authResponse && element.flags.contains(.secret))
        && (disclosure.shownCount(of: index).map { $0 >= Int(element.textRange.count) } ?? true)
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

  /// Whether a line of the server is shown as it stood.
  func isReplyWhole(_ element: TranscriptElement, _ index: Int) -> Bool {
    withheld(bytes(of: element), element, index) == nil
  }

  /// The line without its credential; `nil` where it holds none.
  private func withheld(_ bytes: Span<UInt8>, _ element: TranscriptElement, _ index: Int) -> String? {
    guard !keepsSecrets else { return nil }
    if let note = sasl.notes[index], note.isSecret {
      return "\(PrintableText.string(bytes.extracting(0..<min(4, bytes.count))))[\(note.text)]"
    }
    let places = hiddenPlaces(in: bytes, element, index)
    guard !places.isEmpty else { return nil }
    var result: [UInt8] = []
    var position = 0
    for place in places where place.upperBound <= bytes.count && place.lowerBound >= position {
      result.append(contentsOf: bytes.extracting(position..<place.lowerBound))
      result += "[withheld]".utf8
      position = place.upperBound
    }
    result.append(contentsOf: bytes.extracting(position..<bytes.count))
    return PrintableText.string(result)
  }

  /// Where a line of the server repeats what the client said and nobody may see.
  func hiddenPlaces(in bytes: Span<UInt8>, _ element: TranscriptElement, _ index: Int) -> [Range<Int>] {
    var places = disclosure.repeated[index] ?? []
    // A challenge has the form of the mechanism, as the response before it has; only what is the same when decoded is repeated.
    guard element.replyCode != 334, let answered = element.answers.map(Int.init), answered < elements.count,
      !isWhole(elements[answered], answered)
    else { return places }
    let line = self.bytes(of: elements[answered])
    let start = min(disclosure.shownCount(of: answered) ?? 0, line.count)
    places += Echo.places(of: line.extracting(start..<line.count), in: bytes)
    return Disclosure.united(places)
  }
}
