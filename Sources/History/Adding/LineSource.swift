import Foundation
import PlainWords
import Reports

/// The lines of a file, or of what comes through a pipe.
package final class LineSource {
  package enum Next {
    /// A line without its end.
    case line([UInt8])
    /// Nothing came for the time that one was willing to wait.
    case silence
    /// The end; the bytes behind the last end of a line, which are a line cut off unless there are none.
    case end(rest: [UInt8])
  }

  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []
  private var place = 0
  private var isAtEnd = false
  private var isAtBeginning = true

  /// - Parameter path: `-` is standard input.
  package init(_ path: String) throws(HistoryError) {
    name = CleanText.line(path)
    if path == "-" {
      descriptor = STDIN_FILENO
      return
    }
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      throw HistoryError(
        code == ENOENT ? .missing : .input, "\(name): cannot be read: \(SystemText.message(code))")
    }
  }

  /// Whether it is a file, which can be opened again from its beginning, and no pipe.
  package var isFile: Bool {
    var facts = stat()
    // Unsafe: one structure, filled by the call.
    return unsafe fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
  }

  deinit {
    if descriptor != STDIN_FILENO { _ = Foundation.close(descriptor) }
  }

  /// The next line. A byte that begins no JSON is not looked for here.
  ///
  /// - Parameter milliseconds: How long to wait for something; negative for as long as it takes.
  package func next(waiting milliseconds: Int32 = -1) throws(HistoryError) -> Next {
    var looked = place
    while true {
      if !isAtBeginning, let end = endOfLine(from: looked) {
        defer { place = end + 1 }
        return .line(Array(buffer[place..<end]))
      }
      looked = buffer.count
      if isAtEnd {
        defer { place = buffer.count }
        return .end(rest: Array(buffer[place...]))
      }
      if looked - place > ResultAdder.maximumLine {
        throw HistoryError(
          .input,
          "\(name): expected lines of at most \(ResultAdder.maximumLine >> 20) MiB; found a longer one, which is no result"
        )
      }
      if place > 0 {
        buffer.removeFirst(place)
        looked -= place
        place = 0
      }
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // Unsafe: one structure, lent for the call.
      if milliseconds >= 0, unsafe poll(&waiting, 1, milliseconds) == 0 { return .silence }
      try fill()
    }
  }

  /// Where the next line ends; `nil` where its end has not come yet.
  private func endOfLine(from start: Int) -> Int? {
    // Unsafe: the search reads the array's own storage, from a place within it to its end.
    unsafe buffer.withUnsafeBytes { storage in
      guard let base = storage.baseAddress, start < storage.count,
        let found = unsafe memchr(base + start, 0x0A, storage.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// The first byte that is neither blank nor the end of a line, without taking it; `nil` where there is none in the first bytes.
  package func peek() throws(HistoryError) -> UInt8? {
    while true {
      if !isAtBeginning, let first = buffer.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return first }
      guard !isAtEnd, buffer.count < 1 << 16 else { return nil }
      try fill()
    }
  }

  /// What it is instead of lines of JSON, and how it becomes these; `nil` where that cannot be told by its first bytes. To be asked after ``peek()``.
  package var otherForm: String? {
    let advice = { (program: String) in
      "\(program) -dc \(self.name) | smtptrace history add -"
    }
    if buffer.starts(with: [0x1F, 0x8B]) { return "found a file of gzip: \(advice("gzip"))" }
    if buffer.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return "found a file of zstd: \(advice("zstd"))" }
    if buffer.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) { return "found a file of xz: \(advice("xz"))" }
    if buffer.starts(with: [0xFF, 0xFE]) || buffer.starts(with: [0xFE, 0xFF]) {
      return "found UTF-16, as some shells write it: turn it into UTF-8, or write it with another shell"
    }
    return nil
  }

  private func fill() throws(HistoryError) {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    // Unsafe: read(2) fills the array's own storage, within its length.
    let count = unsafe piece.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    if count < 0 {
      if errno == EINTR || errno == EAGAIN { return }
      throw HistoryError(.input, "\(name): cannot be read: \(SystemText.message(errno))")
    }
    if count == 0 { isAtEnd = true } else { buffer += piece[..<count] }
    guard isAtBeginning, buffer.count >= 4 || isAtEnd else { return }
    isAtBeginning = false
    // Some editors put the byte order mark of Unicode before what they write (RFC 8259 section 8.1 lets it be passed over).
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.removeFirst(3) }
  }
}
