import CaptureFiles
public import Diagnosis
import PacketLayers
import PlainWords
import SMTPSession

/// How a list of sessions is sorted.
public enum ListOrder: String, Sendable, CaseIterable {
  case number, time
  /// The longest first.
  case duration
  /// What stopped first, then by finding.
  case cause
  /// By address.
  case server
}

/// Takes diagnosed sessions as they end and writes one of the outputs. Machine formats are written at once and keep nothing;
/// the text for people keeps the sessions that it will print, up to a limit.
public struct ReportStream: Sendable {
  /// What is written; the raw values are the words of the command line.
  public enum Format: String, Sendable, CaseIterable {
    case text, json, ndjson, summary
    /// A row a session.
    case list
  }

  /// Sessions that the text output prints in full; the table counts all of them.
  public static let maximumPrintedSessions = 200
  /// Of more sessions than these, people get the overview first, and pages only where they ask for them.
  static let sessionsWithoutOverview = 5

  /// All sessions that were found, whether or not they are told.
  public private(set) var sessions = 0
  /// Those that are told.
  public private(set) var selected = 0
  /// The gravest severity of any finding, of the sessions that are told; `nil` before the first finding.
  public private(set) var gravest: Severity?

  /// How people get it.
  public struct Layout: Sendable {
    /// Every session in full.
    public var showsAll = false
    public var isVerbose = false
    /// By which end the overview counts: servers, else clients.
    public var countsClients = false
    public var order = ListOrder.number
    /// Whether lines of a list are cut to the width, as on a terminal.
    public var isCut = false
    /// After how many rows the header of a list comes again; `nil` for once.
    public var headerEvery: Int?

    public init() {}
  }

  /// What makes ready what is added here.
  package let preparer: SessionPreparer
  private let style: TextStyle
  private let layout: Layout
  private var kept: [DiagnosedSession] = []
  private var unprinted = 0
  private var tally = VerdictTally()
  private var overview: Overview
  private var list: SessionList
  private var json = JSONBuffer()
  private var hasBegun = false
  /// The one session that was asked for, when it has been seen.
  private var only: Session?
  /// Numbers of the sessions that are told, where not all are.
  private var numbers: Set<Int> = []
  private var span: (first: Timestamp, last: Timestamp)?
  private var servers = FrequentValues<Endpoint>()

  package init(
    format: Format, style: TextStyle, selection: Selection, layout: Layout, line: LineContext = LineContext()
  ) {
    preparer = SessionPreparer(format: format, selection: selection, line: line)
    self.style = style
    self.layout = layout
    overview = Overview(by: layout.countsClients ? .client : .server)
    list = SessionList(order: layout.order)
  }

  package init(format: Format, style: TextStyle, showsAll: Bool, onlySession: Int?, isVerbose: Bool) {
    var layout = Layout()
    layout.showsAll = showsAll
    layout.isVerbose = isVerbose
    self.init(format: format, style: style, selection: Selection(single: onlySession), layout: layout)
  }

  /// Adds what was made of sessions, in the order in which they ended.
  package mutating func add(_ batch: consuming SessionPreparer.Batch) {
    let choosesAll = preparer.selection.isEmpty
    let entries = batch.entries.span
    for place in entries.indices { add(entries[place], of: batch, choosesAll: choosesAll) }
  }

  /// Adds one session; what was made of it is large, and read where it lies.
  private mutating func add(
    _ entry: borrowing SessionPreparer.Batch.Entry, of batch: borrowing SessionPreparer.Batch, choosesAll: Bool
  ) {
    sessions += 1
    if !choosesAll {
      let (server, start) = (entry.item.server, entry.item.start)
      servers.record(server)
      span = (min(span?.first ?? start, start), max(span?.last ?? start, start))
      guard entry.isSelected else { return }
      numbers.insert(entry.item.session)
    }
    selected += 1
    if let severity = entry.item.gravest, gravest.map({ severity > $0 }) ?? true { gravest = severity }
    if onlySession != nil { only = entry.diagnosed?.session }
    if let place = entry.json {
      if format == .json { beginObject() }
      json.embed(batch.json.span.extracting(place))
      if format == .ndjson { json.newline() }
    } else {
      // The table of verdicts is for few; of many there is the overview.
      if selected <= Self.sessionsWithoutOverview { tally.record(entry.item) }
      if let place = entry.overview {
        let items = batch.overviews.span
        if format == .list { list.record(items[place]) } else { overview.record(items[place]) }
      }
      if let diagnosed = entry.diagnosed { keep(diagnosed) }
    }
  }

