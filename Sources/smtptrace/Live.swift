import ArgumentParser
import CaptureFiles
import LiveCapture
import SMTPAnalysis

/// `smtptrace live -i INTERFACE`: listens, and explains each session as it ends.
struct Live: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live",
    abstract: "Listen on an interface and explain each SMTP session as it ends.",
    discussion: """
      Prints a line for each session: when it ended, who, whether TLS was used, and what became of it. SIGUSR1 prints a \
      summary on standard error; SIGINT and SIGTERM end the run, with the open sessions reported and all files complete.

      Listening needs the right CAP_NET_RAW. Members of the group smtptrace have it where the program was installed from its \
      package. Started as root, the program becomes another user (--user) once the interface is open.

      EXAMPLES
        sudo smtptrace live -i eth0 --save-problems /var/tmp/mail-problems
        sudo smtptrace live -i any --follow
        smtptrace live -i eth0 --history --sensor hub-a
        smtptrace live -i eth0 --format ndjson 'host 192.0.2.25 and tcp port 25'
      """)

  @Option(
    name: [.customShort("i"), .long], help: "The interface, or any; smtptrace interfaces lists them.",
    completion: .custom { _, _, _ in Completions.interfaces() })
  var interface: String

  @Argument(
    help: ArgumentHelp(
      "A filter in libpcap's language, in place of the one for the mail ports, fragments, VLAN and ICMP errors.",
      valueName: "filter"))
  var filter: [String] = []

  @Option(
    name: .customLong("port"),
    help: ArgumentHelp(
      "Also take connections on this port for mail (25, 465, 587 and 2525 always are).", valueName: "port"))
  var ports: [UInt16] = []

  @Option(name: [.customShort("T"), .long], help: "How to write: text, or ndjson (a line of JSON for each session).")
  var format: LiveReport.Format = .text

  @OptionGroup(title: "Live output")
  var live: LiveOptions

  @OptionGroup(title: "Live output")
  var history: HistoryOptions

  @OptionGroup(title: "Which sessions are told")
  var choice: SelectionOptions

  @Option(
    help: ArgumentHelp(
      "With ndjson and --history: who captured (default: the name of this machine).", valueName: "name")
  )
  var sensor: String?

  @OptionGroup var keys: KeyOptions

  @OptionGroup var bounds: BoundOptions

  @Flag(name: [.customShort("p"), .long], help: "Promiscuous mode: also take packets for other machines.")
  var promiscuous = false

  @Option(help: ArgumentHelp("Bytes of each packet that are captured.", valueName: "bytes"))
  var snaplen = 262_144

  @Option(help: ArgumentHelp("The kernel's buffer.", valueName: "MiB"))
  var buffer = 64

  @Flag(
    help: "Take each packet at once instead of up to 0.1 s later; the kernel's buffer then holds far fewer packets.")
  var immediate = false

  @Option(
    name: [.customShort("w"), .long], help: ArgumentHelp("Write all captured packets to FILE.", valueName: "file"),
    completion: .file())
  var write: String?

  @Option(help: ArgumentHelp("Begin a new file after so many MB.", valueName: "MB"))
  var rotateSize: Double?

  @Option(help: ArgumentHelp("Begin a new file after so many seconds.", valueName: "seconds"))
  var rotateSeconds: Double?

  @Option(help: ArgumentHelp("Keep only the latest files of this run.", valueName: "n"))
  var keep: Int?

  @Option(
    help: ArgumentHelp(
      "Whom to become after opening the interface, when started as root (default: smtptrace where there is such a user, else nobody).",
      valueName: "user"), completion: .shellCommand("getent passwd | cut -d: -f1"))
  var user: String?

  @Option(
    help: ArgumentHelp(
      "Exit with 1 when a finding is at least this grave: caveat, note, exposure, problem.", valueName: "severity"))
  var failOn: Severity?

  @Option(help: "Colour: auto (on a terminal, unless NO_COLOR is set), always, never.")
  var color: ColorChoice = .auto

  @Flag(help: "Write no status line on standard error.")
  var noProgress = false

  mutating func validate() throws {
    if ports.contains(0) { throw ValidationError("--port takes a port from 1 to 65535") }
    guard (64...262_144).contains(snaplen) else { throw ValidationError("--snaplen takes 64 to 262144 bytes") }
    guard (1...2047).contains(buffer) else { throw ValidationError("--buffer takes 1 to 2047 MiB") }
    if write == nil, rotateSize != nil || rotateSeconds != nil { throw ValidationError("rotation needs -w FILE") }
    if keep != nil, rotateSize == nil, rotateSeconds == nil {
      throw ValidationError("--keep needs --rotate-size or --rotate-seconds")
    }
    if let rotateSize, !(rotateSize > 0 && rotateSize < 1e9) {
      throw ValidationError("--rotate-size takes MB, more than 0")
    }
    if let rotateSeconds, !(rotateSeconds > 0 && rotateSeconds < 1e9) {
      throw ValidationError("--rotate-seconds takes seconds, more than 0")
    }
    if let keep, keep < 1 { throw ValidationError("--keep takes a number from 1") }
    if sensor == "" { throw ValidationError("--sensor takes a name") }
    if sensor != nil, format != .ndjson, !history.history {
      throw ValidationError("--sensor is for --format ndjson and --history")
    }
    if follow, !choice.isEmpty {
      throw ValidationError(
        "--follow prints what is said before anybody knows what becomes of it; leave the choice out")
    }
    if follow, format == .ndjson { throw ValidationError("--follow prints text; leave out --format ndjson") }
  }

  private var follow: Bool { live.follow }

  mutating func run() throws {
    // Before signals are taken: what is ignored or held back stays so in the program that takes this one's place.
    takeRightFromHelper()
    let signals = SignalInbox()
    if !filter.isEmpty, let problem = MailFilter.grammarProblem(in: expression) {
      StandardError.write("smtptrace: the filter \"\(expression)\" cannot be used: \(problem)\n")
      throw ExitCode(2)
    }
    var analysisOptions = AnalysisOptions()
    analysisOptions.mailPorts.formUnion(ports)
    bounds.apply(to: &analysisOptions)
    let given = try keys.given(for: analysisOptions, isGrowing: true)
    if let given { analysisOptions.use(given.secrets) }
    var problems: ProblemFolder?
    let sniffer = try openOrExplain(mailPorts: analysisOptions.mailPorts, &problems)
    // Who listens is the sensor. Captures may come from anywhere: of these the name is told, or nothing is.
    let sensor = sensor ?? (format == .ndjson || history.history ? OwnMachine.name : nil)
    let line = LineContext(sensor: sensor.map(CleanText.line), captures: [CleanText.line(interface)])
    let report = LiveReport(
      format: format, style: Presentation.style(color: color), follows: live.follow,
      selection: try choice.selection(), line: line)
    var run = LiveRun(
      live, analysis: analysisOptions, report: report, problems: problems, signals: signals,
      keys: given, showsProgress: !noProgress)
    // With the rights that remain: the database belongs to the user who listens.
    if history.history { run.history = try HistoryFeed(history, line: line) }
    try sniffer.listen(run, failOn: failOn)
  }

  private func openOrExplain(mailPorts: Set<UInt16>, _ problems: inout ProblemFolder?) throws -> Sniffer {
    do {
      return try open(mailPorts: mailPorts, &problems)
    } catch let error as LiveCaptureError {
      StandardError.write("smtptrace: \(error.description)\n\(advice(error))")
      throw ExitCode(error.kind == .filter ? 2 : 3)
    } catch let error as CaptureError {
      StandardError.write("smtptrace: \(error.description)\n")
      throw ExitCode(3)
    }
  }

  /// Opens all that needs rights, and then lays them down.
  private func open(mailPorts: Set<UInt16>, _ problems: inout ProblemFolder?) throws -> Sniffer {
    let owner = try futureUser()
    let sniffer = try Sniffer(captureOptions(mailPorts), wanted: wanted(mailPorts), file: fileOptions, owner: owner)
    do {
      if let path = live.saveProblems { problems = try ProblemFolder(path, owner: owner) }
      if let owner {
        try Privileges.become(owner)
        warnOfSharedUser(owner)
      }
      try checkFolders(as: owner)
    } catch {
      sniffer.discard()
      throw error
    }
    return sniffer
  }

  /// Files of the user that many services share can be read by them.
  private func warnOfSharedUser(_ owner: Privileges.User) {
    guard user == nil, owner.name == Self.sharedUser, write != nil || live.saveProblems != nil else { return }
    StandardError.write(
      "smtptrace: the captures belong to the user \(owner.name), which other services may run as too; --user takes another\n"
    )
  }

  /// A user for this program alone, which its package makes, and one that every system has.
  private static let ownUser = "smtptrace"
  private static let sharedUser = "nobody"

  private var expression: String { filter.joined(separator: " ") }

  private func captureOptions(_ ports: Set<UInt16>) -> InterfaceCapture.Options {
    var options = InterfaceCapture.Options(interface: interface)
    options.isPromiscuous = promiscuous
    options.snapshotLength = snaplen
    options.bufferBytes = buffer << 20
    options.isImmediate = immediate
    options.filters = filter.isEmpty ? MailFilter.candidates(ports: ports) : [expression]
    return options
  }

  private func wanted(_ ports: Set<UInt16>) -> String {
    filter.isEmpty ? "mail on the ports \(ports.sorted().map(String.init).joined(separator: ", "))" : expression
  }

  private var fileOptions: RotatingCapture.Options? {
    guard let write else { return nil }
    var options = RotatingCapture.Options(path: write)
    options.rotateBytes = rotateSize.map { UInt64(max(1, $0 * 1e6)) }
    options.rotateSeconds = rotateSeconds
    options.keep = keep
    return options
  }

  /// Whom the process will become; `nil` where it stays who it is.
  private func futureUser() throws(LiveCaptureError) -> Privileges.User? {
    guard Privileges.isRoot else { return nil }
    let wanted = user ?? Self.ownUser
    guard let found = Privileges.user(named: wanted) ?? (user == nil ? Privileges.user(named: Self.sharedUser) : nil)
    else {
      throw LiveCaptureError(.user, wanted, "there is no such user on this machine; --user takes another")
    }
    return found.id == 0 ? nil : found
  }

  /// With the rights that remain, files must be possible later as well.
  private func checkFolders(as owner: Privileges.User?) throws(CaptureError) {
    var folders: [String] = []
    if let problems = live.saveProblems { folders.append(problems) }
    if let write, fileOptions?.rotates ?? false { folders.append(NewFile.folder(of: write)) }
    for folder in folders {
      guard let refusal = NewFile.refusal(toWriteIn: folder) else { continue }
      throw CaptureError(
        kind: .unwritable(refusal), file: folder,
        detail:
          "files are made there with the rights of the user \(owner?.name ?? "who runs this"); give the folder to that user, or see --user"
      )
    }
  }

  /// Starts anew by way of the package's helper, which gives the right to listen to whoever may run it. Comes back where it is
  /// not needed, not there, or may not be run.
  private func takeRightFromHelper() {
    guard !Privileges.mayListen, environmentValue(CaptureHelper.startedByHelper) == nil,
      let helper = CaptureHelper.besideProgram, helper.group != nil, helper.mayBeRun
    else { return }
    // What stands behind the word "live", which is the first: the program has no options that could stand before it.
    var arguments = Array(CommandLine.arguments.dropFirst(2))
    // The helper hands nothing of the environment on that names a place.
    if history.history, history.database == nil, let path = HistoryOptions.standardPath {
      arguments = ["--database", path] + arguments
    }
    let error = helper.takePlace(arguments: arguments)
    StandardError.write("smtptrace: \(error.description)\n")
  }

  private func advice(_ error: LiveCaptureError) -> String {
    guard error.kind == .noRight else { return "" }
    let program = Privileges.programPath ?? "/usr/local/bin/smtptrace"
    let asRoot = """
        Listening needs the right CAP_NET_RAW. Either start it as root, which it lays down again at once:
          sudo \(program) live -i \(interface)

      """
    // Where there is a helper, the program's own file must not get the right: then every user could listen.
    if let group = CaptureHelper.besideProgram?.group {
      return asRoot + """
          or join the group \(group), whose members may listen, and log in again:
            sudo usermod -a -G \(group) \(Privileges.userName ?? "USER")

        """
    }
    return asRoot + """
        or give the right to the program, for every user who may run it:
          sudo setcap cap_net_raw=ep \(program)

      """
  }
}
