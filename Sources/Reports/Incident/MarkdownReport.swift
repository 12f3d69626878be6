import CaptureFiles
import Diagnosis
import PacketLayers
import PlainWords
import SMTPSession
import SMTPTranscript

/// Writes a report as Markdown for a ticket: headings, lists, tables and fenced blocks, which every viewer of the common
/// kind renders. No HTML, no pictures.
struct MarkdownReport {
  /// Rows of the table of sessions.
  static let maximumRows = 200

  let report: IncidentReport

  func text() -> String {
    var lines: [String] = ["# \(MarkdownText.plain(report.title))", ""]
    if let first = report.detailed.first {
      let story = SessionStory(first, namesFiles: report.namesFiles)
      lines += verdict(story)
    }
    if let note = report.options.note {
      lines += note.split(separator: "\n").map { "> \(MarkdownText.plain(String($0)))" } + [""]
    }
    lines += ["## What was captured", ""]
    lines += ReportFacts.capture(report).map { "- \(MarkdownText.plain($0.label)): \(MarkdownText.plain($0.value))" }
    for (index, file) in report.capture.files.enumerated() {
      let digest = index < report.digests.count ? report.digests[index] : nil
      lines.append(
        "- \(ReportFacts.fileLabel(report, index)) \(MarkdownText.code(file.name)), \(Counting.counted(file.packets, "packet", "packets")), "
          + (digest.map { "SHA-256 `\($0)`" } ?? "SHA-256 not known: it was read from a pipe"))
    }
    lines += report.capture.caveatSentences.map { "- Caveat: \(MarkdownText.plain($0))" } + [""]
    if report.tally.sessions > 1 { lines += overview }
    let kinds = SurveyKind.all(report.capture.findings)
    if !kinds.isEmpty { lines += ["## What several sessions show together", ""] }
    for kind in kinds {
      lines += ["**\(MarkdownText.plain(kind.summary))**", ""]
      if !kind.isAlone { lines += kind.sentences.map { "- \(MarkdownText.plain($0))" } + [""] }
      lines += [MarkdownText.plain(kind.first.meaning), ""]
      if let heading = kind.evidenceHeading { lines += [heading, ""] }
      lines += evidence(kind.first) + remedies(kind.first)
    }
    for diagnosed in report.detailed { lines += session(SessionStory(diagnosed, namesFiles: report.namesFiles)) }
    if report.rows.count > 1 || report.unlistedRows > 0 { lines += others }
    lines += ["---", ""]
    lines += report.privacy.map { "*\(MarkdownText.plain($0))*" + "\n" }
    lines += ["*Made with \(MarkdownText.plain(report.options.tool)). All times are UTC.*", ""]
    return lines.joined(separator: "\n")
  }

  private func verdict(_ story: SessionStory) -> [String] {
    let verdict = story.diagnosed.verdict
    let which = report.which(story.diagnosed)
    return [
      "**\(verdict.outcome.sign) \(verdict.outcome.rawValue)**\(which.isEmpty ? "" : " (\(which))"): \(MarkdownText.plain(verdict.sentence))",
      "",
      MarkdownText.plain(story.basis), "",
      "**Next:** \(MarkdownText.plain(verdict.next))", "",
    ]
  }