  private var format: Format { preparer.format }
  private var onlySession: Int? { preparer.selection.single }
  private var showsAll: Bool { layout.showsAll }
  private var isVerbose: Bool { layout.isVerbose }

  public mutating func add(_ diagnosed: DiagnosedSession) {
    var batch = SessionPreparer.Batch()
    preparer.prepare(diagnosed, in: &batch)
    add(batch)
  }

  /// Writes what comes after the sessions.
  ///
  /// - Parameter take: Takes what is ready while more is written, in pieces; by default all of it is left to ``takeOutput()``.
  public mutating func finish(_ whole: CaptureSummary, take: (([UInt8]) -> Void)? = nil) {
    var capture = whole
    if onlySession != nil {
      capture = only.map(whole.restricted) ?? whole.withoutFindings
      capture.selection = whole.selection.isEmpty ? preparer.selection.words : whole.selection
      capture.selected = selected
    } else if !preparer.selection.isEmpty {
      capture.select(numbers, by: whole.selection.isEmpty ? preparer.selection.words : whole.selection)
    }
    for finding in capture.findings where gravest.map({ finding.severity > $0 }) ?? true {
      gravest = finding.severity
    }
    switch format {
    case .text: finishText(capture)
    case .summary: finishSummary(capture)
    case .list: finishList(capture)
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
      SessionJSON.writeCaptureLine(capture, preparer.line, to: &json) { json in
        if let take, json.count > Self.pieceBytes { take(json.takeBytes()) }
      }
    }
  }

  /// Whether the session that was asked for did not appear.
  public var isMissingSession: Bool { onlySession != nil && only == nil }

  public var hasOutput: Bool { json.count > Self.pieceBytes }
  private static let pieceBytes = 60_000

  /// What is ready to be written; the buffer behind it is used again.
  public mutating func takeOutput() -> [UInt8] { json.takeBytes() }

  /// The same, lent where it lies.
  package mutating func lendOutput(_ write: (Span<UInt8>) -> Void) {
    write(json.span)
    json.removeAll()
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
    guard showsAll || onlySession != nil || selected <= Self.sessionsWithoutOverview else {
      // Of many, none is printed unasked.
      kept = []
      return
    }
    guard kept.count < Self.maximumPrintedSessions else {
      unprinted += 1
      return
    }
    kept.append(diagnosed)
  }

  /// What people read above everything else.
  private func head(_ capture: CaptureSummary, isShort: Bool = false) -> [String] {
    var lines = CaptureText(style: style).header(capture, isShort: isShort)
    if selected == 0, sessions > 0, onlySession == nil { lines += [""] + nothingSelected() }
    return lines
  }

  /// What there was where nothing was selected.
  private func nothingSelected() -> [String] {
    var text = "No session is selected. The capture holds \(Counting.counted(sessions, "session", "sessions"))"
    if let span { text += ", which began from \(style.time(span.first)) to \(style.time(span.last))" }
    if !servers.most.isEmpty { text += "; servers: \(servers.most.map(\.description).joined(separator: ", "))" }
    return style.wrapped("\(text).", rest: "  ")
  }

  private mutating func finishText(_ capture: CaptureSummary) {
    let isSingle = selected == 1 || onlySession != nil
    if selected > Self.sessionsWithoutOverview, onlySession == nil {
      append(screen(capture))
      if showsAll {
        append(CaptureText(style: style).surveyFindings(capture.findings, namesFiles: capture.files.count > 1))
        append(pages(capture, isSingle: false))
      }
      return
    }
    let captureText = CaptureText(style: style)
    var lines = head(capture)
    lines += captureText.surveyFindings(capture.findings, namesFiles: capture.files.count > 1)
    if !isSingle && tally.sessions > 0 {
      lines.append("")
      lines += captureText.table(tally)
    }
    append(lines)
    append(pages(capture, isSingle: isSingle))
  }

