import ByteParsing
import SMTPTranscript

/// The SASL exchanges of a dialogue: which lines belong to each, and what each line may show.
struct SASLReading {
  /// By the index of the element of the command that begins it.
  private(set) var exchanges: [Int: SASLExchange] = [:]
  /// The client's later lines of each exchange, by the same index.
  private(set) var responses: [Int: [Int]] = [:]
  /// What a line of an exchange is, by the index of its element.
  private(set) var notes: [Int: SASLExchange.Note] = [:]

  /// Of a dialogue without a login.
  init() {}

  init(_ spoken: borrowing SpokenText, _ offered: OfferedMechanisms) {
    for index in spoken.elements.indices where spoken.elements[index].isSASLCommand { read(index, spoken, offered) }
  }

  private mutating func read(_ command: Int, _ spoken: borrowing SpokenText, _ offered: OfferedMechanisms) {
    let words = AuthWords(spoken.text(of: spoken.elements[command]))
    var initial: SASLExchange.Message?
    if let response = words.initialResponse {
      initial = SASLExchange.Message(
        from: .client, text: response, isWhole: spoken.elements[command].isKeptWhole)
    }
    var lines: [Int] = []
    var messages: [SASLExchange.Message] = []
    var followsGap = false
    for index in (command + 1)..<spoken.elements.count {
      let element = spoken.elements[index]
      if element.kind == .command { break }
      if element.kind == .gap { followsGap = true }
      let isResponse = element.kind == .authResponse
      let isReply = element.kind == .reply && element.verb.beginsSASL
      guard isResponse || isReply else { continue }
      // What comes after the reply that ends the exchange is none of it.
      if isReply, element.replyCode != 334 {
        if element.flags.contains(.lastLine) { break }
        continue
      }
      if isResponse { responses[command, default: []].append(index) }
      guard messages.count < SASLExchange.maximumMessages else { continue }
      var text = spoken.text(of: element).copied()
      if isReply { text.removeFirst(min(4, text.count)) }
      lines.append(index)
      messages.append(
        SASLExchange.Message(
          from: element.side, text: text, isWhole: element.isKeptWhole,
          followsGap: followsGap || element.flags.contains(.afterGap)))
      followsGap = false
    }
    // A word that nobody knows as one may be a credential.
    let mechanism = offered.areNamed(words.mechanism) ? words.mechanism : "UNKNOWN"
    let exchange = SASLExchange(mechanism: mechanism, initialResponse: initial, messages: messages)
    notes[command] = exchange.initialNote
    for (line, note) in zip(lines, exchange.notes) { notes[line] = note }
    exchanges[command] = exchange
  }
}

/// The words of `AUTH mechanism [initial-response]` (RFC 4954 section 4).
struct AuthWords {
  /// The line up to the end of the verb.
  let verbCount: Int
  /// The line up to the end of the mechanism.
  let shownCount: Int
  let mechanism: String
  /// All that follows the mechanism; `nil` where nothing does.
  let initialResponse: [UInt8]?

  init(_ line: Span<UInt8>) {
    var position = 0
    func isBlank(_ index: Int) -> Bool { line[index] == 0x20 || line[index] == 0x09 }
    while position < line.count, !isBlank(position) { position += 1 }
    verbCount = position
    while position < line.count, isBlank(position) { position += 1 }
    let start = position
    while position < line.count, !isBlank(position) { position += 1 }
    mechanism = PrintableText.string(line.extracting(start..<position), limit: 64).uppercased()
    shownCount = position
    while position < line.count, isBlank(position) { position += 1 }
    initialResponse = position < line.count ? line.extracting(position..<line.count).copied() : nil
  }
}

extension TranscriptElement {
  var isSASLCommand: Bool { kind == .command && verb.beginsSASL }

  /// Whether all bytes of the line were captured and stored.
  var isKeptWhole: Bool { flags.isDisjoint(with: [.incomplete, .overLong]) }
}
