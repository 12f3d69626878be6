import ByteParsing
import SMTPTranscript

/// How much of each line of a dialogue may be shown.
///
/// A line is shown where it is proven harmless: a command that parses from its first byte to its last, a line in the place of a
/// command that the dialogue has reached without a doubt, a reply with its code. Of all others stand their verb and their length. A
/// message that is read as commands because its `DATA` is missing, a password in the place of a command, and the words of another
/// protocol are such lines, and nobody can tell which.
struct Disclosure: Sendable {
  /// Bytes of the line that may be shown; all of them where it is `UInt16.max`. Empty while that is so of every line.
  private var shown: [UInt16] = []
  /// Whether every line may be shown as it stood, as in most dialogues: no line is a credential or may be one, so that none repeats one.
  let showsAll: Bool
  /// Parts of lines of a peer that repeat what must not be shown, by the index of the element.
  private(set) var repeated: [Int: [Range<Int>]] = [:]
  private(set) var secrets = KnownSecrets()

  private static let whole = UInt16.max

  /// Of a dialogue that may be shown whole.
  init() { showsAll = true }

  /// Whether a dialogue without a login may be shown whole.
  static func showsAll(of spoken: borrowing SpokenText) -> Bool { shown(of: spoken, OfferedMechanisms()).isEmpty }

  init(_ spoken: borrowing SpokenText, _ sasl: SASLReading, _ offered: OfferedMechanisms) {
    shown = Self.shown(of: spoken, offered)
    showsAll = shown.isEmpty && sasl.notes.isEmpty && !spoken.elements.contains { $0.kind == .authResponse }
    if !showsAll { withhold(spoken, sasl) }
  }

  private static func shown(of spoken: borrowing SpokenText, _ offered: OfferedMechanisms) -> [UInt16] {
    var shown: [UInt16] = []
    var place = Place(isKnown: !spoken.isMidStream)
    var answers = Answers()
    for index in spoken.elements.indices {
      let count: UInt16
      switch spoken.elements[index].kind {
      case .greeting, .reply, .authResponse, .proxyHeader, .tlsBegins: count = whole
      default: count = Self.count(of: spoken.elements[index], index, spoken, &place, &answers, offered)
      }
      guard count != whole || !shown.isEmpty else { continue }
      if shown.isEmpty { shown = [UInt16](repeating: whole, count: index) }
      shown.append(count)
    }
    return shown
  }

  /// Bytes of the element's line that may be shown; `nil` where the whole line may.
  func shownCount(of index: Int) -> Int? {
    index < shown.count && shown[index] != Self.whole ? Int(shown[index]) : nil
  }

  // MARK: - Lines of the client

  /// Whether the next line of the client stands where a command is read.
  private struct Place {
    var isKnown: Bool
    /// Whether the server speaks another protocol that is known; `nil` while it said nothing that is no SMTP.
    var isForeign: Bool?
  }

  /// The code of the whole and certain reply to each command, by the index of the command's element. Made when it is first asked
  /// for: in most dialogues every line speaks for itself.
  private struct Answers {
    private var codes: [Int32: UInt16]?

    mutating func code(to index: Int, in spoken: borrowing SpokenText) -> UInt16? {
      if codes == nil {
        var found: [Int32: UInt16] = [:]
        for element in spoken.elements where element.kind == .reply {
          guard let answered = element.answers, let code = element.replyCode, element.flags.contains(.lastLine),
            element.flags.isDisjoint(with: [.uncertainPairing, .afterGap, .incomplete, .earlyReply])
          else { continue }
          found[answered] = code
        }
        codes = found
      }
      return codes?[Int32(truncatingIfNeeded: index)]
    }
  }

