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

/// A process of the program that keeps the history: it gets lines through one pipe, and says through another how many of them are stored.
final class HistoryProcess {
  struct Failure: Error {
    let description: String
  }

  private let process: pid_t
  private var input: Int32
  private var output: Int32
  /// Digits of a number whose end has not come yet, and the number before it.
  private var digits: [UInt8] = []
  private var told = 0

  init(_ arguments: [String]) throws(Failure) {
    var lines: [Int32] = [-1, -1]
    var words: [Int32] = [-1, -1]
    guard unsafe pipe(&lines) == 0 else { throw Failure(description: SystemText.message(errno)) }
    guard unsafe pipe(&words) == 0 else {
      let code = errno
      for end in lines { _ = close(end) }
      throw Failure(description: SystemText.message(code))
    }
    Descriptors.closeOnStart()
    for end in [lines[1], words[0]] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    var process: pid_t = 0
    let code = Self.start(arguments, reading: lines[0], writing: words[1], &process)
    _ = close(lines[0])
    _ = close(words[1])
    guard code == 0 else {
      _ = close(lines[1])
      _ = close(words[0])
      throw Failure(description: SystemText.message(code))
    }
    self.process = process
    input = lines[1]
    output = words[0]
  }

  deinit { closePipes() }

  /// Sends what can be sent without waiting. `false` where nobody reads it any more.
  func send(_ lines: inout LineQueue) -> Bool {
    while true {
      let next = lines.next()
      if next.isEmpty { return true }
      guard input >= 0 else { return false }
      // Unsafe: write(2) reads the array's own storage, within its length.
      let count = unsafe next.withUnsafeBytes { unsafe write(input, $0.baseAddress, $0.count) }
      if count > 0 {
        lines.took(count)
      } else if errno == EAGAIN {
        return true
      } else if errno != EINTR {
        return false
      }
    }
  }

  /// How many lines more are stored than when it was last asked, and whether it says nothing any more.
  func stored() -> (lines: Int, isOver: Bool) {
    let before = told
    var piece = [UInt8](repeating: 0, count: 4096)
    while output >= 0 {
      // Unsafe: read(2) fills the array's own storage, within its length.
      let count = unsafe piece.withUnsafeMutableBytes { unsafe read(output, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return (told - before, false) }
      guard count > 0 else { break }
      for byte in piece[..<count] { take(byte) }
    }
    return (told - before, true)
  }

  private func take(_ byte: UInt8) {
    if (0x30...0x39).contains(byte), digits.count < 15 { return digits.append(byte) }
    if byte == 0x0A, let number = Int(String(decoding: digits, as: UTF8.self)) { told = max(told, number) }
    digits = []
  }

  /// Whether it reads, or says something or nothing any more, within so many milliseconds.
  func canTake(_ milliseconds: Int32) -> Bool { isReady(input, POLLOUT, milliseconds) }
  func hasWord(_ milliseconds: Int32) -> Bool { isReady(output, POLLIN, milliseconds) }

  private func isReady(_ descriptor: Int32, _ events: Int32, _ milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    while true {
      // Unsafe: one structure, lent for the call.
      let count = unsafe poll(&waiting, 1, milliseconds)
      if count < 0, errno == EINTR { continue }
      return count > 0
    }
  }

  /// Tells it that nothing more comes.
  func endInput() {
    if input >= 0 { _ = close(input) }
    input = -1
  }

  /// Waits until it has ended; where it does not, it is killed.
  ///
  /// - Returns: Its exit status; another number than 0 where it was killed.
  func end(waiting milliseconds: Int32) -> Int32 {
    endInput()
    let deadline = Clock.monotonicSeconds + Double(max(milliseconds, 200)) / 1000
    var status: Int32 = 0
    while true {
      // Unsafe: one number, filled by the call.
      let ended = unsafe waitpid(process, &status, WNOHANG)
      if ended == process { return status }
      if ended < 0, errno != EINTR { return -1 }
      guard Clock.monotonicSeconds < deadline else { break }
      Clock.sleep(seconds: 0.01)
    }
    _ = kill(process, SIGKILL)
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    return -1
  }

  private func closePipes() {
    for descriptor in [input, output] where descriptor >= 0 { _ = close(descriptor) }
    (input, output) = (-1, -1)
  }

  /// Starts a program between two pipes. What ends this run does not end it before it has stored what it was given: it is in a group of its own, out of reach
  /// of the terminal, and the signals that a service's manager sends to all processes wait until its input is at its end.
  private static func start(
    _ arguments: [String], reading input: Int32, writing output: Int32, _ process: inout pid_t
  ) -> Int32 {
    var files = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    var signals = sigset_t()
    // Unsafe: structures of the library, made and given back here; the copies of the words live until the call is over.
    unsafe posix_spawn_file_actions_init(&files)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&files)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO)
    unsafe sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&signals, number) }
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    var words = unsafe arguments.map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { unsafe words.forEach { unsafe free($0) } }
    return unsafe posix_spawn(&process, arguments[0], &files, &attributes, words, environ)
  }
}
