import PlainWords
import SMTPAnalysis

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output, written in large pieces. Where the reader has gone (a closed pipe), the program ends quietly.
enum StandardOutput {
  static func write(_ text: String) {
    write(Array(text.utf8))
  }

  static func write(_ bytes: [UInt8]) { write(bytes.span) }

  static func write(_ bytes: Span<UInt8>) {
    if TerminalOutput.writeAll(bytes, to: STDOUT_FILENO) { return }
    // EPIPE: somebody closed the pipe, as `head` does. That is no error of ours.
    if errno == EPIPE { endProgram(withStatus: 0) }
    StandardError.write("smtptrace: standard output cannot be written: \(SystemText.message(errno))\n")
    endProgram(withStatus: 3)
  }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

enum StandardInput {
  /// What is on it, at most so many bytes, as text.
  static func text(atMost limit: Int) -> String { String(decoding: bytes(atMost: limit), as: UTF8.self) }

  /// The same as bytes.
  static func bytes(atMost limit: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count < limit {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return Array(bytes.prefix(limit))
  }
}

enum StandardError {
  static func write(_ text: String) {
    _ = TerminalOutput.writeAll(Array(text.utf8), to: STDERR_FILENO)
  }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes a line over the one that the cursor is in, cut where the terminal ends: a line that went on in a second could not
  /// be taken back.
  static func writeStatus(_ text: String) {
    write("\r\u{1b}[K\(text.prefix(max(1, (terminalColumns(of: STDERR_FILENO) ?? 80) - 1)))")
  }
}

/// Ends the program.
func endProgram(withStatus status: Int32) -> Never {
  #if canImport(Glibc)
    Glibc.exit(status)
  #elseif canImport(Musl)
    Musl.exit(status)
  #else
    Darwin.exit(status)
  #endif
}

/// A closed pipe, and a file that may not become larger, show as errors of `write`, not as signals that kill the program.
func ignoreBrokenPipes() {
  _ = signal(SIGPIPE, SIG_IGN)
  _ = signal(SIGXFSZ, SIG_IGN)
}

/// Whether standard input has bytes, or its end, now or within so many milliseconds.
func standardInputIsReady(milliseconds: Int32) -> Bool {
  var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
  // Unsafe: one structure, lent for the call.
  return unsafe poll(&waiting, 1, milliseconds) > 0
}

/// The columns of the terminal behind a descriptor, standard output's where none is named; `nil` where there is none.
func terminalColumns(of descriptor: Int32 = STDOUT_FILENO) -> Int? {
  terminalSize(of: descriptor).flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil }
}

/// The terminal's rows; `nil` where standard output is none.
func terminalRows() -> Int? { terminalSize(of: STDOUT_FILENO).flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } }

private func terminalSize(of descriptor: Int32) -> winsize? {
  var size = winsize()
  // Unsafe: one structure, filled by the call.
  guard isatty(descriptor) == 1, unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
  return size
}

/// Seconds that the clock of this machine's zone is ahead of UTC at a time given in seconds since 1970.
func localOffset(_ seconds: Int64) -> Int {
  var time = time_t(seconds)
  var parts = unsafe tm()
  // Unsafe: two structures, one of them filled by the call.
  guard unsafe localtime_r(&time, &parts) != nil else { return 0 }
  return unsafe parts.tm_gmtoff
}

/// Whether a path leads to something, whatever it is.
func pathExists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

/// A variable of the environment; `nil` where it is not set or empty.
func environmentValue(_ name: String) -> String? {
  guard let value = unsafe getenv(name) else { return nil }
  let text = unsafe String(cString: value)
  return text.isEmpty ? nil : text
}

/// Seconds of a clock that does not jump.
func monotonicSeconds() -> Double {
  var now = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &now)
  return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}
