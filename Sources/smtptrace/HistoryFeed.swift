import ArgumentParser
import HistoryArguments
import LiveCapture
import PlainWords
import SMTPAnalysis

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What goes into the history while somebody listens.
struct HistoryOptions: ParsableArguments {
  @Flag(help: "Also add each session to the history, which smtptrace history shows.")
  var history = false

  @Option(
    help: ArgumentHelp("With --history: the database, where it is not the user's own.", valueName: "file"),
    completion: .file())
  var database: String?

  /// The user's own database; `nil` where the environment does not say where that would be.
  static var standardPath: String? {
    DatabaseOption.standardPath(stateHome: environmentValue("XDG_STATE_HOME"), home: environmentValue("HOME"))
  }

  func validate() throws {
    if database != nil, !history { throw ValidationError("--database needs --history") }
  }
}

/// Gives sessions, as lines of JSON, to a process of the program that keeps the history.
///
/// Listening never waits for it: where the disk is slower than the mail, lines wait here, bounded, and what finds no room is counted and said. A line is kept
/// until the process has said that it is stored; where the process ends before, it is started again, after waits that grow, and given the same lines: what
/// was stored all the same is known by its key.
final class HistoryFeed {
  /// Bytes that may wait.
  private static let maximumWaiting = 32 << 20
  /// Seconds before it is started again; twice as many each time, until something was stored.
  private static let shortestWait = 1.0
  private static let longestWait = 300.0
  /// Milliseconds at the end without any sign of life: longer than the process waits for another one that writes.
  private static let finalPatience: Int32 = 70_000
  /// And between its last word and its end.
  private static let lastPatience: Int32 = 5_000

  private var report: LiveReport
  private let arguments: [String]
  private var process: HistoryProcess?
  /// Lines that are not known to be stored, the oldest first.
  private var lines = LineQueue()
  private var wait = HistoryFeed.shortestWait
  private var nextStart = 0.0
  private var hasFailed = false
  private var isAtEnd = false
  /// Sessions that found no room.
  private(set) var lost = 0
  private var notices: [String] = []

  /// Starts the process.
  ///
  /// - Throws: ``ExitCode`` where that is not possible; it has been said why.
  init(_ options: HistoryOptions, line: LineContext) throws {
    guard let program = HistoryProgram.find().program else { throw ExitCode(3) }
    var arguments = [program.path, "add", "--quiet", "--acknowledge"]
    if let database = options.database { arguments += ["--database", database] }
    arguments.append("-")
    self.arguments = arguments
    report = LiveReport(
      format: .ndjson, style: TextStyle(usesColor: false), follows: false, line: line)
    do throws(HistoryProcess.Failure) {
      process = try HistoryProcess(arguments)
    } catch {
      StandardError.write("smtptrace: the history cannot be written: \(error.description)\n")
      throw ExitCode(3)
    }
  }

  func add(_ session: DiagnosedSession) {
    report.add(session)
    let line = report.takeOutput()
    if lines.bytes + line.count > Self.maximumWaiting {
      if lost == 0 {
        notices.append(
          "the history takes sessions more slowly than they come, and they find no room any more: some are not added")
      }
      lost += 1
    } else {
      lines.append(line)
    }
    push()
  }

  /// Sends what can be sent without waiting, and starts the process again where that is due.
  func push() {
    if process == nil, !isAtEnd, Clock.monotonicSeconds >= nextStart { start() }
    receive()
    if let process, !process.send(&lines) { ended() }
  }

  /// What a person should know; `nil` where that was all.
  func nextNotice() -> String? { notices.isEmpty ? nil : notices.removeFirst() }

