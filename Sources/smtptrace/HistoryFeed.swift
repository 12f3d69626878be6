import ArgumentParser
import CaptureFiles
import HistoryArguments
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
/// Listening never waits for it: where the disk is slower than the mail, lines wait here, bounded, and what finds no room is counted and said at the end.
final class HistoryFeed {
  /// Bytes that may wait.
  private static let maximumWaiting = 32 << 20

  private var report: LiveReport
  private var waiting: [UInt8] = []
  private var sent = 0
  private var descriptor: Int32
  private let process: pid_t
  /// Sessions that found no room.
  private(set) var lost = 0

  /// Starts the process.
  ///
  /// - Throws: ``ExitCode`` where that is not possible; it has been said why.
  init(_ options: HistoryOptions, line: LineContext) throws {
    guard let program = HistoryProgram.find() else {
      StandardError.write(HistoryProgram.isMissing)
      throw ExitCode(3)
    }
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw Self.failure(errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    var arguments = [program.path, "add", "--quiet"]
    if let database = options.database { arguments += ["--database", database] }
    arguments.append("-")
    do {
      process = try Self.start(arguments, reading: ends[0])
    } catch {
      for end in ends { _ = close(end) }
      throw error
    }
    _ = close(ends[0])
    descriptor = ends[1]
    report = LiveReport(
      format: .ndjson, style: TextStyle(usesColor: false), follows: false, line: line)
  }

  func add(_ session: DiagnosedSession) {
    guard descriptor >= 0 else { return lost += 1 }
    report.add(session)
    let line = report.takeOutput()
    if waiting.count - sent + line.count > Self.maximumWaiting { lost += 1 } else { waiting += line }
    push()
  }

  /// Sends what can be sent without waiting.
  func push() { send(patienceMilliseconds: 0) }

  /// Sends the rest, and waits until it is written.
  ///
  /// - Returns: What went wrong; `nil` where nothing did.
  func finish(_ summary: CaptureSummary) -> String? {
    if descriptor >= 0 {
      report.finish(summary)
      waiting += report.takeOutput()
      send(patienceMilliseconds: 10_000)
    }
    closePipe()
    var status: Int32 = 0
    // Unsafe: one number, filled by the call.
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    if lost > 0 { return "\(lost) sessions were not added to the history: it took them too slowly, or had ended" }
    return status == 0 ? nil : "the history was not written to the end; what went wrong stands above"
  }

  private func send(patienceMilliseconds: Int32) {
    while descriptor >= 0, sent < waiting.count {
      // Unsafe: write(2) reads the array's own storage, behind what was sent.
      let count = unsafe waiting.withUnsafeBytes { storage in
        guard let base = storage.baseAddress else { return 0 }
        return unsafe write(descriptor, base + sent, storage.count - sent)
      }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Unsafe: one structure, lent for the call.
        if patienceMilliseconds == 0 { break }
        if unsafe poll(&ready, 1, patienceMilliseconds) <= 0 { break }
      } else if errno != EINTR {
        // The other side has ended, and has said why.
        closePipe()
      }
    }
    if sent == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      sent = 0
    } else if sent > 1 << 20 {
      waiting.removeFirst(sent)
      sent = 0
    }
  }

  private func closePipe() {
    if descriptor >= 0 { _ = close(descriptor) }
    descriptor = -1
  }

  /// Starts a program with standard input from a pipe, out of reach of the signals of this terminal, so that it is ended by the end of what it reads.
  private static func start(_ arguments: [String], reading input: Int32) throws -> pid_t {
    var files = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    // Unsafe: two structures of the library, made and given back here; the copies of the words live until the call is over.
    unsafe posix_spawn_file_actions_init(&files)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&files)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var words = unsafe arguments.map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { unsafe words.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawn(&process, arguments[0], &files, &attributes, words, environ)
    guard code == 0 else { throw failure(code) }
    return process
  }

  private static func failure(_ code: Int32) -> ExitCode {
    StandardError.write("smtptrace: the history cannot be written: \(SystemText.message(code))\n")
    return ExitCode(3)
  }
}
