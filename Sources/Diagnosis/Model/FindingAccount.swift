import Synchronization

/// What a finding says: it refers to its rule for the prose, and fills in commands and remedies when somebody reads them, because of a
/// million findings a summary reads none.
final class FindingAccount: Sendable {
  /// What the words are made of.
  struct Parts: Sendable {
    let rule: CataloguedRule
    var blanks: CommandBlanks
    /// What this session's own remedies are, before those of the rule.
    let ownRemedies: [Remedy]
    /// Who has to act, in order; `nil` where the rule's own order holds.
    let actors: [Actor]?
    /// What the match says.
    var words: MatchWords
    var writtenRemedies: [Remedy]?
    var writtenCommands: [String]?

    /// Changes what the match says, in a place of its own.
    mutating func reword(_ edit: (MatchWords) -> Void) {
      words = words.copied()
      edit(words)
    }
  }

  let parts: Parts

  /// What was worked out for one reader, and serves all.
  private struct Known {
    var remedies: [Remedy]?
    var products: [Product]?
  }

  private let known = Mutex(Known())

  init(_ rule: CataloguedRule, _ match: Match, _ blanks: CommandBlanks) {
    parts = Parts(
      rule: rule, blanks: blanks, ownRemedies: match.remedies, actors: match.actors, words: match.words)
  }

  init(_ parts: consuming Parts) {
    self.parts = parts
  }

  var telling: Telling? { parts.words.telling }

  /// The products that the server names as its own.
  private var products: [Product] {
    if let products = known.withLock({ $0.products }) { return products }
    let products = parts.blanks.products
    known.withLock { $0.products = products }
    return products
  }

  /// What mail servers are known to log or report for it. What stands in replies is left out where no reply of the session says it.
  var logMessages: [LogMessage] {
    parts.rule.rule.logMessages.filter { parts.blanks.mayRead($0, products: products) }
  }

  /// Commands that confirm it, with the session's names and addresses filled in.
  var nextCommands: [String] {
    parts.writtenCommands
      ?? ConfirmingCommand.lines(telling?.commands ?? parts.rule.rule.nextCommands, for: parts.blanks)
  }

  // MARK: - What there is to do

  /// Who can do what, with the session's names and addresses filled in.
  var remedies: [Remedy] {
    if let remedies = parts.writtenRemedies ?? known.withLock({ $0.remedies }) { return remedies }
    let chosen = chosenRemedies
    let leading = chosen.contains { $0.remedy.isLedByProduct } ? products : []
    let remedies = chosen.map { written($0, leading: leading) }
    known.withLock { $0.remedies = remedies }
    return remedies
  }

  private func written(_ entry: (remedy: Remedy, text: CommandTemplate), leading products: [Product]) -> Remedy {
    let isInOrder = products.isEmpty || !entry.remedy.isLedByProduct || entry.remedy.isLed(by: products)
    let template = isInOrder ? entry.text : CommandTemplate(entry.remedy.text(leading: products))
    return Remedy(entry.remedy.actor, template.filled(parts.blanks, as: .sentence))
  }

  /// Who has to do something next: whoever the first remedy is for. Of a million findings nobody reads the remedies.
  var nextActor: Actor {
    let own = telling?.remedies ?? parts.ownRemedies
    if let first = own.first ?? firstRulesRemedy, first.whereUnmarked == nil { return first.actor }
    return chosenRemedies.first?.remedy.actor ?? .none
  }

  /// What there is to do in this session: its own remedies, then the rule's for those who have to act, and last what is advised
  /// against devices of which nothing is seen.
  private var chosenRemedies: [(remedy: Remedy, text: CommandTemplate)] {
    let own = telling?.remedies ?? parts.ownRemedies
    let all = own.map { ($0, CommandTemplate($0.text)) } + rulesRemedies
    guard all.contains(where: { $0.0.whereUnmarked != nil }), !parts.blanks.bearsMask else { return all }
    return all.filter { $0.0.whereUnmarked == nil }
      + all.compactMap { entry in
        entry.0.whereUnmarked.map { (Remedy(entry.0.actor, $0), CommandTemplate($0)) }
      }
  }

  /// The rule's remedies for those who have to act.
  private var rulesRemedies: [(remedy: Remedy, text: CommandTemplate)] {
    guard let actors = telling?.remedies == nil ? parts.actors : telling?.keeping else { return parts.rule.remedies }
    return actors.flatMap { actor in parts.rule.remedies.filter { $0.remedy.actor == actor } }
  }

  /// The first of the rule's remedies for those who have to act.
  private var firstRulesRemedy: Remedy? {
    guard let actors = telling?.remedies == nil ? parts.actors : telling?.keeping else {
      return parts.rule.remedies.first?.remedy
    }
    for actor in actors {
      if let entry = parts.rule.remedies.first(where: { $0.remedy.actor == actor }) { return entry.remedy }
    }
    return nil
  }
}
