import ByteParsing
import SMTPTranscript

/// The text of the dialogue's elements as it may be shown.
struct ShownText: Sendable {
  let keepsSecrets: Bool
  /// Whether every line is shown as it stood.
  let showsAll: Bool
  private let spoken: SpokenText
  /// In one place for all copies: it is most of it, and seldom asked for.
  private let hidden: Shared<Hidden>
  /// The messages, and where the kept content of each lies in `contents`; both empty unless they are to be shown.
  private let messages: [MessageFacts]
  private let contents: [UInt8]

  /// What tells which parts are not shown.
  private struct Hidden {
    let sasl: SASLReading
    let disclosure: Disclosure

    /// Of a dialogue that may be shown whole, in which nobody logs in: as most are.
    static let nothing = Shared(Hidden(sasl: SASLReading(), disclosure: Disclosure()))
  }

  init(_ conversation: ReadConversation, _ configuration: TrackerConfiguration) {
    spoken = SpokenText(conversation)
    keepsSecrets = configuration.keepsSecrets
    if !spoken.holdsLogin, Disclosure.showsAll(of: spoken) {
      showsAll = true
      hidden = Hidden.nothing
    } else {
      let offered = OfferedMechanisms(spoken)
      let sasl = SASLReading(spoken, offered)
      let disclosure = Disclosure(spoken, sasl, offered)
      showsAll = configuration.keepsSecrets || disclosure.showsAll
      hidden = Shared(Hidden(sasl: sasl, disclosure: disclosure))
    }
    messages = configuration.keepsMessages ? conversation.parser.messages : []
    contents = configuration.keepsMessages ? conversation.parser.messageContent : []
  }

  var elements: [TranscriptElement] { spoken.elements }
  /// Whether there is anything of which the packets are not shown as they stood.
  var holdsSensitive: Bool { !disclosure.showsAll || spoken.holdsMessage }
  var sasl: SASLReading { _read { yield hidden.fields.sasl } }
  var disclosure: Disclosure { _read { yield hidden.fields.disclosure } }

  /// The text of an element, without its line end.
  @_lifetime(borrow self)
  func bytes(of element: TranscriptElement) -> Span<UInt8> {
    spoken.text(of: element)
  }

  /// The words of a whole reply, all of whose bytes may be shown; `nil` where they were not said lately.
  /// - Parameter places: Of its elements, each of which has a code and a separator.
  func recurringWords(of places: Range<Int>) -> RecurringWords? { spoken.recurringWords(of: places) }

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
    guard !showsAll else { return PrintableText.string(bytes) }
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
    showsAll
      || !(element.kind == .authResponse && element.flags.contains(.secret))
        && (disclosure.shownCount(of: index).map { $0 >= Int(element.textRange.count) } ?? true)
  }

  /// A line of the server as it may be shown: without a credential that it repeats, or that can be guessed from it.
  /// The first `skipped` characters, which are ASCII (the reply code and what separates it), are left out.
  func reply(_ element: TranscriptElement, _ index: Int, without skipped: Int = 0) -> String {
    let bytes = self.bytes(of: element)
    guard !showsAll, let cleaned = withheld(bytes, element, index) else {
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
    guard !showsAll else { return nil }
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
