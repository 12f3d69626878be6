import CaptureFiles
import Diagnosis
import PacketLayers
import SMTPSession

/// What the page of many sessions says before anything else: how many went how, what is wrong, when, and with which server.
extension HTMLReport {
  private static let maximumGroups = 40
  private static let maximumServers = 12

  /// From when to when, and what limits the claims.
  var span: [String: Any] {
    let capture = report.capture
    var parts = [CaptureText.counted(capture.files.count, "file", "files")]
    if let first = capture.firstPacketTime, let last = capture.lastPacketTime {
      parts.append("\(UTCTime.readable(first)) to \(UTCTime.readable(last))")
    }
    parts.append(CaptureText.counted(capture.packets, "packet", "packets"))
    if let left = ReportFacts.omitted(report) { parts.append(left) }
    let caveats = capture.caveatSentences.count
    return [
      "text": parts.joined(separator: " · "),
      "caveats": caveats > 0 ? "\(CaptureText.counted(caveats, "thing limits", "things limit")) the claims" : false,
    ]
  }

  /// Where what stands.
  var parts: [[String: Any]] {
    let first = report.detailed.first.map { ("session-\($0.session.id)", "Told in full") }
    let all = [
      ("numbers", "What is wrong"), ("time", "Over time"), ("servers", "Servers"), ("list", "All sessions"), first,
      report.capture.findings.isEmpty ? nil : ("together", "What they show together"), ("capture", "The capture"),
    ]
    return all.compactMap { part in part.map { ["id": $0.0, "words": $0.1] } }
  }

  var numbers: [String: Any] {
    let problems = report.overview.problems
    let sideFacts = report.overview.sideFacts
    let isWell = problems.isEmpty && sideFacts.isEmpty
    let rest = problems.dropFirst(Self.maximumGroups)
    let restSessions = rest.reduce(0) { $0 + $1.sessions }
    return [
      "sentence": report.overview.sentence,
      "nothing": isWell ? report.overview.nothingWrong as Any : false,
      "hasGroups": !isWell,
      "groups": problems.prefix(Self.maximumGroups).map(group) + sideFacts.map(sideFact),
      "more": rest.isEmpty
        ? false
        : "\(CaptureText.counted(rest.count, "more kind", "more kinds")) of problems, with "
          + "\(CaptureText.counted(restSessions, "session", "sessions")); the table below counts them.",
      "chart": chart,
      "tally": report.tally.entries.map { entry -> [String: Any] in
        let reason = ReportFacts.reason(entry)
        return [
          "outcome": entry.outcome.rawValue, "outcomeWord": entry.outcome.rawValue, "sign": entry.outcome.sign,
          "label": reason.words, "id": reason.id.isEmpty ? false : reason.id as Any,
          "count": CaptureText.grouped(entry.count),
        ]
      },
      "servers": servers,
    ]
  }

  private func group(_ group: Overview.Group) -> [String: Any] {
    let title = group.title
    let span = OverviewText(style: TextStyle(usesColor: false)).span(group.first, group.last)
    var values = example(group.example)
    values["outcome"] = group.outcome.rawValue
    values["sign"] = group.outcome.sign
    values["count"] = CaptureText.counted(group.sessions, "session", "sessions")
    values["title"] = title ?? group.label
    values["id"] = title == nil ? false : group.label as Any
    values["basis"] = (group.ends + [span]).joined(separator: " · ")
    values["next"] = group.next
    values["show"] = "outcome=\(group.outcome.rawValue)&cause=\(group.label)"
    return values
  }

  /// Something grave that stopped nothing.
  private func sideFact(_ fact: (id: String, count: Int, example: Int)) -> [String: Any] {
    var values = example(fact.example)
    values["outcome"] = Verdict.Outcome.downgraded.rawValue
    values["sign"] = Verdict.Outcome.downgraded.sign
    values["count"] = CaptureText.counted(fact.count, "session", "sessions")
    values["title"] = Catalogue.rule(fact.id)?.title ?? fact.id
    values["id"] = fact.id
    values["basis"] = "beside the verdict"
    values["next"] = false
    values["show"] = false
    return values
  }

  /// Where an example stands: told in full, or a row.
  private func example(_ session: Int) -> [String: Any] {
    let isTold = report.detailed.contains { $0.session.id == session }
    let isListed = isTold || report.rows.contains { $0.id == session }
    return [
      "example": session, "place": isTold ? "session-\(session)" : isListed ? "row-\(session)" : "list",
      "isTold": isTold,
    ]
  }