  private func session(_ story: SessionStory) -> [String] {
    let session = story.session
    var lines = [
      "## Session \(session.id): \(MarkdownText.code(session.client.description)) to \(MarkdownText.code(session.server.description))",
      "",
    ]
    if session.id != report.detailed.first?.session.id { lines += verdict(story) }
    lines += [MarkdownText.plain(ReportFacts.times(story)), ""]
    let stages = story.stages.map { stage in
      let (sign, word) = ReportFacts.state(stage.state)
      return "\(story.stageName(stage)) \(sign)\(stage.state == .reached ? "" : " \(word)")"
    }
    lines += ["**How far it came:** \(stages.joined(separator: " → "))", ""]
    lines += ["### Annotated transcript", ""] + MarkdownText.fenced(transcript(story)) + [""]
    if let finding = story.diagnosed.primaryFinding { lines += explanation(finding) }
    if !story.tlsFacts.isEmpty {
      lines += ["### TLS", ""]
      lines += facts(story.tlsFacts)
      for certificate in story.certificates {
        lines += ["#### \(MarkdownText.plain(certificate.heading))", ""] + facts(certificate.facts)
      }
    }
    let others = story.diagnosed.findings.filter { $0.id != story.diagnosed.primaryFinding?.id }
    if !others.isEmpty {
      lines += ["### Also seen", ""]
      lines += others.map { finding in
        "- \(finding.severity.rawValue): \(MarkdownText.plain(finding.summary)) (\(MarkdownText.plain(ReportFacts.basis(finding, story))))"
      }
      lines.append("")
    }
    return lines
  }

  private func facts(_ facts: [(label: String, value: String)]) -> [String] {
    facts.map { "- \(MarkdownText.plain($0.label)): \(MarkdownText.plain($0.value))" } + [""]
  }

  private func transcript(_ story: SessionStory) -> [String] {
    // A block of code scrolls sideways and does not wrap.
    let style = TextStyle(usesColor: false, width: 110)
    var lines = ["packet     seconds"]
    for entry in story.entries {
      switch entry {
      case .omitted(let count):
        lines.append("     …              \(Counting.counted(count, "line", "lines")) left out")
      case .line(let line):
        let side = line.from == .client ? "C" : line.from == .server ? "S" : "-"
        lines.append("\(TextStyle.right(line.packet, 6)) \(TextStyle.right(line.seconds, 11))  \(side)  \(line.text)")
        let indent = String(repeating: " ", count: 23)
        if let note = line.note { lines += style.wrapped("^ \(note)", first: indent, rest: "\(indent)  ") }
        if line.isFailure { lines.append("\(indent)✗ it stopped here") }
      }
    }
    return lines
  }

  private func explanation(_ finding: Finding) -> [String] {
    var lines = ["### Why", "", MarkdownText.plain(finding.meaning), ""]
    lines += evidence(finding) + remedies(finding)
    if !finding.nextCommands.isEmpty {
      lines += ["### To confirm it", "", MarkdownText.plain(ReportFacts.commandLead(finding)), ""]
      lines += MarkdownText.fenced(finding.nextCommands) + [""]
    }
    if !finding.unknowable.isEmpty {
      lines += ["### What this capture cannot tell", "", MarkdownText.plain(finding.unknowable), ""]
    }
    if !finding.logMessages.isEmpty {
      lines += ["### What the sender's log or queue may say", ""]
      lines += finding.logMessages.map { "- \(MarkdownText.plain($0.source)): \(MarkdownText.code($0.text))" } + [""]
    }
    return lines
  }

  private func evidence(_ finding: Finding) -> [String] {
    guard !finding.evidence.isEmpty else { return [] }
    return ["### Evidence", ""]
      + finding.evidence.map { evidence in
        let quote = evidence.quote.map { " \(MarkdownText.code(SessionStory.shortened($0, 600)))" } ?? ""
        return "- **\(ReportFacts.packets(evidence, in: report))**\(quote): \(MarkdownText.plain(evidence.meaning))"
      } + [""]
  }

  private func remedies(_ finding: Finding) -> [String] {
    guard !finding.remedies.isEmpty else { return [] }
    return ["### What to do", ""]
      + finding.remedies.map { "- **\(ReportFacts.responsible($0.actor)):** \(MarkdownText.plain($0.text))" } + [""]
  }

  private var overview: [String] {
    ["## How the sessions ended", "", "| Verdict | Because of | Sessions |", "| --- | --- | ---: |"]
      + report.tally.entries.map { entry in
        let reason = ReportFacts.reason(entry)
        let id = reason.id.isEmpty ? "" : " (\(reason.id))"
        return
          "| \(entry.outcome.sign) \(entry.outcome.rawValue) | \(MarkdownText.plain(reason.words + id)) | \(entry.count) |"
      } + [""]
  }

