import SMTPSession
import SMTPTranscript

/// The rows, arranged so that a reply is compared with few of them: phrases by the first letters of their first word, rows
/// without phrases by their codes.
struct ReplyReasonTable: Sendable {
  /// One phrase of a row.
  private struct Phrase {
    var row: Int
    var use: Use
    var words: [[UInt8]]
    /// Whether the last word is only the beginning of one.
    var isOpen: Bool
    /// Its length: how much of a reply it explains.
    var weight: Int
  }

  private enum Use: Equatable {
    case any, none
    case all(Int)
  }

  /// What the phrases of one row found in a reply.
  private struct Found {
    var any = 0
    /// The first word of the phrase that is worth most.
    var place: Int?
    var best = 0
    /// The weight of each phrase that must be there.
    var all: [Int: Int] = [:]
    var isExcluded = false
  }

  /// How well a row fits. The one that is less decides.
  private struct Fit: Comparable {
    var rank: ReplyReasons.Rank
    var specificity: Int
    var reason: Int

    static func < (left: Fit, right: Fit) -> Bool {
      if left.rank != right.rank { return left.rank < right.rank }
      if left.specificity != right.specificity { return left.specificity > right.specificity }
      return left.reason < right.reason
    }
  }

  private let rows: [ReplyReasons.Row]
  private let patterns: [[StatusPattern]]
  private let phrases: [UInt32: [Phrase]]
  /// Rows without phrases: by status code (subject and detail), by reply code, and the rest.
  private var byStatus: [Int: [Int]] = [:]
  private var byCode: [Int: [Int]] = [:]
  private var others: [Int] = []
  private let order: [ReplyReason: Int]

  init(_ rows: [ReplyReasons.Row]) {
    self.rows = rows
    patterns = rows.map { $0.statuses.compactMap(StatusPattern.init) }
    var phrases: [UInt32: [Phrase]] = [:]
    for (index, row) in rows.enumerated() {
      let uses =
        row.any.map { (Use.any, $0) } + row.none.map { (Use.none, $0) }
        + row.all.enumerated().map { (Use.all($0.offset), $0.element) }
      for (use, text) in uses {
        let words = ReplyPhrases.words(ofPhrase: text)
        guard let first = words.first else { continue }
        let weight = words.reduce(0) { $0 + $1.count + 1 }
        let phrase = Phrase(row: index, use: use, words: words, isOpen: text.utf8.last == 0x2A, weight: weight)
        phrases[Self.key(first), default: []].append(phrase)
      }
    }
    self.phrases = phrases
    order = Dictionary(uniqueKeysWithValues: ReplyReason.allCases.enumerated().map { ($0.element, $0.offset) })
    for (index, row) in rows.enumerated() where row.any.isEmpty && row.all.isEmpty { file(row, at: index) }
  }

  private mutating func file(_ row: ReplyReasons.Row, at index: Int) {
    if !patterns[index].isEmpty, patterns[index].allSatisfy({ $0.details.count == 1 }) {
      for pattern in patterns[index] { byStatus[pattern.key, default: []].append(index) }
    } else if patterns[index].isEmpty, !row.codes.isEmpty {
      for code in row.codes { byCode[code, default: []].append(index) }
    } else {
      others.append(index)
    }
  }

  func reading(of reply: Reply, answering verb: Verb?) -> ReplyReading {
    let text = ReplyPhrases(reply.lines)
    let status = (reply.enhancedStatus ?? text.status).flatMap(EnhancedParts.init)
    var best: (row: Int, fit: Fit, line: Int?)?
    func consider(_ index: Int, _ found: Found?) {
      guard let fit = fit(of: index, found, reply.code, status, verb), best.map({ fit < $0.fit }) ?? true else {
        return
      }
      best = (index, fit, found?.place.map { text.lines[$0] })
    }
    for (index, found) in search(text) { consider(index, found) }
    for index in candidates(reply.code, status) { consider(index, nil) }
    guard let best else { return ReplyReading(reason: .unknown, certainty: .probable, line: nil, row: nil) }
    let row = rows[best.row]
    return ReplyReading(reason: row.reason, certainty: row.certainty, line: best.line, row: row)
  }

  private func candidates(_ code: Int, _ status: EnhancedParts?) -> [Int] {
    (status.flatMap { byStatus[$0.key] } ?? []) + (byCode[code] ?? []) + others
  }

