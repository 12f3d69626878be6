import CaptureFiles
import Diagnosis
import PlainWords
import SMTPSession

/// One session told in full.
extension HTMLReport {
  /// `tellsVerdict` is false where the verdict stands at the head of the page.
  func session(_ story: SessionStory, tellsVerdict: Bool, on page: inout HTMLWriter) {
    let session = story.session
    let place = "session-\(session.id)"
    let title = "Session \(session.id): \(session.client) to \(session.server)"
    guard isLive && !isAboutOne else {
      page.element(.section, .class("session"), .id(place)) { page in
        page.element(.h2, text: title)
        told(story, tellsVerdict: tellsVerdict, on: &page)
      }
      return
    }
    let verdict = story.diagnosed.verdict
    page.element(.details, .class("session"), .id(place), HTMLAttribute("open")) { page in
      page.element(.summary) { page in
        page.element(
          .span, .class("title"), HTMLAttribute("role", "heading"), HTMLAttribute("aria-level", 2), text: title)
        page.text(" ")
        page.element(.span, .class(verdict.outcome.rawValue), text: Self.badge(verdict.outcome))
        page.text(" \(VerdictWords.label(verdict))")
      }
      told(story, tellsVerdict: tellsVerdict, on: &page)
      page.element(.p) { page in
        page.element(.a, .href(toPart: "list"), text: "Back to the list of sessions")
      }
    }
  }

  private func told(_ story: SessionStory, tellsVerdict: Bool, on page: inout HTMLWriter) {
    if tellsVerdict { verdict(of: story, on: &page) }
    page.element(.p, .class("basis"), text: ReportFacts.times(story))
    stages(story, on: &page)
    if let finding = story.diagnosed.primaryFinding { why(finding, on: &page) }
    diagram(story, on: &page)
    transcript(story, on: &page)
    if story.session.tls != nil { tls(story, on: &page) }
    also(story, on: &page)
  }

  private func stages(_ story: SessionStory, on page: inout HTMLWriter) {
    page.element(.h3, text: "How far it came")
    page.element(.ol, .class("stages")) { page in
      for stage in story.stages {
        let (sign, word) = ReportFacts.state(stage.state)
        var details = stage.state == .reached ? [] : [word]
        if let at = stage.at { details.append("packet \(story.packetName(at.packet))") }
        page.element(.li, .class(stage.state.rawValue)) { page in
          page.element(.span, text: sign)
          page.text(" \(story.stageName(stage)) ")
          page.element(.small, text: details.joined(separator: ", "))
        }
      }
    }
  }

  private func why(_ finding: Finding, on page: inout HTMLWriter) {
    page.element(.h3, text: "Why")
    page.element(.p, text: finding.meaning)
    if !finding.evidence.isEmpty {
      page.element(.h3, text: "Evidence")
      evidence(of: finding, on: &page)
    }
    if !finding.remedies.isEmpty {
      page.element(.h3, text: "What to do")
      remedies(of: finding, on: &page)
    }
    if !finding.nextCommands.isEmpty {
      page.element(.h3, text: "To confirm it")
      page.element(.p, .class("lead"), text: ReportFacts.commandLead(finding))
      for command in finding.nextCommands { self.command(command, on: &page) }
    }
    if !finding.unknowable.isEmpty {
      page.element(.h3, text: "What this capture cannot tell")
      page.element(.p, text: finding.unknowable)
    }
    if !finding.logMessages.isEmpty {
      page.element(.h3, text: "What the sender's log or queue may say")
      page.element(.ul) { page in
        for message in finding.logMessages {
          page.element(.li) { page in
            page.text("\(message.source): ")
            quotation(message.text, on: &page)
          }
        }
      }
    }
  }

  /// Packets, what they say, and what that means.
  func evidence(of finding: Finding, on page: inout HTMLWriter) {
    page.element(.ul) { page in
      for evidence in finding.evidence {
        page.element(.li) { page in
          page.element(.strong, text: ReportFacts.packets(evidence, in: report))
          if let quote = evidence.quote {
            page.text(" ")
            quotation(SessionStory.shortened(quote, SessionStory.maximumLineLength), on: &page)
          }
          page.text(" · \(evidence.meaning)")
        }
      }
    }
  }

  func remedies(of finding: Finding, on page: inout HTMLWriter) {
    page.element(.ul, .class("remedies")) { page in
      for remedy in finding.remedies {
        page.element(.li) { page in
          page.element(.strong, text: "\(ReportFacts.responsible(remedy.actor)):")
          page.text(" \(remedy.text)")
        }
      }
    }
  }

  private func quotation(_ text: String, on page: inout HTMLWriter) {
    page.element(.q) { $0.element(.code, text: text) }
  }

  /// A command, whose lines break between words and not within one.
  private func command(_ command: String, on page: inout HTMLWriter) {
    page.element(.pre) { page in
      page.element(.code) { page in
        for word in command.split(separator: " ") {
          page.element(.span, text: String(word))
          page.text(" ")
        }
      }
    }
  }

  private func transcript(_ story: SessionStory, on page: inout HTMLWriter) {
    page.element(.h3, text: "Annotated transcript")
    page.scrolling("scroll", label: "Transcript of session \(story.session.id)") { page in
      page.element(.table, .class("transcript")) { page in
        page.element(.thead) { page in
          page.element(.tr) { $0.columnHeads(["Packet", "Seconds", "From", "What was said"]) }
        }
        page.element(.tbody) { page in
          for entry in story.entries { line(entry, on: &page) }
        }
      }
    }
  }

  private func line(_ entry: SessionStory.Entry, on page: inout HTMLWriter) {
    switch entry {
    case .omitted(let count):
      page.element(.tr, .class("aside")) { page in
        page.element(.td, .class("n"), text: "…")
        page.element(.td, .class("n"), text: "")
        page.element(.td, text: "")
        page.element(.td, .class("said"), text: "\(Counting.counted(count, "line", "lines")) left out")
      }
    case .line(let line):
      let side = line.from?.name ?? "aside"
      page.element(.tr, .class(line.isEvidence ? "\(side) evidence" : side)) { page in
        page.element(.td, .class("n"), text: line.packet)
        page.element(.td, .class("n"), text: line.seconds)
        page.element(.td, text: line.from?.name ?? "")
        page.element(.td, .class("said")) { page in
          page.text(line.text)
          if let note = line.note { mark("◀ \(note)", on: &page) }
          if line.isFailure { mark("✗ It stopped here.", on: &page) }
        }
      }
    }
  }

  private func mark(_ text: String, on page: inout HTMLWriter) {
    page.empty(.br)
    page.element(.strong, .class("mark"), text: text)
  }

  private func tls(_ story: SessionStory, on page: inout HTMLWriter) {
    page.element(.h3, text: "TLS")
    page.facts(story.tlsFacts)
    for certificate in story.certificates {
      page.element(.h4, text: certificate.heading)
      page.facts(certificate.facts)
    }
  }

  private func also(_ story: SessionStory, on page: inout HTMLWriter) {
    let others = story.diagnosed.findings.filter { $0.id != story.diagnosed.primaryFinding?.id }
    guard !others.isEmpty else { return }
    page.element(.h3, text: "Also seen")
    page.element(.ul) { page in
      for finding in others {
        page.element(.li) { page in
          page.element(.strong, text: finding.severity.rawValue)
          page.text(": \(finding.summary) ")
          page.element(.small, text: ReportFacts.basis(finding, story))
        }
      }
    }
  }
}
