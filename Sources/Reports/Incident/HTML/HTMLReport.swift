import CaptureFiles
import Diagnosis
import PlainWords
import SMTPSession

/// Writes a report as one HTML document that needs nothing else: no other file, no network, and for reading no script.
struct HTMLReport {
  let report: IncidentReport
  private let stories: [SessionStory]

  init(report: IncidentReport) {
    self.report = report
    stories = report.detailed.map { SessionStory($0, namesFiles: report.namesFiles) }
  }

  /// The document, as UTF-8.
  func bytes() -> [UInt8] {
    var page = HTMLWriter()
    page.element(.html, HTMLAttribute("lang", "en")) { page in
      page.head(title: report.title, script: isLive ? HTMLScript.text : nil)
      page.element(.body) { page in
        page.element(.header, content: header)
        page.element(.main, content: main)
        page.element(.footer, content: footer)
        if isLive { page.element(.script, verbatim: HTMLScript.text) }
      }
    }
    return page.bytes
  }

  /// Whether there is one session to tell, and others only beside it; else the numbers come first.
  var isAboutOne: Bool { report.options.onlySession != nil || report.tally.sessions < 2 }

  private func header(_ page: inout HTMLWriter) {
    page.element(.p, .class("kind"), text: "Report on a packet capture")
    page.element(.h1, text: report.title)
    if isAboutOne {
      if let first = stories.first {
        let which = report.which(first.diagnosed)
        verdict(of: first, lead: which.isEmpty ? "" : "\(which): ", on: &page)
      }
    } else {
      span(&page)
      contents(&page)
    }
    if let note = report.options.note {
      page.element(.div, .class("note")) { page in
        page.element(.h2, text: "Note")
        for line in note.split(separator: "\n") { page.element(.p, text: String(line)) }
      }
    }
  }

  private func main(_ page: inout HTMLWriter) {
    let isAboutMany = report.tally.sessions > 1
    let hasList = report.rows.count > 1 || report.unlistedRows > 0
    if isAboutOne {
      captured(&page)
      together(&page)
      sessions(&page)
    }
    if isAboutMany { numbers(&page) }
    if hasList { list(&page) }
    if !isAboutOne {
      sessions(&page)
      together(&page)
      captured(&page)
    }
  }

  private func footer(_ page: inout HTMLWriter) {
    for sentence in report.privacy { page.element(.p, text: sentence) }
    page.element(
      .p,
      text:
        "Made with \(report.options.tool). All times are UTC, by the clock of the machine that captured. Names were not looked up."
    )
  }

  private func sessions(_ page: inout HTMLWriter) {
    for story in stories {
      // Where there is one, its verdict stands over everything already.
      let isNew = !isAboutOne || story.session.id != stories.first?.session.id
      session(story, tellsVerdict: isNew, on: &page)
    }
  }

  /// The files, and what limits the claims.
  private func captured(_ page: inout HTMLWriter) {
    page.element(.section, .id("capture")) { page in
      page.element(.h2, text: "What was captured")
      page.facts(ReportFacts.capture(report))
      for (index, file) in report.capture.files.enumerated() {
        let digest = index < report.digests.count ? report.digests[index] : nil
        page.element(.p, .class("file")) { page in
          page.element(.strong, text: report.namesFiles ? "\(index + 1): \(file.name)" : file.name)
          page.text(" · \(Counting.counted(file.packets, "packet", "packets")), \(file.format)")
          page.empty(.br)
          page.element(
            .span, .class("hash"), text: digest.map { "SHA-256 \($0)" } ?? "SHA-256 not known: it was read from a pipe")
        }
      }
      let caveats = report.capture.caveatSentences
      if !caveats.isEmpty {
        page.element(.h3, .id("limits"), text: "What limits the claims")
        page.list(caveats)
      }
    }
  }

  /// A verdict with what it rests on and what to do next. `lead` says whose it is where that is not clear.
  func verdict(of story: SessionStory, lead: String = "", on page: inout HTMLWriter) {
    let verdict = story.diagnosed.verdict
    page.element(.p, .class("verdict \(verdict.outcome.rawValue)")) { page in
      page.element(.span, .class("badge"), text: Self.badge(verdict.outcome))
      page.text(" \(lead)\(verdict.sentence)")
    }
    page.element(.p, .class("basis"), text: story.basis)
    next(verdict.next, on: &page)
  }

  func next(_ text: String, on page: inout HTMLWriter) {
    page.element(.p, .class("next")) { page in
      page.element(.strong, text: "Next:")
      page.text(" \(text)")
    }
  }

  static func badge(_ outcome: Verdict.Outcome) -> String { "\(outcome.sign) \(outcome.rawValue)" }
}
