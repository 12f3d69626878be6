public import SMTPSession

/// What became of a session, in one line.
public struct Verdict: Sendable {
  public enum Outcome: String, Sendable, CaseIterable {
    case completed, stopped, downgraded, undetermined
  }

  public var outcome: Outcome
  /// Where it stopped; the last stage reached where it did not.
  public var stage: Stage
  public var stoppedBy: Actor
  /// The id of the finding that explains it; `nil` where none does.
  public var finding: String?
  public var certainty: Certainty
  private var deferredSentence: Deferred<String>

  /// `sentence` is worked out when somebody reads it.
  public init(
    outcome: Outcome, stage: Stage, stoppedBy: Actor, finding: String?, certainty: Certainty,
    sentence: @autoclosure @escaping () -> String
  ) {
    self.outcome = outcome
    self.stage = stage
    self.stoppedBy = stoppedBy
    self.finding = finding
    self.certainty = certainty
    deferredSentence = Deferred(sentence)
  }

  /// The verdict in one sentence.
  public var sentence: String {
    get { deferredSentence.value }
    set { deferredSentence = Deferred(newValue) }
  }
}

/// A session with everything that was found in it.
public struct DiagnosedSession: Sendable {
  public var session: Session
  /// The finding that the verdict rests on first, then by severity.
  public var findings: [Finding]
  public var verdict: Verdict

  public init(session: Session, findings: [Finding], verdict: Verdict) {
    self.session = session
    self.findings = findings
    self.verdict = verdict
  }
}
