import CaptureFiles
import SMTPSession

/// What every rule says of a session, and what becomes of it: the rules are asked and ranked by the functions that decide.
struct TraceCandidates {
  private let it: Case
  /// The session as it was decided, others asked.
  private let decided: DiagnosedSession
  private var census = VerdictTrace.Census()
  /// What was said, as it was said: with its cause, and with what speaks against that.
  private var said: [(finding: Finding, objection: Ranking.Objection?)] = []
  /// What rules would say that are not asked at this point.
  private var elsewhere: [Finding] = []

  init(_ it: Case, _ decided: DiagnosedSession) {
    self.it = it
    self.decided = decided
    ask()
  }

  /// By rank, and how many rules were asked.
  var all: ([VerdictTrace.Candidate], VerdictTrace.Census) {
    let causes = said.filter { $0.objection == nil && $0.finding.cause != nil }.map(\.finding).sorted {
      Ranking.precedence(of: $0, over: $1).leads
    }
    var candidates: [VerdictTrace.Candidate] = []
    if let leading = causes.first {
      candidates = causes.map { candidate($0, leading: leading, next: causes.dropFirst().first) }
    }
    candidates += said.compactMap { finding, objection in
      objection.map { make(finding, .notAdmitted, $0.words(finding)) }
    }
    candidates += elsewhere.map {
      make($0, .offPoint, "It would speak, but was not asked: it explains stops at other points than this one.")
    }
    candidates += observations()
    return (candidates, census)
  }

  private mutating func ask() {
    let traits = it.traits
    let point = it.speakingPoint
    for rule in Catalogue.catalogued {
      census.rules += 1
      guard case .session(let examine) = rule.rule.examination else {
        census.comparing += 1
        continue
      }
      let needs = rule.rule.needs
      guard needs.isSubset(of: traits) else {
        let lacking = needs.subtracting(traits).firstName
        if let place = census.lacking.firstIndex(where: { $0.what == lacking }) {
          census.lacking[place].ids.append(rule.rule.id)
        } else {
          census.lacking.append((lacking, [rule.rule.id]))
        }
        continue
      }
      let finding = examine(it).map {
        Finding(rule, $0, sessions: [it.session.id], blanks: .session(it.session))
      }
      let points = rule.rule.points
      let isAsked = points.isEmpty || !points.isDisjoint(with: point)
      switch (finding, isAsked) {
      case (let finding?, true):
        census.spoke += 1
        said.append((finding, Ranking.objection(to: finding, it)))
      case (let finding?, false):
        census.wouldSpeak += 1
        elsewhere.append(finding)
      case (nil, true): census.silent.append(rule.rule.id)
      case (nil, false): census.elsewhere.append(rule.rule.id)
      }
    }
    census.lacking.sort { ($1.ids.count, $0.what) < ($0.ids.count, $1.what) }
  }

  // MARK: - One by one

  private func candidate(_ finding: Finding, leading: Finding, next: Finding?) -> VerdictTrace.Candidate {
    if finding.id == leading.id {
      guard let next else { return make(finding, .leads, "It is the only cause that may explain the session.") }
      let reason = Ranking.precedence(of: finding, over: next).by.words(finding, before: next)
      return make(finding, .leads, "It comes before \(next.id): \(reason).")
    }
    let reason = Ranking.precedence(of: leading, over: finding).by.words(leading, before: finding)
    if finding.cause?.basis == .remainder {
      return make(
        finding, .dropped, "Dropped: it says no more than that it happened, and \(leading.id) says why.")
    }
    let outranked = "\(leading.id) comes first: \(reason)."
    switch Ranking.exclusion(of: finding, beside: leading) {
    case nil:
      let isNamed = decided.verdict.alternatives.contains { $0.finding == finding.id }
      return make(
        finding, isNamed ? .alternative : .outranked,
        isNamed
          ? "\(outranked) It is named beside the verdict as \"or\"."
          : "\(outranked) By this session alone it would be named as \"or\"; what other sessions show settles that.")
    case .consequence?:
      return make(
        finding, .outranked,
        "\(outranked) Who hung up follows from what was said or left behind, and is no other reading.")
    case .otherOutcome?:
      return make(finding, .outranked, "\(outranked) It stands beside the verdict as a finding of its own.")
    case .lessSure?, .noCause?:
      return make(finding, .outranked, "\(outranked) It is more than one step less sure, so it is no \"or\".")
    }
  }

  private func observations() -> [VerdictTrace.Candidate] {
    said.filter { $0.objection == nil && $0.finding.cause == nil }.map(\.finding).sorted {
      $0.severity != $1.severity ? $0.severity > $1.severity : $0.id < $1.id
    }.map { finding in
      if finding.id == decided.verdict.finding {
        return make(finding, .tells, "It explains no stop. The verdict names it.")
      }
      let why =
        finalSeverity(finding) < finding.severity
        ? "It explains no stop, and is told as a note: the same is told elsewhere with its reason."
        : "It explains no stop."
      return make(finding, .observes, why)
    }
  }

  /// How grave it is beside the others.
  private func finalSeverity(_ finding: Finding) -> Severity {
    decided.findings.first { $0.id == finding.id }?.severity ?? finding.severity
  }

  private func make(_ finding: Finding, _ standing: VerdictTrace.Standing, _ why: String) -> VerdictTrace.Candidate {
    let own = it.session.id
    var packets: [PacketID] = []
    for packet in finding.evidence.filter({ ($0.session ?? own) == own }).flatMap(\.packets)
    where !packets.contains(packet) {
      packets.append(packet)
    }
    return VerdictTrace.Candidate(
      id: finding.id, title: finding.title, certainty: finding.certainty, ownSeverity: finding.severity,
      severity: finalSeverity(finding), cause: finding.cause, packets: packets.sorted(),
      standing: standing, why: why)
  }
}

extension Ranking.Objection {
  fileprivate func words(_ finding: Finding) -> String {
    switch self {
    case .delivered: "Not admitted: the session was delivered, so nothing that it shows stopped it."
    case .unknown: "Not admitted: the capture does not show what became of the session."
    case .noIntent:
      "Not admitted: the client asked for nothing, and this rests on \(finding.cause?.basis.words ?? "no cause"), which a monitor's look shows as well."
    }
  }
}

extension Ranking.Criterion {
  /// After "comes before": why the first of two causes does.
  fileprivate func words(_ one: Finding, before other: Finding) -> String {
    switch self {
    case .outcome: "what stopped the session is told before what left it unprotected"
    case .basis:
      "it rests on \(one.cause?.basis.words ?? "a cause"), the other on \(other.cause?.basis.words ?? "no cause")"
    case .certainty: "it is surer (\(one.certainty.rawValue), the other \(other.certainty.rawValue))"
    case .stage: "it lies later in the session (\(one.stage.inSentence), the other \(other.stage.inSentence))"
    case .id: "both are as good, and the id decides"
    }
  }
}
