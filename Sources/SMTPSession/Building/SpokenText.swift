import SMTPTranscript

/// What was said, element by element, with the bytes of each: as much of the parser as its readers need, which is large.
struct SpokenText: Sendable {
  let elements: [TranscriptElement]
  /// The text of all elements, one after the other.
  private let bytes: [UInt8]
  /// Whether the capture does not hold the dialogue's start.
  let isMidStream: Bool
  /// Whether a login was begun, or a line stands where one of it may.
  let holdsLogin: Bool
  /// Whether a message or a part of one is among the elements.
  let holdsMessage: Bool

  init(_ conversation: ReadConversation) {
    elements = conversation.parser.elements
    bytes = conversation.parser.text
    isMidStream = conversation.parser.isMidStream
    var (login, message) = (false, false)
    for index in elements.indices {
      switch elements[index].kind {
      case .command: if elements[index].isSASLCommand { login = true }
      case .authResponse: login = true
      case .messageData: message = true
      default: break
      }
    }
    (holdsLogin, holdsMessage) = (login, message)
  }

  /// The text of an element, without its line end. Empty for what holds none.
  @_lifetime(borrow self)
  func text(of element: TranscriptElement) -> Span<UInt8> {
    bytes.span.extracting(element.textRange)
  }

  func recurringWords(of places: Range<Int>) -> RecurringWords? {
    guard let first = places.first, let last = places.last else { return nil }
    // The text of elements that follow each other follows each other.
    let range = elements[first].textRange.lowerBound..<elements[last].textRange.upperBound
    return RecurringWords.find(bytes.span.extracting(range), of: elements[places])
  }
}
