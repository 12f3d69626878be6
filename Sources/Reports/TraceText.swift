import CaptureFiles
package import Diagnosis
import PlainWords
import SMTPSession

/// How the verdict of a session came about, for people: the verdict as the session's page has it, what the decision rests on, and
/// what became of everything that the rules had to say.
package struct TraceText: Sendable {
  package let style: TextStyle
  /// Whether every rule is named, and no step is left out.
  package let isVerbose: Bool
  package let namesFiles: Bool
  /// The most steps that are printed when not verbose: the first, and the last.
  package static let maximumSteps = 40
  /// The most steps that are printed at all; a session of a hundred thousand commands has as many.
  package static let maximumVerboseSteps = 4000

  package init(style: TextStyle, isVerbose: Bool = false, namesFiles: Bool = false) {
    self.style = style
    self.isVerbose = isVerbose
    self.namesFiles = namesFiles
  }

  /// - Parameter diagnosed: The session as it may be shown: what of it stands here stands on its page as well.
  package func lines(_ trace: VerdictTrace, _ diagnosed: DiagnosedSession) -> [String] {
    var output = [style.bold("How the verdict of session \(trace.session) came about"), ""]
    output += SessionText(style: style, namesFiles: namesFiles).headline(diagnosed)
    output += section("What was owed, and whether it came") + steps(trace, diagnosed)
    output += section("Where it stopped")
    for words in [trace.leave, trace.sealed, trace.stop].compactMap({ $0 }) { output += paragraph(words) }
    output += paragraph("What became of it: \(trace.disposition)")
    output += paragraph("Rules may explain it at these points: \(trace.points).")
    if !trace.refusals.isEmpty {
      output += section("What the server refused")
      for words in limited(trace.refusals) { output += item(words) }
    }
    output += section("Which rules were asked") + census(trace.census)
    output += section("What they say, by rank") + candidates(trace)
    output += section("What other sessions show") + secondLook(trace.secondLook)
    output += section("The verdict") + verdict(diagnosed.verdict)
    for words in trace.remarks { output += paragraph(words) }
    return output
  }

  // MARK: - Sections

  private func section(_ title: String) -> [String] { ["", style.bold(title)] }

  private func paragraph(_ words: String) -> [String] { style.wrapped(words, first: "  ", rest: "  ") }

  private func item(_ words: String) -> [String] {
    style.wrapped(words, first: "  \(style.bullet) ", rest: "    ")
  }

  private func steps(_ trace: VerdictTrace, _ diagnosed: DiagnosedSession) -> [String] {
    let steps = trace.steps
    guard !steps.isEmpty else { return ["  Nothing of a conversation was captured."] }
    let start = diagnosed.session.start.time
    let names = steps.map { CaptureText.name($0.at.packet, withFile: namesFiles) }
    let width = max(6, names.map(\.count).max() ?? 6)
    var output = [style.dim("\(TextStyle.right("packet", width))    seconds")]
    let most = isVerbose ? Self.maximumVerboseSteps : Self.maximumSteps
    let head = most * 2 / 3
    let tail = steps.count - (most - head)
    for (place, step) in steps.enumerated() {
      if steps.count > most, place >= head, place < tail {
        if place == head {
          let left = Counting.counted(tail - head, "step", "steps")
          output.append(style.dim("\(TextStyle.right(style.ellipsis, width))  \(left) left out"))
        }
        continue
      }
      let seconds = TextStyle.right(SessionText.seconds(step.at.time.seconds(since: start)), 11)
      let indent = String(repeating: " ", count: width + 14)
      let rows = style.wrapped(step.words, first: "\(TextStyle.right(names[place], width)) \(seconds)  ", rest: indent)
      output += step.isUnmet ? rows.map { style.bold($0) } : rows
    }
    return output
  }

  private func census(_ census: VerdictTrace.Census) -> [String] {
    let lacking = census.lacking.reduce(0) { $0 + $1.ids.count }
    var output = paragraph("The catalogue has \(Counting.counted(census.rules, "rule", "rules")).")
    func group(_ count: Int, _ one: String, _ many: String, _ ids: [String] = []) {
      guard count > 0 else { return }
      output += item("\(Counting.grouped(count)) \(count == 1 ? one : many)")
      if isVerbose, !ids.isEmpty { output += named(ids) }
    }
    group(
      census.comparing, "compares sessions, and is not asked of one.", "compare sessions, and are not asked of one.")
    let kinds = census.lacking.map { "\($0.what): \($0.ids.count)" }.joined(separator: "; ")
    group(
      lacking, "needs what this session lacks (\(kinds)).", "need what this session lacks (\(kinds)).")
    if isVerbose {
      for (what, ids) in census.lacking { output += named(ids, after: "\(what): ") }
    }
    group(
      census.elsewhere.count, "explains stops at other points only.", "explain stops at other points only.",
      census.elsewhere)
    group(
      census.wouldSpeak, "explains stops at other points, and would have something to say here.",
      "explain stops at other points, and would have something to say here.")
    group(
      census.silent.count, "was asked and has nothing to say: what it looks for is not there.",
      "were asked and have nothing to say: what they look for is not there.", census.silent)
    group(census.spoke, "has something to say.", "have something to say.")
    if !isVerbose { output += paragraph("-V names them all.") }
    return output
  }

  private func named(_ ids: [String], after what: String = "") -> [String] {
    style.wrapped(what + ids.sorted().joined(separator: ", "), first: "    ", rest: "    ").map { style.dim($0) }
  }

  private func candidates(_ trace: VerdictTrace) -> [String] {
    var output: [String] = []
    if let words = trace.withoutCause { output += paragraph(words) }
    for (place, candidate) in trace.candidates.enumerated() {
      output += style.wrapped(
        "\(place + 1). \(candidate.id) \(style.dot) \(candidate.standing.words)", first: "  ", rest: "    "
      ).map { candidate.standing == .leads ? style.bold($0) : $0 }
      output += style.wrapped("\(candidate.title)", first: "     ", rest: "     ")
      output += style.wrapped(claim(candidate), first: "     ", rest: "     ").map { style.dim($0) }
      output += style.wrapped(candidate.why, first: "     ", rest: "     ")
    }
    return output.isEmpty ? paragraph("No rule has anything to say.") : output
  }

  /// How grave and how sure, what it claims, and on which packets.
  private func claim(_ candidate: VerdictTrace.Candidate) -> String {
    var parts = [
      candidate.severity == candidate.ownSeverity
        ? candidate.severity.rawValue
        : "\(candidate.ownSeverity.rawValue) by itself, here a \(candidate.severity.rawValue)",
      candidate.certainty.rawValue,
    ]
    if let cause = candidate.cause {
      let what = cause.outcome == .stopped ? "stopped by" : "left unprotected by"
      parts.append("\(what) \(VerdictWords.actor(cause.stoppedBy))")
    }
    let shown = candidate.packets.prefix(8).map { CaptureText.name($0, withFile: namesFiles) }
    if !shown.isEmpty {
      let more = candidate.packets.count > shown.count ? " \(style.ellipsis)" : ""
      parts.append("packet\(candidate.packets.count == 1 ? "" : "s") \(shown.joined(separator: ", "))\(more)")
    }
    return parts.joined(separator: " \(style.dot) ")
  }

  private func secondLook(_ look: VerdictTrace.SecondLook) -> [String] {
    var output = paragraph(look.occasion)
    for finding in look.findings { output += item("\(finding.id): \(finding.words)") }
    if let effect = look.effect { output += paragraph(effect) }
    if let alone = look.alone { output += paragraph("By itself the session says: \(alone).") }
    return output
  }

  /// The verdict by its keys in the JSON.
  private func verdict(_ verdict: Verdict) -> [String] {
    let rows = [
      [
        "outcome \(verdict.outcome.rawValue)", "disposition \(verdict.disposition.rawValue)",
        "stage \(verdict.stage.rawValue)",
      ],
      ["finding \(verdict.finding ?? "none")", "certainty \(verdict.certainty.rawValue)"],
      [
        "stopped by \(verdict.stoppedBy.rawValue)", "closed by \(verdict.closedBy.rawValue)",
        "has to act: \(verdict.actor.rawValue)",
      ],
      verdict.alternatives.isEmpty
        ? ["no alternative"] : verdict.alternatives.map { "or \($0.finding) (\($0.certainty.rawValue))" },
    ]
    return rows.flatMap { style.wrapped($0.joined(separator: " \(style.dot) "), first: "  ", rest: "    ") }
  }

  private func limited(_ words: [String]) -> [String] {
    let most = isVerbose ? Self.maximumVerboseSteps : Self.maximumSteps
    guard words.count > most else { return words }
    return words.prefix(most) + ["\(Counting.counted(words.count - most, "more", "more")), left out here"]
  }
}

extension VerdictTrace.Standing {
  /// What became of a candidate, in a word or two.
  fileprivate var words: String {
    switch self {
    case .leads: "leads"
    case .alternative: "another reading"
    case .outranked: "outranked"
    case .dropped: "dropped"
    case .notAdmitted: "not admitted as a cause"
    case .offPoint: "not asked here"
    case .tells: "named"
    case .observes: "observes"
    }
  }
}