  private static func count(
    of element: TranscriptElement, _ index: Int, _ spoken: borrowing SpokenText, _ place: inout Place,
    _ answers: inout Answers, _ offered: OfferedMechanisms
  ) -> UInt16 {
    switch element.kind {
    case .gap:
      place.isKnown = false
      return whole
    case .fragment:
      place.isKnown = false
      return 0
    case .messageData:
      if !element.flags.isDisjoint(with: [.containsGap, .incomplete, .lenientEnd]) { place.isKnown = false }
      return whole
    case .command: break
    case .notSMTP:
      if element.side == .client {
        place.isKnown = false
        return 0
      }
      defer {
        place.isForeign = place.isForeign ?? (ProtocolGuess(spoken.text(of: element), from: .server).name != nil)
      }
      // The first line that is no SMTP is the one by which its protocol is known; that protocol's answers can hold messages.
      if spoken.isMidStream { return 0 }
      return place.isForeign ?? false ? 0 : whole
    case .greeting, .reply, .authResponse, .proxyHeader, .tlsBegins: return whole
    }
    if !element.flags.isDisjoint(with: .afterGap) { place.isKnown = false }
    let line = spoken.text(of: element)
    let isWhole = element.flags.isDisjoint(with: [.overLong, .incomplete])
    if element.verb.isKnown {
      let parses = isWhole && CommandGrammar.parses(line, as: element.verb)
      // A peer that waits for the reply and is answered as the command asks for stands where commands are read.
      if parses, !place.isKnown, !element.flags.contains(.pipelined), let code = answers.code(to: index, in: spoken),
        code < 400
      {
        place.isKnown = true
      }
      if element.verb == .data, let code = answers.code(to: index, in: spoken), code >= 400 || code < 300 {
        place.isKnown = false
        if parses { return whole }
      }
      defer {
        if element.verb == .bdat, !parses { place.isKnown = false }
        if !parses, element.verb.isFreeOfText { place.isKnown = false }
      }
      if parses { return whole }
      if element.verb.beginsSASL { return UInt16(clamping: AuthWords(line).shownCount(among: offered)) }
      let isPlain = element.flags.isDisjoint(with: [.secret, .pipelined]) && place.isKnown
      if isPlain, !element.verb.isFreeOfText, element.verb != .burl { return whole }
      return UInt16(clamping: firstWord(of: line).count)
    }
    // A dot alone, as at the end of a message, and a line without a character say nothing.
    if line.count == 0 || (line.count == 1 && line[0] == 0x2E) { return whole }
    let word = firstWord(of: line)
    defer { place.isKnown = false }
    switch element.verb {
    case .httpRequest where isPlainRequest(line, from: word.count): return whole
    case .masked, .httpRequest: return word.count == line.count ? whole : UInt16(clamping: word.count)
    default:
      guard place.isKnown, element.flags.isDisjoint(with: [.secret, .pipelined]),
        answers.code(to: index, in: spoken) != nil,
        LikeVerb.resembles(line.extracting(word))
      else { return 0 }
      return word.count == line.count ? whole : UInt16(clamping: word.count)
    }
  }

  private static func firstWord(of line: Span<UInt8>) -> Range<Int> {
    var end = 0
    while end < line.count, line[end] != 0x20, line[end] != 0x09 { end += 1 }
    return 0..<end
  }

  /// Whether the target of a request of HTTP is the root, or a host with a port: no path, in which a token can stand.
  private static func isPlainRequest(_ line: Span<UInt8>, from start: Int) -> Bool {
    guard line.count >= start + 10, line.hasASCII(" HTTP/1.", at: line.count - 9) else { return false }
    let target = line.extracting((start + 1)..<(line.count - 9))
    if target.count == 1, target[0] == 0x2F { return true }
    for index in target.indices {
      switch target[index] {
      case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5B, 0x5D: continue
      default: return false
      }
    }
    return target.count > 0 && target.count <= 255
  }

  // MARK: - What is repeated

  private mutating func withhold(_ spoken: borrowing SpokenText, _ sasl: SASLReading) {
    learn(spoken, sasl)
    if !secrets.isEmpty { findRepetitions(spoken) }
  }

