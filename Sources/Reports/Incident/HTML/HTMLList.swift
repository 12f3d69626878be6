import CaptureFiles
import Diagnosis
import PlainWords
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

  func list(_ page: inout HTMLWriter) {
    page.element(.section, .id("list")) { page in
      page.element(.h2, text: "All sessions of the capture")
      if let text = ReportFacts.unlisted(report) { page.element(.p, text: text) }
      if isLive { filter(&page) }
      page.scrolling("scroll long", label: "Table of the sessions", content: table)
      page.element(
        .p, .class("basis"),
        text: "A number that is a link leads to the session told in full. Any other is told by: smtptrace report, with "
          + "the same files and --session and its number.")
    }
  }

  /// What chooses rows. It is hidden until the script gives it something to do.
  private func filter(_ page: inout HTMLWriter) {
    page.element(.div, .id("filter"), .class("filter"), HTMLAttribute("role", "search"), HTMLAttribute("hidden")) {
      page in
      page.element(.label) { page in
        page.text("Text, host or name ")
        page.empty(
          .input, .id("filter-q"), .type("search"), HTMLAttribute("autocomplete", "off"),
          HTMLAttribute("spellcheck", false))
      }
      var causes: [(value: String, words: String)] = []
      for entry in report.tally.entries where !causes.contains(where: { $0.value == entry.label }) {
        causes.append((entry.label, entry.label))
      }
      choice("Because of", id: "filter-cause", [("", "anything")] + causes, on: &page)
      choice("Ended", id: "filter-outcome", [("", "in any way")] + outcomes, on: &page)
      time("From (UTC)", id: "filter-from", on: &page)
      time("To, not included", id: "filter-to", on: &page)
      page.element(.button, .id("clear"), .type("button"), text: "Show all")
      page.element(.p) { page in
        page.text("Sessions shown: ")
        page.element(.output, .id("shown"), HTMLAttribute("aria-live", "polite"), text: "")
      }
    }
  }

  private func choice(
    _ label: String, id: String, _ options: [(value: String, words: String)], on page: inout HTMLWriter
  ) {
    page.element(.label) { page in
      page.text("\(label) ")
      page.element(.select, .id(id)) { page in
        for option in options { page.element(.option, HTMLAttribute("value", option.value), text: option.words) }
      }
    }
  }

  private func time(_ label: String, id: String, on page: inout HTMLWriter) {
    page.element(.label) { page in
      page.text("\(label) ")
      page.empty(.input, .id(id), .type("datetime-local"), HTMLAttribute("step", 1))
    }
  }

  /// What can be chosen: verdicts, then what became of the mail.
  private var outcomes: [(value: String, words: String)] {
    let verdicts = [Verdict.Outcome.stopped, .downgraded, .undetermined, .completed].filter { outcome in
      report.tally.entries.contains { $0.outcome == outcome }
    }
    let fates = Overview.dispositions.filter { report.overview.byDisposition[$0.disposition] != nil }
    return verdicts.map { ($0.rawValue, Self.badge($0)) }
      + fates.map { ($0.disposition.rawValue, "mail: \($0.words)") }
  }

  private func table(_ page: inout HTMLWriter) {
    var ranks: [Kind: Int] = [:]
    for (rank, entry) in report.tally.entries.enumerated() {
      ranks[Kind(outcome: entry.outcome, cause: entry.label)] = rank
    }
    var told: [Kind: Int] = [:]
    for diagnosed in report.detailed.reversed() {
      let kind = Kind(outcome: diagnosed.verdict.outcome, cause: VerdictWords.label(diagnosed.verdict))
      told[kind] = diagnosed.session.id
    }
    page.element(.table, .class("rows"), .id("list-table")) { page in
      page.element(.caption, text: "Number, time, ends and verdict of each session")
      page.element(.thead) { page in
        page.element(.tr) { page in
          for (key, head) in [
            ("session", "Session"), ("time", "Began (UTC)"), ("client", "Client"), ("server", "Server"),
            ("cause", "Verdict"), ("tls", "TLS"), ("duration", "Duration"),
          ] {
            page.element(.th, .column, HTMLAttribute("data-sort", key), text: head)
          }
        }
      }
      page.element(.tbody) { page in
        for row in report.rows {
          let kind = Kind(outcome: row.outcome, cause: row.cause)
          self.row(row, rank: ranks[kind] ?? ranks.count, like: row.isDetailed ? nil : told[kind], on: &page)
        }
      }
    }
  }

  /// `like` is a session told in full that ended the same way.
  private func row(_ row: IncidentReport.Row, rank: Int, like: Int?, on page: inout HTMLWriter) {
    let micros = row.seconds * 1e6
    page.element(
      .tr, .id("row-\(row.id)"), HTMLAttribute("data-time", row.start.nanoseconds / 1000),
      HTMLAttribute("data-length", micros.isFinite && abs(micros) < 1e15 ? Int(micros) : 0),
      HTMLAttribute("data-rank", rank), HTMLAttribute("data-outcome", row.outcome.rawValue),
      HTMLAttribute("data-fate", row.disposition.rawValue), HTMLAttribute("data-cause", row.cause)
    ) { page in
      page.element(.td, .class("n")) { page in
        if row.isDetailed {
          page.element(.a, .href(toPart: "session-\(row.id)"), text: String(row.id))
        } else {
          page.text(String(row.id))
        }
      }
      page.element(.td, .class("when"), text: Self.withoutZone(UTCTime.readable(row.start)))
      page.element(.td, .class("when"), text: row.client)
      page.element(.td) { page in
        page.element(.span, .class("when"), text: row.server)
        if let name = row.serverName, !name.isEmpty {
          page.text(" \(SessionStory.shortened(name, Self.maximumNameLength))")
        }
      }
      page.element(.td) { page in
        page.element(.span, .class(row.outcome.rawValue), text: Self.badge(row.outcome))
        if let words = fate(of: row) { page.text(", \(words)") }
        page.empty(.br)
        page.text(row.cause)
        if let like {
          page.text(" ")
          page.element(.small) { page in
            page.text("as ")
            page.element(.a, .href(toPart: "session-\(like)"), text: "session \(like)")
          }
        }
      }
      page.element(.td, .class("when"), text: row.tls)
      page.element(.td, .class("when"), text: LengthOfTime.exact(row.seconds))
    }
  }

  /// What became of the mail, where the verdict does not say it already.
  private func fate(of row: IncidentReport.Row) -> String? {
    guard row.disposition != .noIntent, row.disposition != .unknown else { return nil }
    if row.outcome == .completed, row.disposition == .delivered { return nil }
    return Self.words(row.disposition)
  }

  private static func words(_ disposition: Disposition) -> String {
    Overview.dispositions.first { $0.disposition == disposition }?.words ?? disposition.rawValue
  }

  /// The zone stands in the head of the column.
  static func withoutZone(_ time: String) -> String { time.hasSuffix(" UTC") ? String(time.dropLast(4)) : time }
}
