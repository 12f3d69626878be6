public import CaptureFiles
public import SMTPSession
import SMTPTranscript

/// What became of a session, in one line.
public struct Verdict: Sendable {
  public enum Outcome: String, Sendable, CaseIterable {
    case completed, stopped, downgraded, undetermined
  }

  /// Another finding that explains the session nearly as well.
  public struct Alternative: Sendable, Equatable {
    public var finding: String
    public var certainty: Certainty

    public init(finding: String, certainty: Certainty) {
      self.finding = finding
      self.certainty = certainty
    }
  }

  public var outcome: Outcome
  /// What became of it, before anybody asks why.
  public var disposition: Disposition
  /// Where it stopped; the last stage reached where it did not.
  public var stage: Stage
  /// Who decided, or owed something and was silent.
  public var stoppedBy: Actor
  /// Who took leave first, whatever the reason; `none` where nobody did.
  public var closedBy: Actor
  /// The packet of that first leave-taking; `nil` where nobody left.
  public var leftAt: PacketID?
  /// Whether that was QUIT, to which the server still owes its answers.
  var leftWithQuit = false
  /// The id of the finding that explains it; `nil` where none does.
  public var finding: String?
  public var certainty: Certainty
  /// What explains it nearly as well, the best first.
  public var alternatives: [Alternative]
  private var words: Sentence
  private var advice: Deferred<Advice>

  /// The verdict's own words, or those of the finding that explains it.
  enum Sentence: Sendable {
    case own(Deferred<String>)
    case ofFinding(MatchWords)
  }

  /// What is to be done next: no summary of many sessions reads it.
  struct Advice: Sendable {
    /// Who has to do it.
    var actor: Actor
    /// In one sentence.
    var next: String
  }

  /// `sentence` and `next` are worked out when somebody reads them.
  package init(
    outcome: Outcome, disposition: Disposition, stage: Stage, stoppedBy: Actor, closedBy: Actor, actor: Actor,
    finding: String?, certainty: Certainty, alternatives: [Alternative] = [],
    sentence: @autoclosure @escaping () -> String, next: @autoclosure @escaping () -> String
  ) {
    self.init(
      outcome: outcome, disposition: disposition, stage: stage, stoppedBy: stoppedBy, closedBy: closedBy,
      finding: finding, certainty: certainty, alternatives: alternatives, sentence: .own(Deferred(sentence)),
      advice: Deferred { Advice(actor: actor, next: next()) })
  }

  /// The same with words that may be a finding's own.
  init(
    outcome: Outcome, disposition: Disposition, stage: Stage, stoppedBy: Actor, closedBy: Actor,
    finding: String?, certainty: Certainty, alternatives: [Alternative] = [], sentence: Sentence,
    advice: Deferred<Advice>
  ) {
    self.outcome = outcome
    self.disposition = disposition
    self.stage = stage
    self.stoppedBy = stoppedBy
    self.closedBy = closedBy
    self.finding = finding
    self.certainty = certainty
    self.alternatives = alternatives
    words = sentence
    self.advice = advice
  }

  /// The verdict in one sentence.
  public var sentence: String {
    get {
      switch words {
      case .own(let sentence): sentence.value
      case .ofFinding(let words): words.summary
      }
    }
    set { words = .own(Deferred(newValue)) }
  }

  /// Who has to do something next.
  public var actor: Actor {
    get { advice.value.actor }
    set { advice = Deferred(Advice(actor: newValue, next: next)) }
  }

  /// Who does what next, in one sentence that begins with the one who has to act.
  public var next: String {
    get { advice.value.next }
    set { advice = Deferred(Advice(actor: actor, next: newValue)) }
  }
}

/// What is said of a session, apart from what it is.
package struct Judgement: Sendable {
  /// The finding that the verdict rests on first, then by severity.
  package var findings: [Finding]
  package var verdict: Verdict

  package init(findings: [Finding], verdict: Verdict) {
    self.findings = findings
    self.verdict = verdict
  }
}

/// A session with everything that was found in it.
public struct DiagnosedSession: Sendable {
  public var session: Session
  /// The finding that the verdict rests on first, then by severity.
  public var findings: [Finding]
  public var verdict: Verdict
  /// What is said of the session by itself, where others changed it; else `nil`.
  package var alone: Judgement?
  /// Whether others may change its verdict, or have.
  package var isOpenToOthers = false
  /// For what a survey remembers it; see ``Survey/Visit/remembered``.
  package var remembered = ""
  /// Where it goes on behind the borders of what was captured.
  package var border = SessionBorder(rawValue: 0)

  /// What the session shows by itself, where others changed the verdict; else `nil`.
  public var verdictAlone: Verdict? { alone?.verdict }

  public init(session: Session, findings: [Finding], verdict: Verdict) {
    self.session = session
    self.findings = findings
    self.verdict = verdict
  }
}

extension DiagnosedSession {
  /// Whether a line of the transcript came after the first leave-taking: it follows from that, or had been under way. Where nothing
  /// stopped the session nobody left too early; and what a server answers to a client that said QUIT was asked for before.
  public func comesAfterEnd(_ line: TranscriptLine) -> Bool {
    guard verdict.outcome == .stopped || verdict.outcome == .undetermined, let leftAt = verdict.leftAt,
      line.from != nil, line.at.packet > leftAt
    else { return false }
    return !(verdict.leftWithQuit && line.from == .server && line.kind == .reply)
  }
}
