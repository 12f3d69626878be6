import CaptureFiles
package import Diagnosis
import PlainWords
import SMTPSession

/// The first screen for many sessions: what is wrong, grouped, with who does what next, and how each end fared. At most a screen and a
/// half of 24 lines.
package struct OverviewText: Sendable {
  package var style: TextStyle

  package init(style: TextStyle) {
    self.style = style
  }

  /// Lines of a screen and a half.
  package static let maximumLines = 36
  /// Ends that have a row, and those that have one where what is wrong needs the room.
  private static let maximumEnds = 5
  private static let leastEnds = 2
  /// Lines for two groups and what else is wrong.
  private static let leastRoom = 12
  private static let maximumSideFacts = 3
  private static let maximumSurveyKinds = 3

  /// - Parameters:
  ///   - findings: What several sessions show together.
  ///   - linesAbove: Lines of the screen that are taken already.
  package func lines(_ overview: Overview, findings: [Finding], linesAbove: Int) -> [String] {
    let top = [""] + style.wrapped(overview.sentence, first: "", rest: "  ")
    let middle = sideFacts(overview) + survey(findings)
    let bottom =
      [""]
      + clipped(
        "More: --list (a line each), --session N (one, whole), --cause ID, --server, --client, --from, --to, --only problems, --all",
        first: "", rest: "  ", lines: 2
      ).map(style.dim)
    var table = table(overview, maximum: Self.maximumEnds)
    var room = Self.maximumLines - linesAbove - top.count - middle.count - bottom.count - table.count
    if room < Self.leastRoom, !overview.problems.isEmpty {
      room += table.count
      table = self.table(overview, maximum: Self.leastEnds)
      room -= table.count
    }
    return top + problems(overview, room: room) + middle + table + bottom
  }

  /// What is wrong, in so many lines; one group at least.
  private func problems(_ overview: Overview, room: Int) -> [String] {
    let problems = overview.problems
    if let nothing = overview.nothingWrong { return ["", style.green(nothing)] }
    var output = ["", style.bold("What is wrong")]
    var shown = 0
    for group in problems {
      let lines = lines(of: group, isShort: problems.count > 2)
      // Two lines are kept for those that have no room.
      let isLast = shown == problems.count - 1
      if shown > 0, output.count + lines.count + (isLast ? 0 : 2) > room { break }
      output += lines
      shown += 1
    }
    let rest = problems.dropFirst(shown)
    guard !rest.isEmpty else { return output }
    let names = rest.prefix(3).map { "\($0.label) (\(Counting.grouped($0.sessions)))" }.joined(separator: ", ")
    let more = rest.count > 3 ? ", and \(Counting.counted(rest.count - 3, "more kind", "more kinds"))" : ""
    return output + clipped("also: \(names)\(more)", first: "  ", rest: "    ", lines: 2)
  }

  /// - Parameter isShort: Whether there is little room: what stands in full on the session's page is cut here.
  private func lines(of group: Overview.Group, isShort: Bool) -> [String] {
    let count = Counting.counted(group.sessions, "session", "sessions")
    let sign = group.outcome == .stopped ? style.no : "!"
    var output = clipped(
      "\(count) \(style.dot) \(group.title ?? group.label)", first: "\(sign) ", rest: "  ", lines: isShort ? 1 : 2
    ).map { group.outcome == .stopped ? style.red($0) : style.yellow($0) }
    let facts =
      (group.title == nil ? [] : [group.label]) + group.ends
      + [span(group.first, group.last), "e.g.\u{a0}--session\u{a0}\(group.example)"]
    output += clipped(facts.joined(separator: " \(style.dot) "), first: "  ", rest: "    ", lines: 2).map(style.dim)
    return output + clipped("Next: \(group.next)", first: "  ", rest: "    ", lines: isShort ? 1 : 2)
  }

  /// From the first to the last, with the zone: the day is said where it changes.
  func span(_ first: Timestamp, _ last: Timestamp) -> String {
    let (one, other) = (style.time(first), style.time(last))
    let (day, clock, zone) = (one.prefix(10), one.dropFirst(11).prefix(8), other.dropFirst(20))
    if one == other { return "\(clock) \(zone)" }
    return day == other.prefix(10)
      ? "\(clock) to \(other.dropFirst(11).prefix(8)) \(zone)"
      : "\(day) \(clock) to \(other.prefix(10)) \(other.dropFirst(11).prefix(8)) \(zone)"
  }

  private func sideFacts(_ overview: Overview) -> [String] {
    let facts = overview.sideFacts
    guard !facts.isEmpty else { return [] }
    var output = [""]
    for fact in facts.prefix(Self.maximumSideFacts) {
      let title = Catalogue.rule(fact.id)?.title ?? fact.id
      output += clipped(
        "\(Counting.counted(fact.count, "session", "sessions")) \(style.dot) \(title) (\(fact.id)) \(style.dot) e.g.\u{a0}--session\u{a0}\(fact.example)",
        first: "! ", rest: "  ", lines: 2
      ).map(style.yellow)
    }
    return output + moreKinds(facts.count - Self.maximumSideFacts)
  }

  /// What several sessions show together, by kind.
  private func survey(_ findings: [Finding]) -> [String] {
    let kinds = SurveyKind.all(findings.filter { $0.severity > .note })
    guard !kinds.isEmpty else { return [] }
    var output = ["", style.bold("What sessions show together")]
    for kind in kinds.prefix(Self.maximumSurveyKinds) {
      let example = kind.first.sessions.map(String.init).prefix(4).joined(separator: ",")
      let count = kind.isAlone ? "" : "\(Counting.grouped(kind.members.count)) times \(style.dot) "
      output += clipped(
        "\(count)\(kind.first.title) (\(kind.first.id)) \(style.dot) e.g.\u{a0}--session\u{a0}\(example)", first: "! ",
        rest: "  ", lines: 2
      ).map(style.yellow)
    }
    return output + moreKinds(kinds.count - Self.maximumSurveyKinds)
  }

  private func moreKinds(_ count: Int) -> [String] {
    count > 0 ? [style.dim("  \(Counting.counted(count, "more kind", "more kinds")): --all tells them")] : []
  }

  /// A line for each end, as many as there is room for.
  private func table(_ overview: Overview, maximum: Int) -> [String] {
    let all = overview.fates
    guard !all.isEmpty else { return [] }
    let told = overview.columns
    let hasFailures = style.width >= 70 && all.contains { $0.fate.lastFailure != nil }
    let titles = told.map { style.width < 100 ? $0.shortTitle : $0.title } + (hasFailures ? ["last failure"] : [])
    let numbers = all.prefix(maximum).map { entry in
      told.map { Counting.grouped($0.value(entry.fate)) }
        + (hasFailures ? [lastFailure(entry.fate, isOneDay: overview.isOneDay)] : [])
    }
    let widths = titles.indices.map { column in max(titles[column].count, numbers.map { $0[column].count }.max() ?? 0) }
    // The name takes what the numbers leave.
    let room = max(14, style.width - widths.reduce(0) { $0 + $1 + 2 })
    let names = all.prefix(maximum).map { name(of: $0, width: room) }
    let heading = overview.end == .server ? "By server" : "By client"
    let nameWidth = max(heading.count, names.map(\.count).max() ?? 0)
    func line(_ name: String, _ cells: [String]) -> String {
      zip(cells, widths).reduce(name + String(repeating: " ", count: max(0, nameWidth - name.count))) { line, cell in
        line + "  " + String(repeating: " ", count: max(0, cell.1 - cell.0.count)) + cell.0
      }
    }
    var output = ["", style.bold(line(heading, titles))]
    for (name, cells) in zip(names, numbers) { output.append(line(name, cells)) }
    let rest = all.count - maximum
    let noun = overview.end == .server ? "server" : "client"
    if rest > 0 {
      output.append(
        style.dim("\(Counting.counted(rest, "more \(noun)", "more \(noun)s")): --list --sort server")
      )
    }
    if overview.sessionsOfOthers > 0 {
      output.append(
        style.dim(
          "\(Counting.counted(overview.sessionsOfOthers, "session", "sessions")) of further \(noun)s not told apart")
      )
    }
    return output
  }

  private func lastFailure(_ fate: Overview.Fate, isOneDay: Bool) -> String {
    fate.lastFailure.map { String(style.time($0).dropFirst(isOneDay ? 11 : 5).prefix(isOneDay ? 8 : 14)) } ?? "-"
  }

  /// Name and address where there is room for both, else the address, which says more.
  private func name(of entry: (end: String, fate: Overview.Fate), width: Int) -> String {
    if let name = entry.fate.name, name.count + entry.end.count < width { return "\(name) \(entry.end)" }
    guard entry.end.count > width else { return entry.end }
    return style.ellipsis + entry.end.suffix(max(0, width - style.ellipsis.count))
  }

  /// At most so many lines; what is cut off is marked.
  private func clipped(_ text: String, first: String, rest: String, lines: Int) -> [String] {
    // What a person copies is not broken.
    let all = style.wrapped(text, first: first, rest: rest).map { $0.replacing("\u{a0}", with: " ") }
    guard all.count > lines, let last = all.prefix(lines).last else { return all }
    let words = last.split(separator: " ", omittingEmptySubsequences: false)
    let kept = last.count + style.ellipsis.count + 1 <= style.width ? last : words.dropLast().joined(separator: " ")
    return all.prefix(lines - 1) + ["\(kept) \(style.ellipsis)"]
  }
}