  private var others: [String] {
    var lines = ["## All sessions of the capture", ""]
    lines += ["| Session | Began (UTC) | Client | Server | Verdict |", "| ---: | --- | --- | --- | --- |"]
    lines += report.rows.prefix(Self.maximumRows).map { row in
      "| \(row.id) | \(UTCTime.rfc3339(row.start)) | \(row.client) | \(row.server) | \(row.outcome.sign) \(MarkdownText.plain(row.label)) |"
    }
    lines.append("")
    if report.rows.count > Self.maximumRows {
      lines += ["\(report.rows.count - Self.maximumRows) further sessions have no row here.", ""]
    }
    if let text = ReportFacts.unlisted(report) { lines += [MarkdownText.plain(text), ""] }
    return lines
  }
}

/// Makes text harmless in Markdown.
package enum MarkdownText {
  /// One line of prose: nothing in it is markup, an HTML tag, a link, or the mention of a person or a ticket.
  package static func plain(_ text: String) -> String {
    var output = ""
    var previous: Unicode.Scalar = " "
    let scalars = Array(oneLine(text).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      switch scalar {
      case "\\", "`", "*", "[", "]", "|", "{", "}": output += "\\\(scalar)"
      // Within a word an underscore is no emphasis.
      case "_": output += isWord(previous) && isWord(next) ? "_" : "\\_"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "&": output += "&amp;"
      // Viewers turn `@name`, `#12` and addresses of pages into links even where they are escaped, but not inside code.
      case "@", "#", "$": output += isWord(previous) && scalar == "@" ? "@" : "`\(scalar)`"
      // So they do with `!12`, `%12` and `~name`.
      case "!", "%", "~": output += !isWord(previous) && isWord(next) ? "`\(scalar)`" : "\\\(scalar)"
      case ":": output += next == "/" && index + 2 < scalars.count && scalars[index + 2] == "/" ? "`:`" : ":"
      case ".": output += isAfterWWW(scalars, index) ? "`.`" : "."
      case "-", "+", "=": output += index == 0 ? "\\\(scalar)" : String(scalar)
      default: output.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    // A number and a full stop at the beginning would be a list.
    if let dot = output.firstIndex(where: { !$0.isNumber }), dot > output.startIndex, ".)".contains(output[dot]),
      output[output.index(after: dot)...].first.map({ $0 == " " }) ?? true
    {
      output.insert("\\", at: dot)
    }
    return output
  }

  /// Words as they stood, in a code span that they cannot leave, also inside a table.
  static func code(_ text: String) -> String {
    let line = oneLine(text)
    guard !line.isEmpty else { return "(empty)" }
    let fence = String(repeating: "`", count: longestRun(in: line) + 1)
    let padding = line.hasPrefix("`") || line.hasSuffix("`") || (line.hasPrefix(" ") && line.hasSuffix(" ")) ? " " : ""
    return fence + padding + line + padding + fence
  }

  /// Lines as they stood, in a block that they cannot leave.
  static func fenced(_ lines: [String]) -> [String] {
    let cleaned = lines.map(oneLine)
    let fence = String(repeating: "`", count: max(3, (cleaned.map(longestRun).max() ?? 0) + 1))
    return ["\(fence)text"] + cleaned + [fence]
  }

  /// Without anything that would end the line, or turn or hide what stands around it.
  static func oneLine(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: output.append(" ")
      case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: output.append("\u{FFFD}")
      default: output.append(scalar)
      }
    }
    return String(output)
  }

  private static func longestRun(in text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
  }

  private static func isAfterWWW(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    index >= 3 && scalars[(index - 3)..<index].allSatisfy { $0 == "w" || $0 == "W" }
  }
}
