import CaptureFiles
package import Diagnosis
import PacketLayers
package import SMTPSession
import SMTPTranscript

/// Writes sessions as they end: a line for people, or a line of JSON, at once.
package struct LiveReport: Sendable {
  /// What is written; the raw values are the words of the command line.
  package enum Format: String, Sendable, CaseIterable {
    case text, ndjson
  }

  package private(set) var sessions = 0
  package private(set) var problems = 0
  /// The gravest severity of any finding; `nil` before the first finding.
  package private(set) var gravest: Severity?

  private let format: Format
  private let style: TextStyle
  private var tally = VerdictTally()
  private var output = JSONBuffer()
  private var followed: [Int: FollowedLines] = [:]
  private let follows: Bool
  private let lineContext: LineContext
  /// Which sessions are told.
  private let selection: Selection
  /// Numbers of those, where not all are.
  private var numbers: Set<Int> = []

  package init(
    format: Format, style: TextStyle, follows: Bool, selection: Selection = Selection(),
    line: LineContext = LineContext()
  ) {
    lineContext = line
    self.selection = selection
    self.format = format
    self.style = style
    self.follows = follows
  }

  package mutating func add(_ diagnosed: DiagnosedSession) {
    guard selection.admits(diagnosed) else {
      followed[diagnosed.session.id] = nil
      return
    }
    if !selection.isEmpty { numbers.insert(diagnosed.session.id) }
    sessions += 1
    if diagnosed.findings.contains(where: { $0.severity == .problem }) { problems += 1 }
    raiseGravest(diagnosed.findings)
    tally.record(diagnosed)
    switch format {
    case .text:
      if follows {
        follow(diagnosed.session)
        followed[diagnosed.session.id] = nil
      }
      output.text(style.printable(line(diagnosed)))
    case .ndjson:
      SessionJSON.write(
        diagnosed, to: &output, multipleFiles: diagnosed.session.start.packet.file != 0, line: lineContext)
      output.newline()
    }
  }

  /// Writes the lines of an open session that were not written before.
  package mutating func follow(_ session: Session) {
    guard format == .text, follows else { return }
    for line in followed[session.id, default: FollowedLines()].takeNew(session.transcript) {
      output.text(style.printable(followLine(line, of: session)))
    }
  }

  /// What was seen up to now, for people: the verdicts with their counts.
  package func summaryLines(_ whole: CaptureSummary) -> [String] {
    let capture = chosen(whole)
    let text = CaptureText(style: style)
    var lines = text.header(capture)
    lines += text.surveyFindings(capture.findings)
    if tally.sessions > 0 {
      lines.append("")
      lines += text.table(tally)
    }
    return lines.map(style.printable)
  }

  /// What is said of the capture where not every session is told.
  private func chosen(_ whole: CaptureSummary) -> CaptureSummary {
    guard !selection.isEmpty else { return whole }
    var capture = whole
    capture.select(numbers, by: selection.words)
    return capture
  }

  package mutating func finish(_ whole: CaptureSummary) {
    let capture = chosen(whole)
    raiseGravest(capture.findings)
    switch format {
    case .text:
      output.text("")
      for line in summaryLines(whole) { output.text(line) }
    case .ndjson:
      SessionJSON.writeCaptureLine(capture, lineContext, to: &output)
    }
  }

  package var hasOutput: Bool { output.count > 0 }

  /// What is ready to be written; the buffer behind it is used again.
  package mutating func takeOutput() -> [UInt8] { output.takeBytes() }

  private mutating func raiseGravest(_ findings: [Finding]) {
    for finding in findings where gravest.map({ finding.severity > $0 }) ?? true { gravest = finding.severity }
  }
}

// MARK: Lines

extension LiveReport {
  /// Time, client, server, name, verdict, TLS.
  private func line(_ diagnosed: DiagnosedSession) -> String {
    let session = diagnosed.session
    let verdict = diagnosed.verdict
    var parts = ["\(session.client) \(style.arrow) \(session.server)"]
    if let name = session.serverHostName { parts.append(String(name.prefix(60))) }
    parts.append(tls(session))
    parts.append(verdict.sentence)
    if let finding = verdict.finding { parts.append(finding) }
    if let completion = completion(session) { parts.append(completion) }
    let text = "\(style.mark(verdict)) \(session.id)  " + parts.joined(separator: " \(style.dot) ")
    return style.dim(style.time(session.end.time)) + "  " + style.paint(text, verdict)
  }

  private func tls(_ session: Session) -> String {
    guard let tls = session.tls else { return "no TLS" }
    let version = tls.version ?? "TLS"
    return tls.completed ? version : "\(version) not completed"
  }

  private func completion(_ session: Session) -> String? {
    switch session.completion {
    case .closed: nil
    case .idle: "silent"
    case .captureEnded: "capture ended"
    case .portReused: "ports used again"
    case .evicted: "given up: too much is kept of open connections"
    }
  }

  private func followLine(_ line: TranscriptLine, of session: Session) -> String {
    let side: String
    switch line.from {
    case .client: side = style.cyan("C")
    case .server: side = "S"
    case nil: side = style.dim(style.rule)
    }
    let seconds = SessionText.seconds(line.at.time.seconds(since: session.start.time))
    let text = line.text.count > 400 ? String(line.text.prefix(400)) + style.ellipsis : line.text
    return style.dim("\(style.time(line.at.time))    \(session.id) \(session.client) \(seconds)")
      + "  \(side)  \(text)"
  }
}

/// Which lines of a transcript were written. A transcript grows at its end, but for what TLS and TCP add between its lines and
/// for what is worded anew when more is known of it, so lines are told by their packet, kind and side, and counted.
private struct FollowedLines: Sendable {
  private struct Place: Hashable {
    var packet: PacketID
    var kind: TranscriptLine.Kind
    var side: Int
  }

  private var written: [Place: Int] = [:]

  mutating func takeNew(_ transcript: [TranscriptLine]) -> [TranscriptLine] {
    var met: [Place: Int] = [:]
    var new: [TranscriptLine] = []
    for line in transcript {
      let side = line.from == nil ? 0 : line.from == .client ? 1 : 2
      let place = Place(packet: line.at.packet, kind: line.kind, side: side)
      met[place, default: 0] += 1
      if let count = met[place], count > written[place, default: 0] {
        written[place] = count
        new.append(line)
      }
    }
    return new
  }
}
