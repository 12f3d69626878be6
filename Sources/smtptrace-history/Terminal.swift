import Foundation
import PlainWords
import Reports

/// Standard output and standard error, and how to write on them.
enum Terminal {
  /// Writes a document. Where the reader has gone, as `head` does, the program ends quietly.
  static func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Unsafe: write(2) reads the array's own storage, within its length.
      let count = unsafe rest.withUnsafeBytes { unsafe Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) }
      guard count < 0, errno != EINTR else { continue }
      if errno == EAGAIN {
        // Somebody made the pipe non-blocking, and it is full: whoever reads it is waited for.
        var waiting = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        // Unsafe: one structure, lent for the call.
        _ = unsafe poll(&waiting, 1, -1)
        continue
      }
      if errno == EPIPE { exit(0) }
      complain("standard output cannot be written: \(SystemText.message(errno))")
      exit(3)
    }
  }

  /// Says how many lines are stored. Where nobody listens any more, what is left of the input is stored all the same.
  static func acknowledge(_ lines: Int) {
    let word = Array("\(lines)\n".utf8)
    // Unsafe: write(2) reads the array's own storage, within its length.
    _ = unsafe word.withUnsafeBytes { unsafe Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }

  static func say(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// One line about what went wrong.
  static func complain(_ text: String) { say("smtptrace: \(text)\n") }

  /// As the analysis writes text: in the width of the terminal, with the signs that its locale has.
  static var style: TextStyle {
    let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let columns = width ?? environment["COLUMNS"].flatMap(Int.init) ?? 80
    let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"]
    let usesUnicode =
      locale.map { $0.uppercased().contains("UTF-8") || $0.uppercased().contains("UTF8") } ?? !isTerminal
    return TextStyle(
      usesColor: isTerminal && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb",
      usesUnicode: usesUnicode,
      width: min(columns, 140))
  }

  private static var width: Int? {
    var size = winsize()
    // Unsafe: one structure, filled by the call.
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