  /// The sessions in full, those that need somebody's attention where not all are asked for.
  private mutating func pages(_ capture: CaptureSummary, isSingle: Bool) -> [String] {
    let text = SessionText(
      style: style, isVerbose: isVerbose || onlySession != nil, namesFiles: capture.files.count > 1)
    kept.sort { $0.session.id < $1.session.id }
    // One or two sessions are always shown; of more, those that need somebody's attention.
    let shown = kept.filter { showsAll || isSingle || selected <= 2 || $0.needsAttention }
    var lines: [String] = []
    var explained: Set<String> = []
    for diagnosed in shown {
      lines.append("")
      if !isSingle {
        lines.append(style.dim(String(repeating: style.rule, count: min(style.width, 100))))
      }
      let isRepeated = diagnosed.verdict.finding.map { !explained.insert($0).inserted } ?? false
      lines += text.lines(diagnosed, explains: !isRepeated || isSingle || isVerbose)
    }
    let hidden = selected - shown.count - unprinted
    if hidden > 0 {
      lines.append("")
      lines.append(
        style.dim(
          shown.isEmpty
            ? "\(Counting.counted(hidden, "session", "sessions")) without a problem: --all shows them"
            : "\(Counting.counted(hidden, "more session", "more sessions")) without a problem: --all shows them"))
    }
    if unprinted > 0 {
      lines.append("")
      lines.append(
        style.dim(
          "\(Counting.counted(unprinted, "more session", "more sessions")) not printed: --session N or --format ndjson"
        ))
    }
    return lines
  }

  /// The first screen.
  private func screen(_ capture: CaptureSummary) -> [String] {
    let above = head(capture, isShort: !showsAll && selected > 0)
    guard selected > 0 else { return above }
    return above
      + OverviewText(style: style).lines(overview, findings: capture.findings, linesAbove: above.count)
  }

  private mutating func finishSummary(_ capture: CaptureSummary) { append(screen(capture)) }

  private mutating func finishList(_ capture: CaptureSummary) {
    append(head(capture, isShort: selected > 0))
    guard selected > 0 else { return }
    json.text("")
    list.write(style, isCut: layout.isCut, headerEvery: layout.headerEvery) { json.text(style.printable($0)) }
  }

  /// What a capture without mail holds instead; `nil` where there was mail.
  public static func nothingFound(_ capture: CaptureSummary) -> String? {
    guard capture.sessions == 0 else { return nil }
    let packets = Counting.counted(capture.packets, "packet", "packets")
    guard capture.packets > 0 else { return "there is no packet in it" }
    if capture.cutHeaders > 0, capture.cutHeaders >= capture.tcpPackets {
      let whole = capture.cutHeaders == capture.packets ? "" : "\(packets), of which "
      return "no SMTP session: \(whole)\(CaptureSummary.sentence(aboutCutHeaders: capture).dropLast())"
    }
    guard capture.tcpPackets > 0 else {
      let broken = Counting.grouped(capture.malformedPackets)
      return "no SMTP session: \(packets), none of them TCP"
        + (capture.malformedPackets > 0 ? "; the headers of \(broken) do not hold together" : "")
    }
    let connections = Counting.counted(capture.connectionsOpened, "TCP connection", "TCP connections")
    var text =
      "no SMTP session: \(packets), \(Counting.grouped(capture.tcpPackets)) of them TCP, \(connections) opened"
    if !capture.busiestPorts.isEmpty {
      let ports = capture.busiestPorts.map { "\($0.port) (\($0.connections))" }.joined(separator: ", ")
      text += " to the ports \(ports)"
    }
    return text + "; --port takes further ports for mail"
  }

  private mutating func append(_ lines: [String]) {
    for line in lines { json.text(style.printable(line)) }
  }
}