  /// Collects what the client said that is not shown.
  private mutating func learn(_ spoken: borrowing SpokenText, _ sasl: SASLReading) {
    var open: Set<[UInt8]> = []
    for exchange in sasl.exchanges.values {
      guard let user = exchange.user?.lowercased() else { continue }
      open.insert(Array(user.utf8))
      for part in user.split(whereSeparator: { $0 == "@" || $0 == "\\" }) { open.insert(Array(part.utf8)) }
    }
    for (index, element) in spoken.elements.enumerated() where element.side == .client {
      switch element.kind {
      case .authResponse: secrets.add(spoken.text(of: element).copied(), besides: open)
      case .command, .notSMTP:
        guard let count = shownCount(of: index) else { continue }
        let line = spoken.text(of: element)
        let rest = line.extracting(min(count, line.count)..<line.count)
        if element.isSASLCommand || element.flags.contains(.secret) && element.verb != .burl {
          secrets.add(rest.copied(), besides: open)
        } else if element.verb == .burl {
          secrets.addTokens(of: rest.copied())
        } else {
          secrets.addDoubtful(rest)
        }
      default: continue
      }
    }
    // The server's part of a SASL exchange can be as telling.
    for (index, note) in sasl.notes where note.isSecret && index < spoken.elements.count {
      secrets.add(Array(spoken.text(of: spoken.elements[index]).copied().dropFirst(4)), besides: open)
    }
  }

  /// Looks through what the server said, also over the ends of the lines of one reply.
  private mutating func findRepetitions(_ spoken: borrowing SpokenText) {
    var text: [UInt8] = []
    var lines: [(index: Int, start: Int, skipped: Int)] = []
    var answered: Int32?
    func isContinued(_ element: TranscriptElement) -> Bool {
      !lines.isEmpty && element.answers == answered && text.count < KnownSecrets.maximumBytes
    }
    for (index, element) in spoken.elements.enumerated() where element.side == .server {
      guard [.greeting, .reply, .notSMTP].contains(element.kind) else { continue }
      if !isContinued(element) { note(text, lines, spoken) }
      if !isContinued(element) {
        text.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
      }
      answered = element.answers
      let skipped = element.replyCode == nil ? 0 : 4
      let line = spoken.text(of: element)
      lines.append((index, text.count, skipped))
      text.append(contentsOf: line.extracting(min(skipped, line.count)..<line.count))
    }
    note(text, lines, spoken)
  }

  private mutating func note(
    _ text: [UInt8], _ lines: [(index: Int, start: Int, skipped: Int)], _ spoken: borrowing SpokenText
  ) {
    guard !lines.isEmpty else { return }
    if secrets.isFull {
      for line in lines {
        let count = spoken.text(of: spoken.elements[line.index]).count
        if count > line.skipped { repeated[line.index] = [line.skipped..<count] }
      }
      return
    }
    var places = secrets.places(in: text)
    for (offset, line) in lines.enumerated() {
      let end = offset + 1 < lines.count ? lines[offset + 1].start : text.count
      guard spoken.elements[line.index].verb.beginsSASL, spoken.elements[line.index].replyCode != 334 else { continue }
      // What a mechanism says beside the code that ends it is data (RFC 4954 section 4), such as the signature of SCRAM.
      places += Self.encodedWords(in: text, line.start..<end)
    }
    for place in places {
      for (offset, line) in lines.enumerated() {
        let end = offset + 1 < lines.count ? lines[offset + 1].start : text.count
        let (first, behind) = (max(place.lowerBound, line.start), min(place.upperBound, end))
        guard first < behind else { continue }
        let offset = line.skipped - line.start
        repeated[line.index, default: []].append((first + offset)..<(behind + offset))
      }
    }
    for line in lines {
      guard let ranges = repeated[line.index], ranges.count > 1 else { continue }
      repeated[line.index] = Self.united(ranges)
    }
  }

