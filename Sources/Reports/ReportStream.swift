import CaptureFiles
public import Diagnosis
import SMTPSession

/// Takes diagnosed sessions as they end and writes one of the outputs. Machine formats are written at once and keep nothing;
/// the text for people keeps the sessions that it will print, up to a limit.
public struct ReportStream: Sendable {
  public enum Format: Sendable {
    case text, json, ndjson, summary
  }

  /// Sessions that the text output prints in full; the table counts all of them.
  public static let maximumPrintedSessions = 200

  public private(set) var sessions = 0
  /// The gravest severity of any finding, of the one session where one was asked for; `nil` before the first finding.
  public private(set) var gravest: Severity?

  /// What makes ready what is added here.
  package let preparer: SessionPreparer
  private let style: TextStyle
  private let showsAll: Bool
  private let isVerbose: Bool
  private var kept: [DiagnosedSession] = []
  private var unprinted = 0
  private var tally = VerdictTally()
  private var json = JSONBuffer()
  private var hasBegun = false
  /// The one session that was asked for, when it has been seen.
  private var only: Session?

  package init(format: Format, style: TextStyle, showsAll: Bool, onlySession: Int?, isVerbose: Bool) {
    preparer = SessionPreparer(format: format, onlySession: onlySession)
    self.style = style
    self.showsAll = showsAll
    self.isVerbose = isVerbose
  }

  /// Adds what was made of sessions, in the order in which they ended.
  package mutating func add(_ batch: consuming SessionPreparer.Batch) {
    for entry in batch.entries {
      sessions += 1
      if let onlySession, entry.item.session != onlySession { continue }
      if let severity = entry.item.gravest, gravest.map({ severity > $0 }) ?? true { gravest = severity }
      if onlySession != nil { only = entry.diagnosed?.session }
      if let place = entry.json {
        if format == .json { beginObject() }
        json.embed(batch.json.bytes.span.extracting(place))
        if format == .ndjson { json.newline() }
      } else {
        tally.record(entry.item)
        if let diagnosed = entry.diagnosed { keep(diagnosed) }
      }
    }
  }

  private var format: Format { preparer.format }
  private var onlySession: Int? { preparer.onlySession }

  public mutating func add(_ diagnosed: DiagnosedSession) {
    var batch = SessionPreparer.Batch()
    preparer.prepare(diagnosed, in: &batch)
    add(batch)
  }

  public mutating func finish(_ whole: CaptureSummary) {
    var capture = whole
    if onlySession != nil { capture = only.map(whole.restricted) ?? whole.withoutFindings }
    for finding in capture.findings where gravest.map({ finding.severity > $0 }) ?? true {
      gravest = finding.severity
    }
    switch format {
    case .text: finishText(capture)
    case .summary: finishSummary(capture)
    case .json:
      beginObject()
      json.endArray()
      json.key("findings")
      json.beginArray()
      for finding in capture.findings { SessionJSON.write(finding, to: &json, withSessions: true) }
      json.endArray()
      json.key("capture")
      SessionJSON.write(capture, to: &json)
      json.endObject()
      json.newline()
    case .ndjson:
      SessionJSON.writeCaptureLine(capture, to: &json)
    }
  }

  /// Whether the session that was asked for did not appear.
  public var isMissingSession: Bool { onlySession != nil && only == nil }

  public var hasOutput: Bool { json.bytes.count > 60_000 }

  /// What is ready to be written; the buffer behind it is used again.
  public mutating func takeOutput() -> [UInt8] {
    let output = json.bytes
    json.takeBytes()
    return output
  }

  private mutating func beginObject() {
    guard !hasBegun else { return }
    hasBegun = true
    json.beginObject()
    json.field("schemaVersion", SessionJSON.schemaVersion)
    json.key("sessions")
    json.beginArray()
  }

