/// The known messages and the words of the findings, arranged so that a message finds those that share its rare words.
///
/// A word weighs more the fewer messages and findings it stands in; two words that stand side by side weigh as well. What
/// counts is how much of a *known* message stands in the given one: a log line holds much that is nobody's words.
struct MessageIndex: Sendable {
  /// How well one known message fits.
  struct Match: Sendable {
    let message: KnownMessage
    /// The part of the known message's weight that was found, 0...1.
    let coverage: Double
    /// The weight that was found.
    let weight: Double
    /// The part of the given message's weight that the known one explains.
    let explained: Double
    /// The words of the known message that were found.
    let found: Set<String>

    /// Words that only say where something failed are outdone by those that say why.
    var score: Double { 1.5 * coverage * coverage * (message.isFrame ? min(weight, 32) / 4 : weight) }
  }

  /// How well the words of a finding fit.
  struct RuleMatch: Sendable {
    let id: String
    let coverage: Double
    let weight: Double
    /// The given words that its text has.
    let words: [String]
    /// Whether its id and title have all of them.
    let isTitled: Bool
  }

  private struct Entry {
    let message: KnownMessage
    let words: Set<String>
    let pairs: Set<WordPair>
    let total: Double
  }

  private let weights: [String: Double]
  private let entries: [Entry]
  private let places: [String: [Int]]
  private let rules: [(id: String, fields: [(words: Set<String>, factor: Double)])]
  private let strangeWeight: Double

  /// A pair of words weighs this part of the two.
  private static let pairFactor = 0.25

  init(messages: [KnownMessage], rules: [Rule]) {
    let texts = messages.map { MessageWords($0.text.replacing("%", with: " \n ")) }
    let fields = rules.map { rule -> [(words: Set<String>, factor: Double)] in
      [
        (MessageWords(rule.id.replacing("/", with: " ").replacing("-", with: " ") + " " + rule.title).words, 3),
        (MessageWords(rule.meaning).words, 1.5),
        (MessageWords(rule.distinction + " " + rule.unknowable).words, 1),
      ]
    }
    var counts: [String: Int] = [:]
    for text in texts { for word in text.words { counts[word, default: 0] += 1 } }
    for field in fields {
      for word in field.reduce(into: Set<String>(), { $0.formUnion($1.words) }) { counts[word, default: 0] += 1 }
    }
    let documents = Double(texts.count + rules.count)
    let weights = counts.mapValues { Self.logarithm((documents + 1) / (Double($0) + 0.5)) }
    self.weights = weights
    strangeWeight = Self.logarithm(documents + 1)
    self.rules = zip(rules, fields).map { ($0.id, $1) }
    entries = zip(messages, texts).map { message, text in
      let words = text.words
      let pairs = text.pairs
      return Entry(message: message, words: words, pairs: pairs, total: Self.total(words, pairs, weights))
    }
    var places: [String: [Int]] = [:]
    for (index, entry) in entries.enumerated() { for word in entry.words { places[word, default: []].append(index) } }
    self.places = places
  }

  /// The known messages that share words with it, the best first.
  func matches(_ words: MessageWords) -> [Match] {
    let given = words.words
    let pairs = words.pairs
    let sum = given.reduce(0) { $0 + (weights[$1] ?? strangeWeight) }
    var seen: Set<Int> = []
    for word in given where (weights[word] ?? 0) > 2 { seen.formUnion(places[word] ?? []) }
    var matches: [Match] = []
    for index in seen {
      let entry = entries[index]
      let common = entry.words.intersection(given)
      let single = common.reduce(0) { $0 + (weights[$1] ?? 0) }
      let double = entry.pairs.intersection(pairs).reduce(0) { $0 + Self.weight($1, weights) }
      let coverage = entry.total > 0 ? (single + double) / entry.total : 0
      guard coverage > 0.3 else { continue }
      matches.append(
        Match(
          message: entry.message, coverage: coverage, weight: single + double, explained: sum > 0 ? single / sum : 0,
          found: common))
    }
    return matches.sorted { ($0.score, $1.message.text) > ($1.score, $0.message.text) }
  }

  /// The findings whose own words hold the most of it, the best first.
  func rules(_ words: MessageWords) -> [RuleMatch] {
    let given = words.words
    let sum = given.reduce(0) { $0 + (weights[$1] ?? strangeWeight) }
    guard sum > 0 else { return [] }
    let matches = rules.compactMap { rule -> RuleMatch? in
      var weight = 0.0
      var covered = 0.0
      var found: [String] = []
      let isTitled = rule.fields.first.map { given.isSubset(of: $0.words) } ?? false
      for word in given {
        guard let best = rule.fields.first(where: { $0.words.contains(word) }) else { continue }
        let own = weights[word] ?? 0
        weight += own * best.factor
        covered += own
        found.append(word)
      }
      return found.isEmpty
        ? nil
        : RuleMatch(id: rule.id, coverage: covered / sum, weight: weight, words: found.sorted(), isTitled: isTitled)
    }
    return matches.sorted { ($0.weight, $1.id) > ($1.weight, $0.id) }
  }

  /// Whether any of the catalogue's texts has the word.
  func knows(_ word: String) -> Bool { weights[word] != nil }

  private static func total(_ words: Set<String>, _ pairs: Set<WordPair>, _ weights: [String: Double]) -> Double {
    words.reduce(0) { $0 + (weights[$1] ?? 0) } + pairs.reduce(0) { $0 + weight($1, weights) }
  }

  private static func weight(_ pair: WordPair, _ weights: [String: Double]) -> Double {
    pairFactor * ((weights[pair.left] ?? 0) + (weights[pair.right] ?? 0))
  }

  /// The logarithm to the base of two, near enough: exact at powers of two, and straight between them.
  private static func logarithm(_ value: Double) -> Double {
    guard value > 1 else { return 0.1 }
    return max(0.1, Double(value.exponent) + value.significand - 1)
  }
}
