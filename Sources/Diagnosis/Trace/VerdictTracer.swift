package import CaptureFiles
import PlainWords
import SMTPSession

extension Diagnoser {
  /// How the verdict of a finished session came about.
  ///
  /// - Parameters:
  ///   - diagnosed: The session as it was decided, before names in it are replaced.
  ///   - survey: What is remembered of all sessions.
  ///   - name: What a packet is called in sentences, as in "packet 8".
  package static func trace(
    _ diagnosed: DiagnosedSession, among survey: Survey, naming name: (PacketID) -> String
  ) -> VerdictTrace {
    let session = diagnosed.session
    let packet = { (moment: Moment) in "packet \(name(moment.packet))" }
    let it = Case(session)
    defer { it.close() }
    let alone = diagnose(session)
    let (candidates, census) = TraceCandidates(it, diagnosed).all
    let leading = candidates.contains { $0.standing == .leads }
    let second = TraceSiblings(alone, among: survey)
    return VerdictTrace(
      session: session.id, steps: it.steps(packet), leave: it.leave.words(packet), sealed: it.sealedWords(packet),
      refusals: it.refusalWords(packet), stop: it.stopWords(packet), disposition: it.disposition.words(it),
      points: it.speakingPoint.words, census: census, candidates: candidates,
      withoutCause: leading ? nil : withoutCause(alone.verdict), secondLook: second.words,
      remarks: remarks(diagnosed, alone: alone, again: second.result))
  }

  /// What the verdict says where no cause leads.
  private static func withoutCause(_ verdict: Verdict) -> String {
    let base =
      verdict.outcome == .completed
      ? "No cause is looked for: the session was delivered."
      : "No cause is left, so the verdict says what was owed and who left, and accuses nobody."
    guard let finding = verdict.finding else { return base }
    return "\(base) It names \(finding)."
  }

  private static func remarks(_ diagnosed: DiagnosedSession, alone: DiagnosedSession, again: DiagnosedSession)
    -> [String]
  {
    var remarks: [String] = []
    if diagnosed.session.visibility.limitsBearOnClaims {
      remarks.append(
        "Limits of the run bear on this session (capture/limits), so no more than \"probable\" is claimed.")
    }
    let (early, late) = (diagnosed.verdict, again.verdict)
    if (early.finding, early.outcome, early.certainty) != (late.finding, late.outcome, late.certainty)
      || early.alternatives.map(\.finding) != late.alternatives.map(\.finding)
    {
      remarks.append(
        "The session was decided before the capture ended, because too many waited. By what is known at the end the verdict would be: \(TraceSiblings.short(late))."
      )
    }
    return remarks
  }
}

/// What the other sessions say of one, as the second look asks them.
private struct TraceSiblings {
  let words: VerdictTrace.SecondLook
  /// The session as it would be decided by what is known now.
  let result: DiagnosedSession

  init(_ alone: DiagnosedSession, among survey: Survey) {
    let visit = Survey.Visit(alone)
    guard let occasion = SecondLook.occasion(for: alone, visit) else {
      result = alone
      words = VerdictTrace.SecondLook(
        occasion: alone.verdict.disposition == .delivered
          ? "Not asked: a session that was delivered is judged by itself."
          : "Not asked: nothing about this session would be settled by what others show.",
        findings: [], effect: nil, alone: nil)
      return
    }
    let it = Siblings(alone.verdict, visit, .session(alone.session), among: survey)
    let found = SecondLook.findings(it)
    let change = found.isEmpty ? SiblingChange(it) : nil
    result = SecondLook.look(at: alone, visit, among: survey)
    let isChanged = !found.isEmpty || change != nil
    words = VerdictTrace.SecondLook(
      occasion: "\(occasion.words) \(Counting.counted(SecondLook.lookAgain, "rule", "rules")) looked again.",
      findings: found.enumerated().map { place, finding in
        let sessions = finding.sessions.map(String.init).joined(separator: ", ")
        let why = place == 0 ? "the surest, so it takes the place of the verdict" : "less sure than the first"
        return (finding.id, "\(finding.certainty.rawValue), by the sessions \(sessions): \(why)")
      },
      effect: found.first.map(Self.effect) ?? change?.effect
        ?? "None of them, and nothing else that others show, changes the verdict.",
      alone: isChanged ? Self.short(alone.verdict) : nil)
  }

  private static func effect(_ finding: Finding) -> String {
    finding.cause == nil
      ? "\(finding.id) excuses the session: nobody is accused."
      : "\(finding.id) explains it, and the other causes stand behind."
  }

  static func short(_ verdict: Verdict) -> String {
    "\(verdict.outcome.rawValue), \(verdict.finding ?? "no finding"), \(verdict.certainty.rawValue)"
  }
}

extension SecondLook.Occasion {
  fileprivate var words: String {
    switch self {
    case .finding: "Asked: whether the same server met others otherwise, or this client later, can settle the verdict."
    case .largeHello: "Asked: whether other large first messages of TLS got no answer either can settle the verdict."
    case .deferred: "Asked: the mail may have come through later."
    case .look: "Asked: the pace at which the client comes can tell a monitor from a queue."
    }
  }
}
