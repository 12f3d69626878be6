/// What somebody's words lead to: an id, a part of one, a reply code, a message of a mail server, or a question in free words.
package struct Explanations: Sendable {
  /// One finding that may be meant, and why.
  package struct Answer: Sendable {
    package let rule: Rule
    /// Why it fits, as a clause.
    package let reason: String
    /// How much speaks for it; of use for comparing only.
    let score: Double
  }

  package enum Kind: Sendable {
    /// One finding by its name.
    case rule(Rule)
    case retired(RetiredRule)
    /// A group of findings, or those whose ids hold a part.
    case list([Rule])
    /// No finding has this id; these are spelt much like it.
    case misspelt([Rule])
    /// What a message or a code stands for, the likeliest first.
    case answers([Answer])
    /// Nothing is certain; findings that have many of its words, if any.
    case nothing(nearest: [Answer])
  }

  package let kind: Kind
  /// Who writes the message, where it is a known one.
  package let product: String?
  /// Whether what was given is written like an id.
  package let isNameLike: Bool
  /// Whether a part of what was given was not looked at.
  package let isCut: Bool

  /// More of what is given is not looked at.
  package static let maximumBytes = MessageWords.maximumBytes

  /// As many answers are given as anybody reads.
  package static let maximumAnswers = 5

  /// A known message that is found to this part is the one that was meant.
  private static let clearCoverage = 0.7
  /// Less weight than this is a word or two that stand everywhere.
  private static let leastWeight = 6.5
  /// Below this a known message is so short that other programs write it as well.
  private static let shortWeight = 16.0

  private static let maximumMatches = 40

  private static let index = MessageIndex(
    messages: KnownMessage.all + messagesOfRules + Catalogue.rules.map { KnownMessage("", $0.title, [$0.id], "") },
    rules: Catalogue.rules)

  /// The messages that rules name and the table does not have; those of several rules once.
  private static var messagesOfRules: [KnownMessage] {
    let known = Set(KnownMessage.all.map { MessageWords($0.text).words })
    var causes: [String: (product: String, ids: [String])] = [:]
    for rule in Catalogue.rules {
      for message in rule.logMessages where !known.contains(MessageWords(message.text).words) {
        causes[message.text, default: (message.source, [])].ids.append(rule.id)
      }
    }
    return causes.sorted { $0.key < $1.key }.map { KnownMessage($0.value.product, $0.key, $0.value.ids, "") }
  }

  package static func of(_ text: String) -> Explanations {
    let trimmed = trim(text)
    let isNameLike = FindingNames.isNameLike(trimmed)
    switch KnownMessage.names.contains(trimmed.lowercased()) ? nil : FindingNames.find(trimmed) {
    case .rule(let rule): return Explanations(.rule(rule), isNameLike: true)
    case .retired(let retired): return Explanations(.retired(retired), isNameLike: true)
    case .group(let rules), .parts(let rules): return Explanations(.list(rules), isNameLike: true)
    case .alike(let rules): return Explanations(.misspelt(rules), isNameLike: true)
    case nil: break
    }
    let words = MessageWords(text)
    let isForeign = MailNames.isForeign(words) && !MailNames.isMail(words)
    if isForeign { return Explanations(.nothing(nearest: []), isNameLike: false, isCut: words.isCut) }
    var tally = Tally()
    let product = tally.addMessages(clearMatches(words))
    tally.addReplies(QuotedReply.all(in: text), areAlone: product == nil)
    if tally.answers.isEmpty { tally.addTitles(titled(words)) }
    let answers = tally.answers
    if !answers.isEmpty {
      return Explanations(.answers(answers), product: product, isNameLike: isNameLike, isCut: words.isCut)
    }
    return Explanations(.nothing(nearest: nearest(words)), isNameLike: isNameLike, isCut: words.isCut)
  }

  private init(_ kind: Kind, product: String? = nil, isNameLike: Bool, isCut: Bool = false) {
    self.kind = kind
    self.product = product
    self.isNameLike = isNameLike
    self.isCut = isCut
  }

  /// The known messages of which enough is there to be sure that they were meant.
  private static func clearMatches(_ words: MessageWords) -> [MessageIndex.Match] {
    let isMail = MailNames.isMail(words)
    let isAboutTLS = isMail || words.words.contains { ["tls", "ssl", "certificat", "x509", "handshak"].contains($0) }
    let clear = index.matches(words).filter { match in
      guard match.coverage >= clearCoverage, match.weight >= leastWeight else { return false }
      // A title is nobody's message: only a question in its words means it.
      if match.message.product.isEmpty { return match.explained >= 0.6 }
      let isOfTLS = match.message.isName || KnownMessage.tlsProducts.contains(match.message.product)
      return match.weight >= shortWeight || isMail || match.explained >= 0.6 || (isOfTLS && isAboutTLS)
    }.prefix(maximumMatches)
    // A message that finds nothing but what another finds as well, and of that other one more is there, is a look-alike of it.
    return clear.filter { match in
      !clear.contains { $0.coverage > match.coverage && $0.found.isSuperset(of: match.found) }
    }
  }

  /// The few findings whose id and title have all the words; none where they stand in many.
  private static func titled(_ words: MessageWords) -> [MessageIndex.RuleMatch] {
    let matches = index.rules(words).filter { $0.isTitled && $0.weight >= 12 }
    return matches.count <= maximumAnswers ? matches : []
  }

  /// Findings for a question in free words.
  private static func nearest(_ words: MessageWords) -> [Answer] {
    let known = words.words.filter(index.knows)
    guard known.count >= 1, known.count * 2 > words.words.count else { return [] }
    let matches = index.rules(words).filter { $0.coverage >= 0.6 }
    guard let best = matches.first, best.weight >= 8 else { return [] }
    return matches.prefix(maximumAnswers).filter { $0.weight >= best.weight * 0.6 }.compactMap { match in
      Catalogue.rule(match.id).map {
        Answer(rule: $0, reason: "its text has \(match.words.count) of the words", score: match.weight)
      }
    }
  }

  private static func trim(_ text: String) -> String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace || $0 == "\"" || $0 == "'" }
    guard let first = text.firstIndex(where: { !isSpace($0) }), let last = text.lastIndex(where: { !isSpace($0) })
    else {
      return ""
    }
    return String(text[first...last])
  }
}

