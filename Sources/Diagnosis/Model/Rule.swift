package import PacketLayers
public import SMTPSession

/// One known way in which a session stops, loses protection, or cannot be judged: what it means, who must do what, and one
/// pure function that tells whether a session shows it.
///
/// A rule is a value in a file of its own under `Rules/`, a line in ``Catalogue/rules``, and the captures that it names.
/// Its prose is what `smtptrace explain` prints.
public struct Rule: Sendable {
  /// Group and name, such as "starttls/not-offered". Never reused for another meaning.
  public var id: String
  /// What is seen, in a few words, without a remedy in it: lower case, no full stop.
  public var title: String
  public var stage: Stage
  public var severity: Severity
  /// What a session must show for the rule to have anything to say of it; empty where it is asked about every session.
  package var needs: SessionTraits
  /// Where a session must have stopped for the rule to explain it; empty for a rule that explains nothing and only observes.
  package var points: Points
  /// What it means, in plain words, for a mail administrator.
  public var meaning: String
  /// How it is told from what looks the same.
  public var distinction: String
  /// What a capture cannot tell about it; empty where nothing needs saying.
  public var unknowable: String
  /// Who can do what. `{server}`, `{port}`, `{source}`, `{host}`, `{introduction}` and `{time}` are filled
  /// in from the session.
  public var remedies: [Remedy]
  /// Commands that confirm it, in the form that fits the session.
  public var nextCommands: [ConfirmingCommand]
  /// Messages of mail servers, verified word for word; nothing from memory.
  public var logMessages: [LogMessage]
  public var references: [String]
  /// The findings of which this one is the consequence: where one of them stands beside it, about the same sessions, this is no more than
  /// a note, so that one fault is told once.
  public private(set) var toldBy: [String] = []
  /// The captures, by name, on which it fires: all of them, and no other.
  public var captures: [String]
  package var examination: Examination
  /// Looks at one session again when others are known; `nil` for a rule that does not.
  package private(set) var looksAgain: (@Sendable (Siblings) -> SiblingMatch?)?

  package enum Examination: Sendable {
    /// Looks at one session.
    case session(@Sendable (Case) -> Match?)
    /// Looks at what is remembered of all sessions.
    case survey(@Sendable (Survey) -> [SurveyMatch])
  }

  package init(
    id: String, title: String, stage: Stage, severity: Severity, needs: SessionTraits = [], points: Points = [],
    meaning: String, distinction: String = "", unknowable: String = "", remedies: [Remedy] = [],
    nextCommands: [ConfirmingCommand] = [],
    logMessages: [LogMessage] = [], references: [String] = [], captures: [String] = [],
    examine: @escaping @Sendable (Case) -> Match?
  ) {
    self.id = id
    self.title = title
    self.stage = stage
    self.severity = severity
    self.needs = needs
    self.points = points
    self.meaning = meaning
    self.distinction = distinction
    self.unknowable = unknowable
    self.remedies = remedies
    self.nextCommands = nextCommands
    self.logMessages = logMessages
    self.references = references
    self.captures = captures
    examination = .session(examine)
  }

  package init(
    id: String, title: String, stage: Stage, severity: Severity, meaning: String, distinction: String = "",
    unknowable: String = "", remedies: [Remedy] = [], nextCommands: [ConfirmingCommand] = [],
    logMessages: [LogMessage] = [],
    references: [String] = [], captures: [String] = [], examineAll: @escaping @Sendable (Survey) -> [SurveyMatch]
  ) {
    self.init(
      id: id, title: title, stage: stage, severity: severity, meaning: meaning, distinction: distinction,
      unknowable: unknowable, remedies: remedies, nextCommands: nextCommands, logMessages: logMessages,
      references: references, captures: captures, examine: { _ in nil })
    examination = .survey(examineAll)
  }

  /// A rule that has something to say only when other sessions are known.
  package init(
    id: String, title: String, stage: Stage, severity: Severity, meaning: String, distinction: String = "",
    unknowable: String = "", remedies: [Remedy] = [], nextCommands: [ConfirmingCommand] = [],
    logMessages: [LogMessage] = [],
    references: [String] = [], captures: [String] = [], examineAgain: @escaping @Sendable (Siblings) -> SiblingMatch?
  ) {
    self.init(
      id: id, title: title, stage: stage, severity: severity, meaning: meaning, distinction: distinction,
      unknowable: unknowable, remedies: remedies, nextCommands: nextCommands, logMessages: logMessages,
      references: references, captures: captures, examineAll: { _ in [] })
    looksAgain = examineAgain
  }

  /// The same rule, as the consequence of what `ids` tell.
  func told(by ids: String...) -> Rule {
    var rule = self
    rule.toldBy = ids
    return rule
  }

  /// The same rule, which looks at a session a second time when others are known.
  func lookingAgain(_ look: @escaping @Sendable (Siblings) -> SiblingMatch?) -> Rule {
    var rule = self
    rule.looksAgain = look
    return rule
  }
}

/// What a rule says of several sessions together.
package struct SurveyMatch: Sendable {
  package var match: Match
  package var sessions: [Int]
  /// The server, and the visit whose client is to repeat the commands.
  package var server: Endpoint
  package var visit: Survey.Visit

  package init(_ match: Match, sessions: [Int], server: Endpoint, visit: Survey.Visit) {
    self.match = match
    self.sessions = sessions
    self.server = server
    self.visit = visit
  }
}

/// What a rule says of one session.
package struct Match: Sendable {
  package var certainty: Certainty
  package var cause: Cause?
  /// Where this session differs from the rule's own stage, severity or remedies.
  package var stage: Stage?
  package var severity: Severity?
  package var remedies: [Remedy]
  /// Who has to act in this session, the first one first: remedies of the rule for others are left out. `nil` where the rule's own
  /// order holds.
  package var actors: [Actor]?
  /// What it says, in one place for all its copies until one of them is changed.
  private(set) var words: MatchWords

  /// `summary` and `evidence` are worked out when somebody reads them.
  package init(
    _ certainty: Certainty, _ summary: @autoclosure @escaping () -> String, cause: Cause? = nil,
    evidence: @autoclosure @escaping () -> [Evidence], stage: Stage? = nil, severity: Severity? = nil,
    remedies: [Remedy] = [], actors: [Actor]? = nil
  ) {
    self.certainty = certainty
    self.cause = cause
    self.stage = stage
    self.severity = severity
    self.remedies = remedies
    self.actors = actors
    words = MatchWords(summary: summary, evidence: evidence)
  }

  /// One sentence about this session, with a full stop.
  package var summary: String {
    get { words.summary }
    set { change { $0.say(newValue) } }
  }

  package var evidence: [Evidence] {
    get { words.evidence }
    set { change { $0.show(newValue) } }
  }

  /// Changes what it says, in a place that nobody else has.
  mutating func change(_ edit: (MatchWords) -> Void) {
    if !isKnownUniquelyReferenced(&words) { words = words.copied() }
    edit(words)
  }
}

extension Rule {
  /// How TLS can begin where the rule fires.
  enum Setting {
    case starttls, either
  }

  private var setting: Setting { id.hasPrefix("starttls/") ? .starttls : .either }

  /// Who can do what, whatever the session: with words in capitals in the place of names and addresses.
  package var explainedRemedies: [Remedy] {
    remedies.map { Remedy($0.actor, CommandTemplate($0.text).filled(.explained(setting), as: .sentence)) }
  }

  /// The commands, with words in capitals, in both forms where the session decides.
  package var explainedCommands: [String] { ConfirmingCommand.lines(nextCommands, for: .explained(setting)) }
}
