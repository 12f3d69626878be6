import Foundation
import PlainWords
import Reports

/// Standard output and standard error, and how to write on them.
enum Terminal {
  /// Writes a document. Where the reader has gone, as `head` does, the program ends quietly.
  static func write(_ bytes: [UInt8]) {
    if TerminalOutput.writeAll(bytes, to: STDOUT_FILENO) { return }
    if errno == EPIPE { exit(0) }
    complain("standard output cannot be written: \(SystemText.message(errno))")
    exit(3)
  }

  /// Says how many lines are stored. Where nobody listens any more, what is left of the input is stored all the same.
  static func acknowledge(_ lines: Int) {
    _ = TerminalOutput.writeAll(Array("\(lines)\n".utf8), to: STDOUT_FILENO)
  }

  static func say(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// One line about what went wrong.
  static func complain(_ text: String) { say("smtptrace: \(text)\n") }

  /// As the analysis writes text: in the width of the terminal, with the signs that its locale has.
  static var style: TextStyle {
    let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
    return TextStyle(isTerminal: isatty(STDOUT_FILENO) == 1, columns: width) { environment[$0] }
  }

  private static var width: Int? {
    var size = winsize()
    // Unsafe: one structure, filled by the call.
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
