public import ArgumentParser
import CaptureFiles
import LiveCapture
import SMTPAnalysis

/// `smtptrace FILE…`: reads captures and explains them.
struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Explain the SMTP sessions of captures (the default: the word may be left out).")

  @Argument(
    help: "Captures (pcap, pcapng, also as .gz or .zst), folders of captures, or - for standard input.",
    completion: .file())
  var files: [String] = []

  @Option(
    name: [.customShort("r"), .customLong("read")], help: ArgumentHelp("The same as FILE.", valueName: "file"),
    completion: .file())
  var readFiles: [String] = []

  @Option(
    name: [.customShort("T"), .long],
    help: "How to write: text, json, ndjson (a line for each session), summary, or list.")
  var format: ReportStream.Format = .text

  @Flag(help: "Show every session, the healthy ones too.")
  var all = false

  @Flag(help: "Show one row for each session.")
  var list = false

  @Option(help: "With --list: sort by number, time, duration (the longest first), cause or server.")
  var sort: ListOrder = .number

  @Option(help: "Count the overview of many sessions by server or by client.")
  var by: CountedEnd = .server

  @Option(
    help: ArgumentHelp(
      "Tell how the verdict of this session came about: what was owed, where it stopped, and why each finding won or lost.",
      valueName: "n"))
  var explainVerdict: Int?

  @OptionGroup(title: "Which sessions")
  var choice: SelectionOptions

  @Option(
    name: .customLong("port"),
    help: ArgumentHelp(
      "Also take connections on this port for mail (25, 465, 587 and 2525 always are).", valueName: "port"))
  var ports: [UInt16] = []

  @Option(
    name: .customLong("ca-file"),
    help: ArgumentHelp(
      "Verify certificates against the roots in this file of PEM, not against the system's.", valueName: "file"),
    completion: .file())
  var caFile: String?

  @Option(
    help: ArgumentHelp(
      "Compare the server's certificate with this name: the one that the client's configuration or the MX record holds.",
      valueName: "name"))
  var serverName: String?

  @Option(
    help: ArgumentHelp(
      "Exit with 1 when a finding is at least this grave: caveat, note, exposure, problem.", valueName: "severity"))
  var failOn: Severity?

  @Flag(name: [.customShort("V"), .long], help: "Show every detail: all lines, notes and references.")
  var verbose = false

  @Option(help: "Colour: auto (on a terminal, unless NO_COLOR is set), always, never.")
  var color: ColorChoice = .auto

  @Flag(help: "Write with the letters and signs of US-ASCII alone.")
  var ascii = false

  @Flag(
    help: "Tell times in this machine's zone, with their offset, and not in UTC; what --from and --to say is UTC still."
  )
  var localTime = false

  @Flag(help: "Show passwords and tokens that crossed the network readable. They will stand in the output.")
  var showSecrets = false

  @Flag(help: "Show what was captured of message contents.")
  var showMessages = false

  @Flag(help: "With json and ndjson: leave the conversations out.")
  var noTranscript = false

  @Option(
    help: ArgumentHelp("With ndjson: who captured, for every line; such as the name of the machine.", valueName: "name")
  )
  var sensor: String?

  @OptionGroup var redaction: RedactionOptions

  @OptionGroup var bounds: BoundOptions

  @Flag(help: "Write text that is longer than the screen at once, and not through PAGER (or less).")
  var noPager = false

  @Flag(help: "Write no progress on standard error.")
  var noProgress = false

  @Flag(help: "Explain each session of standard input as it ends, as smtptrace live does for an interface.")
  var live = false

  @OptionGroup(title: "With --live")
  var liveOptions: LiveOptions

  mutating func validate() throws {
    if format == .list { (list, format) = (true, .text) }
    if let explainVerdict { try validateExplanation(of: explainVerdict) }
    if live {
      guard readFiles + files == ["-"] else { throw ValidationError("--live reads standard input: smtptrace - --live") }
      guard format == .text || format == .ndjson else { throw ValidationError("--live writes text or ndjson") }
      if liveOptions.follow, format == .ndjson {
        throw ValidationError("--follow prints text; leave out --format ndjson")
      }
      if !choice.isEmpty || all || verbose || list {
        throw ValidationError(
          "--list, --all, --verbose and a choice of sessions are for captures that are whole, not for --live")
      }
    } else if liveOptions.isUsed {
      throw ValidationError(
        "--idle, --follow, --save-problems, --duration, --sessions and --packets need --live (or the command live)")
    }
    if files.isEmpty && readFiles.isEmpty {
      throw ValidationError("name a capture to read, such as smtptrace mail.pcap; - reads standard input")
    }
    if !redaction.redaction.isEmpty && (showSecrets || showMessages) {
      throw ValidationError("--redact cannot stand beside --show-secrets or --show-messages")
    }
    if !redaction.redaction.isEmpty && live {
      throw ValidationError("--redact cannot stand beside --live: make a report of the kept packets instead")
    }
    if list, format != .text { throw ValidationError("--list is text; leave --format out") }
    if list, all {
      throw ValidationError("--list has a row for each session; --all prints each in full: give one of them")
    }
    if noTranscript, format != .json, format != .ndjson {
      throw ValidationError("--no-transcript is for --format json and ndjson")
    }
    if sensor != nil, format != .ndjson { throw ValidationError("--sensor is for --format ndjson") }
    if sort != .number, !list { throw ValidationError("--sort is for --list") }
    if let serverName, ReferenceName(serverName, source: .given) == nil {
      throw ValidationError("--server-name takes a host name with a dot in it, or an address")
    }
    if ports.contains(0) { throw ValidationError("--port takes a port from 1 to 65535") }
  }

  mutating func run() throws {
    var options = AnalysisOptions()
    options.mailPorts.formUnion(ports)
    options.keepsSecrets = showSecrets
    options.keepsMessages = showMessages
    options.serverName = serverName
    bounds.apply(to: &options)
    if let caFile {
      do throws(TrustRoots.Failure) {
        options.trustRoots = try TrustRoots(pemFile: caFile)
      } catch {
        StandardError.write("smtptrace: \(error.description)\n")
        throw ExitCode(2)
      }
    }
    if live { return try readLive(options) }
    if let explainVerdict { return try tellVerdict(of: explainVerdict, options) }
    let selection = try choice.selection()
    var layout = ReportStream.Layout()
    layout.showsAll = all
    layout.isVerbose = verbose
    layout.countsClients = by == .client
    layout.order = sort
    layout.isCut = StandardOutput.isTerminal
    layout.headerEvery = StandardOutput.isTerminal ? terminalRows().map { max(10, $0 - 2) } : nil
    let inputs = CaptureInputs(paths: readFiles + files)
    let line = LineContext(
      sensor: sensor.map(CleanText.line), captures: inputs.names.map(CleanText.line), hasTranscript: !noTranscript)
    let redactor = Redactor(redaction.redaction, pseudonyms: try redaction.pseudonyms())
    let output = Output(
      redactor,
      ReportStream(
        format: list ? .list : format, style: Presentation.style(color: color, isASCII: ascii, isLocal: localTime),
        selection: selection,
        layout: layout, line: redactor.redact(line)))
    var progress = Progress(isWanted: !noProgress)
    var input = PipedInput(readFiles + files)
    var analysis = Analysis(options: options)
    let diagnosis = DiagnosisQueue(analysis.judge, isShared: output.isShared) {
      SessionPreparer.Batch()
    } add: {
      output.prepare($0, in: &$1)
    } take: {
      output.add($0)
    }

    var failures: [CaptureError] = []
    failures += inputs.errors
    analysis.note(inputs)
    for name in inputs.names where input.waits(for: name) {
      do throws(CaptureError) {
        var capture = try analysis.open(name)
        while try input.read(&capture, named: name, into: &analysis) {
          hand(&analysis, to: diagnosis)
          progress.update(
            bytesRead: capture.bytesRead, totalBytes: capture.totalBytes, packets: analysis.packets,
            sessions: analysis.sessionsFound)
        }
      } catch {
        failures.append(error)
      }
      hand(&analysis, to: diagnosis)
    }
    analysis.finish()
    hand(&analysis, to: diagnosis)
    analysis.judge = diagnosis.finish()
    progress.clear()

    // Machines get their document in any case; people are told nothing but the reason when nothing could be read.
    let isForPeople = format == .text || format == .summary
    if !inputs.names.isEmpty, !(isForPeople && analysis.packets == 0 && !failures.isEmpty) {
      let summary = output.finish(analysis.summary(), usesPager: isForPeople && !noPager)
      if let text = ReportStream.nothingFound(summary), failures.isEmpty {
        let name = summary.files.count == 1 ? summary.files[0].name : "\(summary.files.count) files"
        StandardError.write("smtptrace: \(name): \(text)\n")
      }
    }
    for failure in failures { StandardError.write("smtptrace: \(failure.description)\n") }
    if output.report.isMissingSession, let session = selection.single {
      StandardError.write("smtptrace: there is no session \(session); the capture holds \(output.report.sessions)\n")
      throw ExitCode(2)
    }
    if !failures.isEmpty { throw ExitCode(3) }
    if let failOn, let gravest = output.report.gravest, gravest >= failOn { throw ExitCode(1) }
  }

  private func readLive(_ options: AnalysisOptions) throws {
    let signals = SignalInbox()
    let report = LiveReport(
      format: format == .ndjson ? .ndjson : .text,
      style: Presentation.style(color: color, isASCII: ascii, isLocal: localTime),
      follows: liveOptions.follow,
      line: LineContext(sensor: sensor.map(CleanText.line), captures: ["-"], hasTranscript: !noTranscript))
    let problems: ProblemFolder?
    do throws(CaptureError) {
      problems = try liveOptions.saveProblems.map { path throws(CaptureError) in try ProblemFolder(path, owner: nil) }
    } catch {
      StandardError.write("smtptrace: \(error.description)\n")
      throw ExitCode(3)
    }
    var run = LiveRun(
      liveOptions, analysis: options, report: report, problems: problems, signals: signals,
      showsProgress: !noProgress)
    run.read("-")
    try run.end(failOn: failOn)
  }

  private func hand(_ analysis: inout Analysis, to diagnosis: DiagnosisQueue<SessionPreparer.Batch>) {
    while let session = analysis.nextEnded() { diagnosis.add(session) }
  }
}