  private var servers: Any {
    let all = report.overview.fatesByEndpoint
    guard !all.isEmpty else { return false }
    let told = report.overview.columns
    let hasFailures = all.contains { $0.fate.lastFailure != nil }
    var more: [String] = []
    if all.count > Self.maximumServers {
      let rest = all.dropFirst(Self.maximumServers)
      more.append(
        "\(CaptureText.counted(rest.count, "more server", "more servers")) with "
          + "\(CaptureText.counted(rest.reduce(0) { $0 + $1.fate.sessions }, "session", "sessions")).")
    }
    if report.overview.sessionsOfOthers > 0 {
      more.append(
        "\(CaptureText.counted(report.overview.sessionsOfOthers, "session", "sessions")) of servers not told apart.")
    }
    return [
      "titles": told.map(\.title) + (hasFailures ? ["last failure (UTC)"] : []),
      "rows": all.prefix(Self.maximumServers).map { endpoint, fate -> [String: Any] in
        let last = fate.lastFailure.map { Self.withoutZone(UTCTime.readable($0)) } ?? "-"
        return [
          "address": endpoint.description, "show": "q=\(endpoint.description)",
          "name": fate.name.map { SessionStory.shortened($0, Self.maximumNameLength) } ?? "",
          "cells": told.map { CaptureText.grouped($0.value(fate)) } + (hasFailures ? [last] : []),
        ]
      },
      "more": more.isEmpty ? false : more.joined(separator: " "),
    ] as [String: Any]
  }

  private var chart: Any {
    let slices = report.timeline.slices
    guard let first = slices.first, let last = slices.last, report.tally.sessions > 1 else { return false }
    let most = max(1, slices.map(\.total).max() ?? 1)
    let left = 46
    let slot = 706.0 / Double(slices.count)
    var bars: [[String: Any]] = []
    for (index, slice) in slices.enumerated() {
      var bottom = 150.0
      // What completed stands at the bottom, what stopped on top.
      for outcome in [Verdict.Outcome.completed, .undetermined, .downgraded, .stopped] {
        guard let count = slice.counts[outcome], count > 0 else { continue }
        let height = Double(count) / Double(most) * 132
        bottom -= height
        bars.append([
          "outcome": outcome.rawValue, "x": Self.decimal(Double(left) + Double(index) * slot + 1),
          "y": Self.decimal(bottom), "width": Self.decimal(max(1, min(slot - 2, 60))), "height": Self.decimal(height),
          "tip": "\(UTCTime.readable(slice.start)): \(count) \(outcome.rawValue)",
        ])
      }
    }
    let width = SessionText.duration(Double(report.timeline.width) / 1e9)
    return [
      "bars": bars, "most": CaptureText.grouped(most), "from": UTCTime.readable(first.start),
      "to": UTCTime.readable(last.start),
      "slice": "Sessions begun in each \(width), at most \(CaptureText.grouped(most)); the table has the numbers.",
      // For the script, which chooses slices.
      "start": first.start.nanoseconds / 1_000_000_000, "step": report.timeline.width / 1_000_000_000,
      "count": slices.count,
      "description":
        "\(CaptureText.counted(report.tally.sessions, "session", "sessions")) from \(UTCTime.readable(first.start)) on; "
        + report.tally.entries.prefix(8).map { "\($0.count) \($0.label)" }.joined(separator: ", "),
    ] as [String: Any]
  }

  /// With one decimal.
  private static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded(.toNearestOrAwayFromZero))
    return "\(tenths / 10).\(tenths.magnitude % 10)"
  }
}

// MARK: - What several sessions show together

extension HTMLReport {
  /// Findings about several sessions, by kind: the first of each in full, the others by their sentence.
  var together: Any {
    let kinds = SurveyKind.all(report.capture.findings)
    guard !kinds.isEmpty else { return false }
    return ["kinds": kinds.map(values)] as [String: Any]
  }

  private func values(_ kind: SurveyKind) -> [String: Any] {
    let first = kind.first
    var values = explanation(first)
    values["basis"] =
      "sessions \(ReportFacts.list(kind.sessions)) · certainty: \(first.certainty.rawValue) · \(first.id)"
    values["summary"] = kind.summary
    values["hasMembers"] = !kind.isAlone
    values["members"] = kind.sentences
    values["example"] = kind.evidenceHeading ?? false as Any
    return values
  }
}