  /// Words that are base64 of a signature's length.
  private static func encodedWords(in text: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var start = range.lowerBound
    for index in range.lowerBound...range.upperBound where index == range.upperBound || text[index] == 0x20 {
      let word = Array(text[start..<index])
      if word.count >= 16, word.count % 4 == 0, word.contains(where: { (0x30...0x39).contains($0) || $0 == 0x3D }),
        Base64Text.decode(word) != nil
      {
        places.append(start..<index)
      }
      start = index + 1
    }
    return places
  }

  /// Ranges in their order, those that touch as one.
  static func united(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }
}

/// Words in the place of a verb that may be shown although nobody knows them.
enum LikeVerb {
  /// A private verb, which begins with X (RFC 5321 section 4.1.5), or one letter away from a verb.
  static func resembles(_ word: Span<UInt8>) -> Bool {
    guard word.count >= 3, word.count <= 20 else { return false }
    var isUpper = true
    for index in word.indices where !((0x41...0x5A).contains(word[index]) || word[index] == 0x2D) { isUpper = false }
    if isUpper, word[0] == 0x58 { return true }
    let folded = word.copied().map { (0x61...0x7A).contains($0) ? $0 & ~0x20 : $0 }
    return names.contains { isOneAway(folded, $0) }
  }

  private static let names: [[UInt8]] = Verb.allCases.compactMap(\.name).filter { $0.utf8.count >= 4 }.map {
    Array($0.utf8)
  }

  /// Whether one letter is another, left out, put in, or changed places with the next.
  private static func isOneAway(_ word: [UInt8], _ name: [UInt8]) -> Bool {
    guard abs(word.count - name.count) <= 1 else { return false }
    var start = 0
    while start < word.count, start < name.count, word[start] == name[start] { start += 1 }
    var (wordEnd, nameEnd) = (word.count, name.count)
    while wordEnd > start, nameEnd > start, word[wordEnd - 1] == name[nameEnd - 1] {
      wordEnd -= 1
      nameEnd -= 1
    }
    let (left, right) = (wordEnd - start, nameEnd - start)
    if left <= 1, right <= 1 { return true }
    return left == 2 && right == 2 && word[start] == name[start + 1] && word[start + 1] == name[start]
  }
}

extension Verb {
  /// Whether the verb takes no parameters, or a text that only people read: what follows it says nothing of the dialogue.
  fileprivate var isFreeOfText: Bool {
    switch self {
    case .quit, .rset, .data, .noop, .help, .turn, .send, .soml, .saml, .xAnonymousTLS: true
    default: false
    }
  }
}

extension AuthWords {
  /// The bytes of the line up to the end of a mechanism that anybody knows, or that the server offers; of another word only the verb,
  /// because a credential may stand in its place.
  func shownCount(among offered: OfferedMechanisms) -> Int {
    offered.areNamed(mechanism) ? (initialResponse == nil ? Int(UInt16.max) : shownCount) : verbCount
  }
}

/// The words of a server's answers to EHLO, among which are the names of its mechanisms (RFC 4954 section 3).
struct OfferedMechanisms: Sendable {
  /// The longest name that RFC 4422 section 3.1 allows.
  private static let maximumCount = 20

  private var words: Set<[UInt8]> = []

  /// Of a dialogue without a login, in which nobody asks.
  init() {}

  init(_ spoken: borrowing SpokenText) {
    guard spoken.elements.contains(where: \.isSASLCommand) else { return }
    for element in spoken.elements where element.kind == .reply && element.verb == .ehlo {
      let line = spoken.text(of: element).copied().map { (0x61...0x7A).contains($0) ? $0 & ~0x20 : $0 }
      for word in line.split(whereSeparator: { $0 == 0x20 || $0 == 0x3D }) where word.count <= Self.maximumCount {
        words.insert(Array(word))
      }
    }
  }

  /// Whether a name, in upper case, is that of a mechanism; the empty one is none, and says nothing.
  func areNamed(_ mechanism: String) -> Bool {
    mechanism.isEmpty || SASLExchange.isRegistered(mechanism) || words.contains(Array(mechanism.utf8))
  }
}
