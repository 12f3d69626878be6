import ByteParsing
public import CaptureFiles
import PlainWords
public import SMTPSession

/// How much a finding matters to the person who reads it.
public enum Severity: String, Sendable, CaseIterable, Comparable {
  /// Limits what may be claimed.
  case caveat
  /// Context, nothing to mend.
  case note
  /// It worked, but secrets or mail could be read, or protection is weak.
  case exposure
  /// It did not work.
  case problem

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .caveat: 0
    case .note: 1
    case .exposure: 2
    case .problem: 3
    }
  }
}

/// How sure a claim is.
public enum Certainty: String, Sendable, CaseIterable, Comparable {
  /// Only the point is known; the candidates are listed.
  case undetermined
  /// The best of several readings.
  case probable
  /// The shape admits one reading; nobody said it in so many words.
  case strong
  /// A peer said so, or refused what nobody who checks may take (RFC 5280 section 6.1.3); and the bytes are complete.
  case certain

  public static func < (left: Certainty, right: Certainty) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .undetermined: 0
    case .probable: 1
    case .strong: 2
    case .certain: 3
    }
  }
}

/// Who stopped a session; who must do something.
public enum Actor: String, Sendable, CaseIterable {
  case client, server, network, unknown, none
}

/// The packets that a claim rests on, and what they show.
public struct Evidence: Sendable {
  public var packets: [PacketID]
  /// The words on the wire, printable and without secrets; `nil` where the evidence is no text.
  public var quote: String?
  public var meaning: String
  /// The lines of the transcript that it marks.
  public var transcriptLines: [Int]
  /// The session that it comes from, where that need not be the one that the finding stands in; else `nil`.
  public var session: Int?

  public init(
    packets: [PacketID], quote: String? = nil, meaning: String, transcriptLines: [Int] = [], session: Int? = nil
  ) {
    self.packets = packets
    self.quote = quote
    self.meaning = meaning
    self.transcriptLines = transcriptLines
    self.session = session
  }
}

/// What somebody can do about it.
public struct Remedy: Sendable, Equatable {
  public var actor: Actor
  /// What holds whatever software is in use. The advice by product stands at its end, or in the place of `{products}`.
  private var general: String
  /// What it comes to in products, in the order of the catalogue.
  public private(set) var advice: [ProductAdvice]
  /// What is said in its place, behind all other remedies, where no device left its mark on the session; `nil` where it stands
  /// whatever the session shows.
  private(set) var whereUnmarked: String?

  public init(_ actor: Actor, _ text: String) {
    self.actor = actor
    general = text
    advice = []
  }

  init(_ actor: Actor, _ text: String, whereUnmarked: String) {
    self.init(actor, text)
    self.whereUnmarked = whereUnmarked
  }

  init(_ actor: Actor, _ text: String, products: KeyValuePairs<Product, String>) {
    self.actor = actor
    general = text
    advice = products.map { ProductAdvice(product: $0.key, text: $0.value) }
  }

  public var text: String { text(leading: []) }

  /// The same with the advice for `products` before that for others.
  func text(leading products: [Product]) -> String {
    guard !advice.isEmpty else { return general }
    var gathered = GatheredText(length: 64 * advice.count)
    for isLeading in [true, false] {
      for entry in advice where products.contains(entry.product) == isLeading {
        if !gathered.isEmpty { gathered.add("; ") }
        gathered.add(entry.product.name)
        gathered.add(": ")
        gathered.add(entry.text)
      }
    }
    let clauses = gathered.text
    let blank = "{products}"
    guard let place = UTF8Search.firstPlace(of: blank, in: general) else {
      return general.isEmpty ? "\(clauses)." : "\(general) \(clauses)."
    }
    let behind = general.utf8.index(place, offsetBy: blank.utf8.count)
    return String(general[..<place]) + clauses + String(general[behind...])
  }

  /// Whether what is advised for the product that the server names comes first. That says nothing about the client's.
  var isLedByProduct: Bool { actor != .client && advice.count > 1 }

  /// Whether the advice for `products` stands before that for others as it is.
  func isLed(by products: [Product]) -> Bool {
    let others = advice.drop { products.contains($0.product) }
    return !others.contains { products.contains($0.product) }
  }
}