/// Where diagnosed sessions go: redacted, reported, and written when enough is ready.
///
/// Unchecked: the thread that diagnoses comes here while there are sessions, and the command's own after it has ended. Both may
/// prepare sessions at once where nothing is to be redacted: that takes nothing but what never changes.
private final class Output: @unchecked Sendable {
  private(set) var report: ReportStream
  private var redactor: Redactor
  private let preparer: SessionPreparer

  init(_ redactor: Redactor, _ report: ReportStream) {
    self.redactor = redactor
    self.report = report
    preparer = report.preparer
    isShared = redactor.redaction.isEmpty
  }

  /// Whether sessions may be prepared on two threads at once: stand-ins are handed out in the order of the sessions.
  let isShared: Bool

  func prepare(_ session: DiagnosedSession, in batch: inout SessionPreparer.Batch) {
    let isSelected = preparer.selection.admits(session)
    preparer.prepare(isShared ? session : redactor.redact(session), isSelected: isSelected, in: &batch)
  }

  func add(_ batch: SessionPreparer.Batch) {
    report.add(batch)
    if report.hasOutput { StandardOutput.write(report.takeOutput()) }
  }

  /// Writes what comes after the sessions; the summary as it may be shown.
  func finish(_ summary: CaptureSummary, usesPager: Bool) -> CaptureSummary {
    var shown = redactor.redact(summary)
    shown.selection = redactor.redact(preparer.selection)
    report.finish(shown)
    Pager.write(report.takeOutput(), isWanted: usesPager)
    return shown
  }
}

/// The severities as words of the command line.
extension Severity: ExpressibleByArgument {}
extension ListOrder: ExpressibleByArgument {}

/// By which end an overview counts.
enum CountedEnd: String, ExpressibleByArgument, CaseIterable {
  case server, client
}