  private mutating func keep(_ diagnosed: DiagnosedSession) {
    let matters = diagnosed.findings.contains { $0.severity == .problem } || diagnosed.verdict.outcome == .downgraded
    guard showsAll || matters || onlySession != nil || kept.count < 2 || sessions <= 2 else { return }
    guard kept.count < Self.maximumPrintedSessions else {
      unprinted += 1
      return
    }
    kept.append(diagnosed)
  }

  private mutating func finishText(_ capture: CaptureSummary) {
    let captureText = CaptureText(style: style)
    let text = SessionText(
      style: style, isVerbose: isVerbose || onlySession != nil, namesFiles: capture.files.count > 1)
    kept.sort { $0.session.id < $1.session.id }
    var lines = captureText.header(capture)
    lines += captureText.surveyFindings(capture.findings, namesFiles: capture.files.count > 1)
    let isSingle = tally.sessions == 1 || onlySession != nil
    if !isSingle && tally.sessions > 0 {
      lines.append("")
      lines += captureText.table(tally)
    }
    // One or two sessions are always shown; of many, those that need somebody's attention.
    let shown = kept.filter { diagnosed in
      showsAll || isSingle || tally.sessions <= 2 || diagnosed.findings.contains { $0.severity == .problem }
        || diagnosed.verdict.outcome == .downgraded
    }
    var explained: Set<String> = []
    for diagnosed in shown {
      lines.append("")
      if !isSingle {
        lines.append(style.dim(String(repeating: style.rule, count: min(style.width, 100))))
      }
      let isRepeated = diagnosed.verdict.finding.map { !explained.insert($0).inserted } ?? false
      lines += text.lines(diagnosed, explains: !isRepeated || isSingle || isVerbose)
    }
    let hidden = tally.sessions - shown.count - unprinted
    if hidden > 0 {
      lines.append("")
      lines.append(
        style.dim("\(CaptureText.counted(hidden, "more session", "more sessions")) without a problem: --all shows them")
      )
    }
    if unprinted > 0 {
      lines.append("")
      lines.append(
        style.dim(
          "\(CaptureText.counted(unprinted, "more session", "more sessions")) not printed: --session N or --format ndjson"
        ))
    }
    append(lines)
  }

  /// What a capture without mail holds instead; `nil` where there was mail.
  public static func nothingFound(_ capture: CaptureSummary) -> String? {
    guard capture.sessions == 0 else { return nil }
    let packets = CaptureText.counted(capture.packets, "packet", "packets")
    guard capture.packets > 0 else { return "there is no packet in it" }
    if capture.cutHeaders > 0, capture.cutHeaders >= capture.tcpPackets {
      let whole = capture.cutHeaders == capture.packets ? "" : "\(packets), of which "
      return "no SMTP session: \(whole)\(CaptureSummary.sentence(aboutCutHeaders: capture).dropLast())"
    }
    guard capture.tcpPackets > 0 else {
      let broken = CaptureText.grouped(capture.malformedPackets)
      return "no SMTP session: \(packets), none of them TCP"
        + (capture.malformedPackets > 0 ? "; the headers of \(broken) do not hold together" : "")
    }
    let connections = CaptureText.counted(capture.connectionsOpened, "TCP connection", "TCP connections")
    var text =
      "no SMTP session: \(packets), \(CaptureText.grouped(capture.tcpPackets)) of them TCP, \(connections) opened"
    if !capture.busiestPorts.isEmpty {
      let ports = capture.busiestPorts.map { "\($0.port) (\($0.connections))" }.joined(separator: ", ")
      text += " to the ports \(ports)"
    }
    return text + "; --port takes further ports for mail"
  }

  private mutating func finishSummary(_ capture: CaptureSummary) {
    let text = CaptureText(style: style)
    var lines = text.header(capture)
    lines += text.surveyFindings(capture.findings, namesFiles: capture.files.count > 1)
    if tally.sessions > 0 {
      lines.append("")
      lines += text.table(tally)
    }
    append(lines)
  }

  private mutating func append(_ lines: [String]) {
    for line in lines { json.text(line) }
  }
}