/// What a rule found in one session, or the survey in several.
///
/// What it says lies in one place for all its copies: findings are sorted and handed around far more often than read.
public struct Finding: Sendable {
  private var account: FindingAccount
  public var severity: Severity
  public var certainty: Certainty
  public var stage: Stage
  /// What it says about why the session stopped; `nil` for a finding that explains no stop.
  public var cause: Cause?
  /// The session that it is about; `nil` where it is about several together.
  private var session: Int?
  private var several: [Int] = []
  /// The sessions that it is about, where it is about several together.
  public var sessions: [Int] {
    get { session.map { [$0] } ?? several }
    set {
      session = newValue.count == 1 ? newValue.first : nil
      several = newValue.count == 1 ? [] : newValue
    }
  }

  // Not inlined: a match is large, and would be copied for each of its fields.
  @inline(never)
  init(_ rule: CataloguedRule, _ match: Match, session: Int?, blanks: CommandBlanks) {
    severity = match.severity ?? rule.severity
    certainty = match.certainty
    stage = match.stage ?? rule.stage
    cause = match.cause
    self.session = session
    account = FindingAccount(rule, match, blanks)
  }

  init(_ rule: CataloguedRule, _ match: Match, sessions: [Int], blanks: CommandBlanks) {
    self.init(rule, match, session: nil, blanks: blanks)
    self.sessions = sessions
  }

  /// A finding that was written down: its words are as they stand there. What `hasCause` tells is enough to be judged again; the cause
  /// itself is not written down. `nil` where no rule has that id.
  package init?(
    recorded id: String, severity: Severity, certainty: Certainty, summary: String, evidence: [Evidence],
    remedies: [Remedy], commands: [String], hasCause: Bool, blanks: RecordedBlanks?
  ) {
    guard let rule = Catalogue.catalogued.first(where: { $0.rule.id == id }) else { return nil }
    let cause = hasCause ? Cause(.stopped, by: .unknown, basis: .remainder) : nil
    let match = Match(certainty, summary, cause: cause, evidence: evidence, severity: severity)
    self.init(rule, match, sessions: [], blanks: blanks.map(CommandBlanks.recorded) ?? .explained(.either))
    change { parts in
      parts.writtenRemedies = remedies
      parts.writtenCommands = commands
    }
  }

  /// Changes what it says, in a place of its own.
  private mutating func change(_ edit: (inout FindingAccount.Parts) -> Void) {
    var parts = account.parts
    edit(&parts)
    account = FindingAccount(parts)
  }

  /// One sentence for this session.
  public var summary: String {
    get { account.parts.words.summary }
    set { change { $0.reword { $0.say(newValue) } } }
  }

  public var evidence: [Evidence] {
    get { account.parts.words.evidence }
    set { change { $0.reword { $0.show(newValue) } } }
  }

  private var rule: CataloguedRule { account.parts.rule }

  public var id: String { rule.id }

  /// It explains nothing: the session did not stop there, or nobody can know that it did.
  mutating func isNoCause() {
    cause = nil
    severity = min(severity, .note)
  }

  /// Another finding explains the session first.
  mutating func isSecond() { severity = min(severity, .note) }

  /// Lowers to notes those that another of `findings` tells with its reason, about the same sessions.
  static func tellOnce(_ findings: inout [Finding]) {
    for index in findings.indices where findings[index].rule.isToldByOthers {
      let ids = findings[index].rule.rule.toldBy
      let sessions = findings[index].sessions
      let isTold = findings.contains { ids.contains($0.id) && $0.severity > .note && $0.sessions == sessions }
      if isTold { findings[index].isSecond() }
    }
  }

  public var title: String { rule.rule.title }
  /// What it means, in plain words.
  public var meaning: String { account.telling?.meaning ?? rule.rule.meaning }
  /// What this capture cannot tell about it; empty where nothing needs saying.
  public var unknowable: String { account.telling?.unknowable ?? rule.rule.unknowable }
  /// What mail servers are known to log or report for it. What stands in replies is left out where no reply of the session says it.
  public var logMessages: [LogMessage] { account.logMessages }
  public var references: [String] { rule.rule.references }

  /// Tells it otherwise, by what other sessions show; what `next` does not say is told as before.
  mutating func tell(_ next: Telling) {
    change { parts in
      if next.remedies != nil { parts.writtenRemedies = nil }
      if next.commands != nil { parts.writtenCommands = nil }
      let earlier = parts.words
      parts.reword {
        $0.tell {
          let other = earlier.telling
          return Telling(
            meaning: next.meaning ?? other?.meaning, unknowable: next.unknowable ?? other?.unknowable,
            remedies: next.remedies ?? other?.remedies,
            keeping: next.remedies == nil ? other?.keeping ?? [] : next.keeping,
            commands: next.commands ?? other?.commands)
        }
      }
    }
  }

