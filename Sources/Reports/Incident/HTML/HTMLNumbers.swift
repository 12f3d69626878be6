import CaptureFiles
import Diagnosis
import PacketLayers
import PlainWords
import SMTPSession

/// What the page of many sessions says before anything else: how many went how, what is wrong, when, and with which server.
extension HTMLReport {
  private static let maximumGroups = 40
  private static let maximumServers = 12

  /// From when to when, and what limits the claims.
  func span(_ page: inout HTMLWriter) {
    let capture = report.capture
    var parts = [Counting.counted(capture.files.count, "file", "files")]
    if let first = capture.firstPacketTime, let last = capture.lastPacketTime {
      parts.append("\(UTCTime.readable(first)) to \(UTCTime.readable(last))")
    }
    parts.append(Counting.counted(capture.packets, "packet", "packets"))
    if let left = ReportFacts.omitted(report) { parts.append(left) }
    let caveats = capture.caveatSentences.count
    page.element(.p, .class("basis")) { page in
      page.text(parts.joined(separator: " · "))
      if caveats > 0 {
        page.text(" · ")
        let words = "\(Counting.counted(caveats, "thing limits", "things limit")) the claims"
        page.element(.a, .href(toPart: "limits"), text: words)
      }
    }
  }

  /// Where what stands.
  func contents(_ page: inout HTMLWriter) {
    var parts = [("numbers", "What is wrong")]
    if hasChart { parts.append(("time", "Over time")) }
    if !report.overview.fatesByEndpoint.isEmpty { parts.append(("servers", "Servers")) }
    parts.append(("list", "All sessions"))
    if let first = report.detailed.first { parts.append(("session-\(first.session.id)", "Told in full")) }
    if !report.capture.findings.isEmpty { parts.append(("together", "What they show together")) }
    parts.append(("capture", "The capture"))
    page.element(.p, .class("nav")) { page in
      for (place, words) in parts {
        page.element(.a, .href(toPart: place), text: words)
        page.text("\n")
      }
    }
  }

  func numbers(_ page: inout HTMLWriter) {
    page.element(.section, .id("numbers")) { page in
      page.element(.h2, text: "What is wrong")
      page.element(.p, text: "\(report.overview.sentence).")
      groups(&page)
      if hasChart { chart(&page) }
      tally(&page)
      if !report.overview.fatesByEndpoint.isEmpty { servers(&page) }
    }
  }

  private func groups(_ page: inout HTMLWriter) {
    let problems = report.overview.problems
    let sideFacts = report.overview.sideFacts
    if problems.isEmpty, sideFacts.isEmpty {
      if let nothing = report.overview.nothingWrong { page.element(.p, text: nothing) }
      return
    }
    page.element(.ol, .class("groups")) { page in
      for group in problems.prefix(Self.maximumGroups) { self.group(group, on: &page) }
      for fact in sideFacts { sideFact(fact, on: &page) }
    }
    let rest = problems.dropFirst(Self.maximumGroups)
    if !rest.isEmpty {
      let sessions = rest.reduce(0) { $0 + $1.sessions }
      page.element(
        .p,
        text: "\(Counting.counted(rest.count, "more kind", "more kinds")) of problems, with "
          + "\(Counting.counted(sessions, "session", "sessions")); the table below counts them.")
    }
  }

  private func group(_ group: Overview.Group, on page: inout HTMLWriter) {
    let span = OverviewText(style: TextStyle(usesColor: false)).span(group.first, group.last)
    page.element(.li, .class(group.outcome.rawValue)) { page in
      let show = HTMLAttribute("data-show", "outcome=\(group.outcome.rawValue)&cause=\(group.label)")
      page.element(.p, show) { page in
        count(group.sessions, group.outcome, of: group.title ?? group.label, on: &page)
        if group.title != nil { page.element(.small, text: group.label) }
      }
      example(group.example, basis: group.ends + [span], on: &page)
      if !group.next.isEmpty { next(group.next, on: &page) }
    }
  }