  /// What each row's phrases find in the text.
  private func search(_ text: ReplyPhrases) -> [Int: Found] {
    var found: [Int: Found] = [:]
    for (place, word) in text.words.enumerated() {
      for phrase in phrases[Self.key(word)] ?? [] where matches(phrase, text, at: place) {
        var entry = found[phrase.row] ?? Found()
        switch phrase.use {
        case .none: entry.isExcluded = true
        case .any: entry.any = max(entry.any, phrase.weight)
        case .all(let number): entry.all[number] = phrase.weight
        }
        if phrase.use != .none, phrase.weight > entry.best {
          entry.best = phrase.weight
          entry.place = place
        }
        found[phrase.row] = entry
      }
    }
    return found
  }

  private func matches(_ phrase: Phrase, _ text: ReplyPhrases, at place: Int) -> Bool {
    guard place + phrase.words.count <= text.words.count else { return false }
    let last = phrase.words.count - 1
    for (offset, word) in phrase.words.enumerated() {
      let other = text.words[place + offset]
      if offset == last, phrase.isOpen {
        guard other.starts(with: word) else { return false }
      } else if other != word {
        return false
      }
    }
    return true
  }

  /// How well the row fits; `nil` where it does not.
  private func fit(
    of index: Int, _ found: Found?, _ code: Int, _ status: EnhancedParts?, _ verb: Verb?
  ) -> Fit? {
    let row = rows[index]
    guard row.any.isEmpty || (found?.any ?? 0) > 0, (found?.all.count ?? 0) == row.all.count,
      !(found?.isExcluded ?? false)
    else { return nil }
    guard row.codes.isEmpty ? (400...599).contains(code) : row.codes.contains(code) else { return nil }
    if let isPassing = row.isPassing, isPassing != (code < 500) { return nil }
    if !row.verbs.isEmpty {
      guard let verb, row.verbs.contains(verb) else { return nil }
    }
    if !row.statuses.isEmpty {
      guard let status, patterns[index].contains(where: { $0.matches(status) }) else { return nil }
    }
    let words = (found?.any ?? 0) + (found?.all.values.reduce(0, +) ?? 0)
    let conditions =
      (row.codes.isEmpty ? 0 : 2) + (row.statuses.isEmpty ? 0 : 2) + (row.verbs.isEmpty ? 0 : 3)
      + (row.isPassing == nil ? 0 : 1)
    return Fit(rank: row.rank, specificity: words * 10 + conditions, reason: order[row.reason] ?? 0)
  }

  /// The first four letters of a word, as one number.
  private static func key(_ word: [UInt8]) -> UInt32 {
    var key: UInt32 = 0
    for byte in word.prefix(4) { key = key << 8 | UInt32(byte) }
    return key
  }
}

/// The parts of an enhanced status code (RFC 3463 section 2).
struct EnhancedParts: Sendable {
  var classDigit: Int
  var subject: Int
  var detail: Int

  init?(_ text: String) {
    let parts = text.utf8.split(separator: 0x2E).compactMap { Int(Substring($0)) }
    guard parts.count == 3 else { return nil }
    classDigit = parts[0]
    subject = parts[1]
    detail = parts[2]
  }

  var key: Int { subject * 1000 + detail }
}

/// Enhanced status codes that a row stands for: "5.7.57", "x.1.1", "4.7.500-699".
private struct StatusPattern: Sendable {
  /// `nil` for every class.
  var classDigit: Int?
  var subject: Int
  var details: ClosedRange<Int>

  init?(_ text: String) {
    let parts = text.utf8.split(separator: 0x2E).map { Substring($0) }
    guard parts.count == 3, let subject = Int(parts[1]) else { return nil }
    let ends = parts[2].utf8.split(separator: 0x2D).compactMap { Int(Substring($0)) }
    guard let low = ends.first, let high = ends.last, low <= high else { return nil }
    classDigit = Int(parts[0])
    self.subject = subject
    details = low...high
  }

  var key: Int { subject * 1000 + details.lowerBound }

  func matches(_ status: EnhancedParts) -> Bool {
    status.subject == subject && details.contains(status.detail)
      && (classDigit == nil || classDigit == status.classDigit)
  }
}
