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

  @OptionGroup var inputs: InputListOptions

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

  @Option(
    help: ArgumentHelp(
      "With ndjson: also write the packets of connections that cross the borders of these captures, so that merge can make their sessions whole.",
      valueName: "file"), completion: .file())
  var seam: String?

  @Flag(help: "Write over a seam that is there already.")
  var force = false

  @OptionGroup var keys: KeyOptions

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
    if inputs.inputList == "-", readFiles.contains("-") || files.contains("-") {
      throw ValidationError("standard input is a capture or a list of captures, and not both")
    }
    if inputs.inputList != nil, live || explainVerdict != nil {
      throw ValidationError("--input-list cannot stand beside --live or --explain-verdict: name the captures")
    }
    if files.isEmpty && readFiles.isEmpty && inputs.inputList == nil {
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
    if seam != nil {
      guard format == .ndjson, !live, choice.isEmpty, redaction.redaction.isEmpty else {
        throw ValidationError("--seam is for --format ndjson of all sessions, without --redact and --live")
      }
      if (readFiles + files).contains("-") {
        throw ValidationError("--seam reads the captures twice; write what comes through the pipe into a file first")
      }
    } else if force {
      throw ValidationError("--force is for --seam")
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
    if let caFile { options.trustRoots = try Roots.read(caFile) }
    let given = try keys.given(for: options, isGrowing: live)
    if let given { options.use(given.secrets) }
    if live { return try readLive(options, given) }
    if let explainVerdict { return try tellVerdict(of: explainVerdict, options, given) }
    options.writesSeam = seam != nil
    var run = ReportRun(try readFiles + files + inputs.names())
    run.options = options
    run.keys = given
    run.selection = try choice.selection()
    run.format = list ? .list : format
    run.style = Presentation.style(color: color, isASCII: ascii, isLocal: localTime)
    run.layout.showsAll = all
    run.layout.isVerbose = verbose
    run.layout.countsClients = by == .client
    run.layout.order = sort
    run.sensor = sensor
    run.seam = seam.map { Seam($0, options: options) }
    run.overwritesSeam = force
    run.hasTranscript = !noTranscript
    run.redactor = Redactor(redaction.redaction, pseudonyms: try redaction.pseudonyms())
    run.usesPager = !noPager
    run.showsProgress = !noProgress
    run.failOn = failOn
    try run.run()
  }

  private func readLive(_ options: AnalysisOptions, _ keys: GivenKeys?) throws {
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
      keys: keys, showsProgress: !noProgress)
    run.read("-")
    try run.end(failOn: failOn)
  }
}

/// The roots that somebody names in place of the system's.
enum Roots {
  static func read(_ path: String) throws -> TrustRoots {
    do throws(TrustRoots.Failure) {
      return try TrustRoots(pemFile: path)
    } catch {
      StandardError.write("smtptrace: \(error.description)\n")
      throw ExitCode(2)
    }
  }
}

/// The severities as words of the command line.
extension Severity: ExpressibleByArgument {}
extension ListOrder: ExpressibleByArgument {}

/// By which end an overview counts.
enum CountedEnd: String, ExpressibleByArgument, CaseIterable {
  case server, client
}