  /// Something grave that stopped nothing.
  private func sideFact(_ fact: (id: String, count: Int, example: Int), on page: inout HTMLWriter) {
    page.element(.li, .class(Verdict.Outcome.downgraded.rawValue)) { page in
      page.element(.p) { page in
        count(fact.count, .downgraded, of: Catalogue.rule(fact.id)?.title ?? fact.id, on: &page)
        page.element(.small, text: fact.id)
      }
      example(fact.example, basis: ["beside the verdict"], on: &page)
    }
  }

  private func count(_ sessions: Int, _ outcome: Verdict.Outcome, of title: String, on page: inout HTMLWriter) {
    let words = "\(outcome.sign) \(Counting.counted(sessions, "session", "sessions"))"
    page.element(.span, .class(outcome.rawValue), text: words)
    page.text(" · ")
    page.element(.strong, text: title)
    page.text(" ")
  }

  /// What is known of a group, and where an example stands: told in full, or a row.
  private func example(_ session: Int, basis: [String], on page: inout HTMLWriter) {
    let isTold = report.detailed.contains { $0.session.id == session }
    let isListed = isTold || report.rows.contains { $0.id == session }
    let place = isTold ? "session-\(session)" : isListed ? "row-\(session)" : "list"
    page.element(.p, .class("basis")) { page in
      page.text("\(basis.joined(separator: " · ")) · for example ")
      page.element(.a, .href(toPart: place), text: "session \(session)")
      if isTold { page.text(", told below") }
    }
  }

  private func tally(_ page: inout HTMLWriter) {
    page.element(.table, .class("tally")) { page in
      page.element(.caption, text: "How many sessions ended how")
      page.element(.thead) { page in
        page.element(.tr) { $0.columnHeads(["Verdict", "Because of", "Sessions"]) }
      }
      page.element(.tbody) { page in
        for entry in report.tally.entries {
          let reason = ReportFacts.reason(entry)
          page.element(.tr) { page in
            page.element(.td) { page in
              page.element(.span, .class("badge \(entry.outcome.rawValue)"), text: Self.badge(entry.outcome))
            }
            page.element(.td) { page in
              page.text(reason.words)
              if !reason.id.isEmpty {
                page.text(" ")
                page.element(.small, text: reason.id)
              }
            }
            page.element(.td, .class("n"), text: Counting.grouped(entry.count))
          }
        }
      }
    }
  }

  private func servers(_ page: inout HTMLWriter) {
    let all = report.overview.fatesByEndpoint
    let told = report.overview.columns
    let hasFailures = all.contains { $0.fate.lastFailure != nil }
    page.scrolling("scroll", label: "Table of the servers") { page in
      page.element(.table, .class("servers"), .id("servers")) { page in
        page.element(.caption, text: "How each server fared")
        page.element(.thead) { page in
          page.element(.tr) { page in
            page.columnHeads(["Server"])
            page.columnHeads(told.map(\.title) + (hasFailures ? ["last failure (UTC)"] : []), class: "n")
          }
        }
        page.element(.tbody) { page in
          for (endpoint, fate) in all.prefix(Self.maximumServers) {
            page.element(.tr) { page in
              page.element(.td, HTMLAttribute("data-show", "q=\(endpoint)")) { page in
                page.element(.span, .class("when"), text: endpoint.description)
                page.text(" \(fate.name.map { SessionStory.shortened($0, Self.maximumNameLength) } ?? "")")
              }
              for column in told { page.element(.td, .class("n"), text: Counting.grouped(column.value(fate))) }
              if hasFailures {
                let last = fate.lastFailure.map { Self.withoutZone(UTCTime.readable($0)) } ?? "-"
                page.element(.td, .class("n"), text: last)
              }
            }
          }
        }
      }
    }
    var more: [String] = []
    let rest = all.dropFirst(Self.maximumServers)
    if !rest.isEmpty {
      let sessions = rest.reduce(0) { $0 + $1.fate.sessions }
      more.append(
        "\(Counting.counted(rest.count, "more server", "more servers")) with "
          + "\(Counting.counted(sessions, "session", "sessions")).")
    }
    if report.overview.sessionsOfOthers > 0 {
      more.append(
        "\(Counting.counted(report.overview.sessionsOfOthers, "session", "sessions")) of servers not told apart.")
    }
    if !more.isEmpty { page.element(.p, text: more.joined(separator: " ")) }
  }
}
