import CaptureFiles
import Diagnosis
import SMTPSession

/// The list of all sessions: what its rows show, and what the script filters and sorts them by.
extension HTMLReport {
  /// Sessions from which on the list can be filtered and those told in full are folded.
  static let leastLiveRows = 6
  static let maximumNameLength = 80

  var isLive: Bool { report.rows.count >= Self.leastLiveRows }

  private struct Kind: Hashable {
    let outcome: Verdict.Outcome
    let cause: String
  }

  var list: [String: Any] {
    var ranks: [Kind: Int] = [:]
    for (rank, entry) in report.tally.entries.enumerated() {
      ranks[Kind(outcome: entry.outcome, cause: entry.label)] = rank
    }
    var told: [Kind: Int] = [:]
    for diagnosed in report.detailed.reversed() {
      let kind = Kind(outcome: diagnosed.verdict.outcome, cause: VerdictWords.label(diagnosed.verdict))
      told[kind] = diagnosed.session.id
    }
    var unlisted: Any = false
    if let text = ReportFacts.unlisted(report) { unlisted = text }
    var causes: [String] = []
    for entry in report.tally.entries where !causes.contains(entry.label) { causes.append(entry.label) }
    return [
      "isLive": isLive, "unlisted": unlisted, "causes": causes, "outcomes": outcomes,
      "hint": "A number that is a link leads to the session told in full. Any other is told by: smtptrace report, with "
        + "the same files and --session and its number.",
      "rows": report.rows.map { row -> [String: Any] in
        let kind = Kind(outcome: row.outcome, cause: row.cause)
        return self.row(row, rank: ranks[kind] ?? ranks.count, like: row.isDetailed ? nil : told[kind])
      },
    ]
  }

  private func row(_ row: IncidentReport.Row, rank: Int, like: Int?) -> [String: Any] {
    var fate: Any = false
    if row.disposition != .noIntent, row.disposition != .unknown,
      row.outcome != .completed || row.disposition != .delivered
    {
      fate = Self.words(row.disposition)
    }
    var other: Any = false
    if let like { other = like }
    var name: Any = false
    if let known = row.serverName, !known.isEmpty { name = SessionStory.shortened(known, Self.maximumNameLength) }
    let micros = row.seconds * 1e6
    return [
      "id": row.id, "isDetailed": row.isDetailed, "start": Self.withoutZone(UTCTime.readable(row.start)),
      "client": row.client, "server": row.server, "name": name, "outcome": row.outcome.rawValue,
      "outcomeWord": row.outcome.rawValue, "sign": row.outcome.sign, "cause": row.cause,
      "fate": row.disposition.rawValue, "fateWords": fate, "like": other, "tls": row.tls,
      "duration": SessionText.duration(row.seconds), "time": row.start.nanoseconds / 1000,
      "length": micros.isFinite && abs(micros) < 1e15 ? Int(micros) : 0, "rank": rank,
    ]
  }

  /// What can be chosen: verdicts, then what became of the mail.
  private var outcomes: [[String: Any]] {
    let verdicts = [Verdict.Outcome.stopped, .downgraded, .undetermined, .completed].filter { outcome in
      report.tally.entries.contains { $0.outcome == outcome }
    }
    let fates = Overview.dispositions.filter { report.overview.byDisposition[$0.disposition] != nil }
    return verdicts.map { ["value": $0.rawValue, "words": "\($0.sign) \($0.rawValue)"] }
      + fates.map { ["value": $0.disposition.rawValue, "words": "mail: \($0.words)"] }
  }

  private static func words(_ disposition: Disposition) -> String {
    Overview.dispositions.first { $0.disposition == disposition }?.words ?? disposition.rawValue
  }

  /// The zone stands in the head of the column.
  static func withoutZone(_ time: String) -> String { time.hasSuffix(" UTC") ? String(time.dropLast(4)) : time }
}
