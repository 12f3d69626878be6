import Diagnosis
import PlainWords
import SMTPSession

extension IncidentReport {
  /// What is written; the raw values are the words of the command line, and the endings of files.
  public enum Format: String, Sendable, CaseIterable {
    case html
    case markdown = "md"
    case text = "txt"
    case json

    /// The format that a file's name asks for; `nil` where it asks for none.
    public init?(fileName: String) {
      let name = fileName.lowercased()
      if name.hasSuffix(".html") || name.hasSuffix(".htm") {
        self = .html
      } else if name.hasSuffix(".md") || name.hasSuffix(".markdown") {
        self = .markdown
      } else if name.hasSuffix(".txt") {
        self = .text
      } else if name.hasSuffix(".json") {
        self = .json
      } else {
        return nil
      }
    }
  }

  /// The whole document.
  public func bytes(_ format: Format) -> [UInt8] {
    switch format {
    case .html: HTMLReport(report: self).bytes()
    case .markdown: Array(MarkdownReport(report: self).text().utf8)
    case .text: Array(PlainReport(report: self).text().utf8)
    case .json: json
    }
  }

  /// The contract of `Schema.json`, with what only a report knows under `report`.
  private var json: [UInt8] {
    var json = JSONBuffer()
    json.beginObject()
    json.field("schemaVersion", SessionJSON.schemaVersion)
    json.key("report")
    json.beginObject()
    json.field("title", title)
    json.field("note", options.note)
    json.field("tool", options.tool)
    json.key("files")
    json.beginArray()
    for (index, file) in capture.files.enumerated() {
      json.beginObject()
      json.field("name", file.name)
      json.field("format", file.format)
      json.field("packets", file.packets)
      json.field("sha256", index < digests.count ? digests[index] : nil)
      json.endObject()
    }
    json.endArray()
    json.key("privacy")
    json.beginArray()
    for sentence in privacy { json.string(sentence) }
    json.endArray()
    json.key("allSessions")
    json.beginArray()
    for row in rows {
      json.beginObject()
      json.field("id", row.id)
      json.field("start", UTCTime.rfc3339(row.start))
      json.field("client", row.client)
      json.field("server", row.server)
      json.field("outcome", row.outcome.rawValue)
      json.field("label", row.label)
      json.endObject()
    }
    json.endArray()
    json.field("unlistedSessions", unlistedRows)
    json.endObject()
    json.key("sessions")
    json.beginArray()
    for diagnosed in detailed { SessionJSON.write(diagnosed, to: &json, multipleFiles: namesFiles) }
    json.endArray()
    json.key("findings")
    json.beginArray()
    for finding in capture.findings { SessionJSON.write(finding, to: &json, withSessions: true) }
    json.endArray()
    json.key("capture")
    SessionJSON.write(capture, to: &json)
    json.endObject()
    json.newline()
    return json.bytes
  }
}

/// Writes a report as plain text, as the terminal shows it.
struct PlainReport {
  let report: IncidentReport

  func text() -> String {
    let style = TextStyle(usesColor: false, width: 100)
    let capture = CaptureText(style: style)
    var lines: [String] = style.wrapped(report.title)
    lines.append(String(repeating: "=", count: min(100, report.title.count)))
    if let note = report.options.note {
      lines.append("")
      for line in note.split(separator: "\n") { lines += style.wrapped(String(line)) }
    }
    lines.append("")
    for fact in ReportFacts.capture(report) { lines += style.wrapped("\(fact.label): \(fact.value)", rest: "  ") }
    for (index, file) in report.capture.files.enumerated() {
      let digest = index < report.digests.count ? report.digests[index] : nil
      let packets = Counting.counted(file.packets, "packet", "packets")
      lines.append("\(ReportFacts.fileLabel(report, index)): \(file.name), \(packets), \(file.format)")
      lines.append("  \(digest.map { "SHA-256 \($0)" } ?? "SHA-256 not known: it was read from a pipe")")
    }
    for sentence in report.capture.caveatSentences { lines += style.wrapped("Caveat: \(sentence)", rest: "  ") }
    // Numbers first: what each session comes to stands before what some show together.
    if report.rows.count > 1 || report.unlistedRows > 0 { lines += [""] + capture.table(report.tally) }
    lines += capture.surveyFindings(report.capture.findings)
    let session = SessionText(style: style, namesFiles: report.namesFiles)
    for diagnosed in report.detailed {
      lines += ["", String(repeating: style.rule, count: 100)] + session.lines(diagnosed)
      lines += tls(SessionStory(diagnosed, namesFiles: report.namesFiles), style)
    }
    lines.append("")
    for sentence in report.privacy { lines += style.wrapped(sentence) }
    lines.append("Made with \(report.options.tool). All times are UTC.")
    return lines.joined(separator: "\n") + "\n"
  }

  private func tls(_ story: SessionStory, _ style: TextStyle) -> [String] {
    func listed(_ heading: String, _ facts: [(label: String, value: String)]) -> [String] {
      guard !facts.isEmpty else { return [] }
      return ["", heading] + facts.flatMap { style.wrapped("\($0.label): \($0.value)", first: "  ", rest: "    ") }
    }
    return listed("TLS", story.tlsFacts) + story.certificates.flatMap { listed($0.heading, $0.facts) }
  }
}