  /// Who can do what, with the session's names and addresses filled in.
  public var remedies: [Remedy] {
    get { account.remedies }
    set { change { $0.writtenRemedies = newValue } }
  }

  /// The words that a verdict takes from the finding, worked out once for both.
  var words: FindingAccount { account }

  /// Commands that confirm it, with the session's names and addresses filled in.
  public var nextCommands: [String] {
    get { account.nextCommands }
    set { change { $0.writtenCommands = newValue } }
  }

  /// The same without what comes from other sessions than the one that it stands in.
  package func restricted(to session: Session) -> Finding {
    var result = self
    result.sessions = [session.id]
    let isOwn = { (evidence: Evidence) in evidence.session.map { $0 == session.id } ?? true }
    result.evidence = evidence.filter(isOwn)
    return result
  }

  /// A finding about several sessions as far as it is about those with `numbers`: whole where it is about no other, else what the rule
  /// says of all such, and the evidence that comes from them. Its own sentence, advice and commands name the others' ends. `nil` where it
  /// is about others alone.
  package func restrictedSurvey(to numbers: Set<Int>) -> Finding? {
    if numbers.isSuperset(of: sessions) { return self }
    guard !numbers.isDisjoint(with: sessions) else { return nil }
    var result = telling(only: numbers)
    result.sessions = sessions.filter(numbers.contains)
    result.toldInGeneral(.explained(.either))
    return result
  }

  /// The same without what comes from other sessions than those with `numbers`.
  package func telling(only numbers: Set<Int>) -> Finding {
    var result = self
    result.evidence = evidence.filter { $0.session.map(numbers.contains) ?? true }
    return result
  }

  private mutating func toldInGeneral(_ ends: CommandBlanks) {
    let title = title
    change { parts in
      parts.blanks = ends
      parts.reword {
        $0.say("\(title.prefix(1).uppercased())\(title.dropFirst()).")
        $0.tell(nil)
      }
      parts.writtenRemedies = nil
      parts.writtenCommands = nil
    }
  }

  /// A finding about several sessions as far as it is about this one: what the rule says of all such, the evidence that comes from here,
  /// and commands for these ends. Its own sentence names the others'. `nil` where it is about others alone.
  package func restrictedSurvey(to session: Session) -> Finding? {
    guard sessions.contains(session.id) else { return nil }
    var result = restricted(to: session)
    result.toldInGeneral(.session(session))
    return result
  }
}

/// A message that a product is known to write, word for word.
public struct LogMessage: Sendable, Equatable {
  /// Whose log, queue or report: "Exchange 2003 queue", "Postfix".
  public var source: String
  public var text: String

  public init(_ source: String, _ text: String) {
    self.source = source
    self.text = text
  }
}

/// The part of a finding that explains why a session stopped, or went on with less protection.
public struct Cause: Sendable, Equatable {
  public enum Outcome: String, Sendable {
    case stopped, downgraded
  }

  /// What the explanation rests on, the strongest first.
  public enum Basis: Int, Sendable, Comparable {
    /// A peer said so: a reply code, an alert in clear.
    case statement
    /// Bytes that should not be there, or that show the work of a device.
    case residue
    /// The sizes of encrypted records.
    case inference
    /// Only who left, and when.
    case ending
    /// That it happened, and no more: such a finding leads where no rule knows more, and is not told otherwise.
    case remainder

    public static func < (left: Basis, right: Basis) -> Bool { left.rawValue < right.rawValue }
  }

  public var outcome: Outcome
  /// Who decided, or owed something and was silent.
  public var stoppedBy: Actor
  public var basis: Basis
  /// Whether it explains a session, too, in which the client asked neither for mail nor for a login: others of the kind are looks
  /// of monitors and people, of whom nobody knows that they wanted more.
  public var holdsWithoutIntent: Bool

  public init(_ outcome: Outcome, by actor: Actor, basis: Basis, holdsWithoutIntent: Bool = false) {
    self.outcome = outcome
    stoppedBy = actor
    self.basis = basis
    self.holdsWithoutIntent = holdsWithoutIntent
  }
}