/// What speaks for each finding.
private struct Tally {
  private var best: [String: (score: Double, reason: String)] = [:]
  private var sums: [String: Double] = [:]

  /// Each further cause of one message, or of one reply, is a little less likely than the one before it.
  private static let step = 0.94

  var answers: [Explanations.Answer] {
    let found = best.compactMap { id, entry -> Explanations.Answer? in
      guard let rule = Catalogue.rule(id) else { return nil }
      let more = (sums[id] ?? 0) - entry.score
      return Explanations.Answer(rule: rule, reason: entry.reason, score: entry.score + 0.05 * more)
    }
    let sorted = found.sorted { ($0.score, $1.rule.id) > ($1.score, $0.rule.id) }
    return Array(sorted.prefix(Explanations.maximumAnswers))
  }

  /// Takes in the known messages; who writes the best of them.
  mutating func addMessages(_ matches: [MessageIndex.Match]) -> String? {
    for match in matches.prefix(12) {
      var score = match.score
      let message = match.message
      for (number, id) in message.causes.enumerated() {
        let what =
          message.product.isEmpty
          ? "your words are those of its title"
          : number == 0
            ? "\(message.product): \"\(message.shown)\"" : "the same message is written then as well"
        add(id, score, what)
        score *= Self.step
      }
    }
    return matches.first { !$0.message.product.isEmpty }?.message.product
  }

  /// Takes in findings whose id and title have every word that was given.
  mutating func addTitles(_ matches: [MessageIndex.RuleMatch]) {
    for match in matches { add(match.id, match.weight, "your words are those of its id and title") }
  }

  /// - Parameter areAlone: Whether the codes are all that there is, so that what they are seen to stand for may answer.
  mutating func addReplies(_ replies: [QuotedReply], areAlone: Bool) {
    for (number, reply) in replies.enumerated() {
      // A code behind a message whose words are known adds nothing to them.
      if !areAlone, reply.isBare, reply.isOnlyStatus { continue }
      // Of nested replies the innermost is what the other side said; the rest are wrappers.
      let depth = number == replies.count - 1 ? 1.0 : 0.5
      for (order, example) in (areAlone ? reply.exampleReasons : []).enumerated() {
        // A reply code alone means what the standards say; with a status code, what servers are seen to mean by it.
        var score = (reply.status == nil ? 21 : example.share >= 0.5 ? 28 : 24) * depth - Double(order)
        for id in ReasonCauses.ids(example.reason, at: example.reason.home, of: reply).prefix(order == 0 ? 2 : 1) {
          add(id, score, "by \(reply.codes) servers say that \(example.reason.saying)")
          score *= Self.step
        }
      }
      for (order, entry) in reply.readings().enumerated() {
        let weight = Self.weight(entry.reading, reply) * depth * (order == 0 ? 1 : 0.9)
        guard weight > 0 else { continue }
        var score = weight
        for id in ReasonCauses.ids(entry.reading.reason, at: entry.place, of: reply) {
          add(id, score, "by \(reply.codes) a server says that \(entry.reading.reason.saying)")
          score *= Self.step
        }
      }
    }
  }

  private mutating func add(_ id: String, _ score: Double, _ reason: String) {
    sums[id, default: 0] += score
    if score > best[id]?.score ?? 0 { best[id] = (score, reason) }
  }

  private static func weight(_ reading: ReplyReading, _ reply: QuotedReply) -> Double {
    guard let row = reading.row else { return reply.place == nil ? 0 : 12 }
    switch row.rank {
    case .plainWords, .provider: return 34
    case .status: return 26
    case .words: return 24
    case .weakStatus: return 12
    case .replyCode: return reply.isBare && reply.status == nil ? 25 : 9
    }
  }
}