  /// Sends the rest, and waits until it is written.
  ///
  /// - Returns: What went wrong; `nil` where nothing did.
  func finish(_ summary: CaptureSummary) -> String? {
    // The last line says that the run was not broken off; it is no session.
    report.finish(summary)
    lines.append(report.takeOutput())
    isAtEnd = true
    if process == nil { start() }
    // One that ended by itself only now is started once more.
    for _ in 0..<2 where !lines.isEmpty {
      if process == nil { start() }
      guard let process else { break }
      self.process = nil
      let status = handOver(to: process)
      hasFailed = status != 0
      if status < 0 { break }
    }
    lost += lines.isEmpty ? 0 : lines.count - 1
    if lost > 0 {
      return
        "\(Counting.counted(lost, "session was", "sessions were")) not added to the history: \(hasFailed ? "what keeps it had ended, and why stands above" : "it took them too slowly")"
    }
    return hasFailed ? "the history was not written to the end; what went wrong stands above" : nil
  }

  private func start() {
    lines.sendAgain()
    do throws(HistoryProcess.Failure) {
      process = try HistoryProcess(arguments)
    } catch {
      postpone("cannot be started: \(error.description)")
    }
  }

  /// Gives a process all that is left, and waits until it has stored it and ended.
  ///
  /// - Returns: Its exit status; negative where it did not end by itself.
  private func handOver(to process: HistoryProcess) -> Int32 {
    while lines.hasUnsent, process.send(&lines), lines.hasUnsent, process.canTake(Self.finalPatience) {
      lines.removeFirst(process.stored().lines)
    }
    process.endInput()
    var isOver = false
    while !isOver, process.hasWord(Self.finalPatience) {
      let stored = process.stored()
      lines.removeFirst(stored.lines)
      isOver = stored.isOver
    }
    return process.end(waiting: isOver ? Self.lastPatience : 0)
  }

  /// Takes what the process says, which is how many lines it has stored.
  private func receive() {
    guard let process else { return }
    let stored = process.stored()
    if stored.lines > 0 {
      lines.removeFirst(stored.lines)
      wait = Self.shortestWait
      hasFailed = false
    }
    if stored.isOver { ended() }
  }

  /// The process is gone before its time.
  private func ended() {
    guard let process else { return }
    self.process = nil
    _ = process.end(waiting: 0)
    postpone("has ended")
  }

  private func postpone(_ what: String) {
    hasFailed = true
    guard !isAtEnd else { return }
    nextStart = Clock.monotonicSeconds + wait
    notices.append(
      "the program that keeps the history \(what); \(Counting.counted(lines.count, "session waits", "sessions wait")); it is started again in \(Int(wait)) s"
    )
    wait = min(wait * 2, Self.longestWait)
  }
}

/// Lines that wait to be sent, and lines that were sent and are not known to be stored.
struct LineQueue {
  private var lines: [[UInt8]] = []
  /// The first that is still there.
  private var head = 0
  /// How many of these were begun to be sent, and how much of the last of them has not been.
  private var sent = 0
  private var rest: ArraySlice<UInt8> = []
  private(set) var bytes = 0

  var count: Int { lines.count - head }
  var isEmpty: Bool { count == 0 }
  var hasUnsent: Bool { !rest.isEmpty || sent < count }

  mutating func append(_ line: [UInt8]) {
    guard !line.isEmpty else { return }
    lines.append(line)
    bytes += line.count
  }

  /// What is to be sent next; empty where nothing is.
  mutating func next() -> ArraySlice<UInt8> {
    if rest.isEmpty, sent < count {
      rest = lines[head + sent][...]
      sent += 1
    }
    return rest
  }

  mutating func took(_ count: Int) { rest = rest.dropFirst(count) }

  /// The first lines are stored, of those that were sent to their ends.
  mutating func removeFirst(_ count: Int) {
    let count = min(max(0, count), rest.isEmpty ? sent : sent - 1)
    for place in head..<head + count { bytes -= lines[place].count }
    head += count
    sent -= count
    if head > 1024 || head == lines.count {
      lines.removeFirst(head)
      head = 0
    }
  }

  mutating func sendAgain() {
    sent = 0
    rest = []
  }
}
