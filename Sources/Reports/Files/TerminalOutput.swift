#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What programs of this project write on: a terminal, a pipe or a file that is open already.
package enum TerminalOutput {
  /// Writes all of it. `false`, with `errno`, where that is not possible.
  package static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    writeAll(bytes.span, to: descriptor)
  }

  package static func writeAll(_ bytes: Span<UInt8>, to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      // Unsafe: write(2) reads the bytes where they lie, within their length.
      let result = unsafe bytes.withUnsafeBytes { buffer -> Int in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe write(descriptor, base + written, buffer.count - written)
      }
      if result < 0 {
        if errno == EINTR { continue }
        guard errno == EAGAIN else { return false }
        // Somebody made the pipe non-blocking, and it is full: whoever reads it is waited for.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Unsafe: one structure, lent for the call.
        _ = unsafe poll(&waiting, 1, -1)
        continue
      }
      written += result
    }
    return true
  }
}

extension TextStyle {
  /// As a program writes on its standard output.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether that is a terminal.
  ///   - columns: Of the terminal; `nil` where there is none.
  ///   - usesColor: `nil` for what fits.
  ///   - environment: A variable of the environment; `nil` where it is not set or empty.
  package init(
    isTerminal: Bool, columns: Int?, usesColor: Bool? = nil, isASCII: Bool = false, environment: (String) -> String?
  ) {
    let color = usesColor ?? (isTerminal && environment("NO_COLOR") == nil && environment("TERM") != "dumb")
    let width = columns ?? environment("COLUMNS").flatMap(Int.init) ?? 80
    // The locale says what can be shown. Where it says nothing, a terminal gets US-ASCII, and a file or a pipe gets UTF-8.
    var usesUnicode = !isTerminal
    if let locale = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG") {
      let name = locale.uppercased()
      usesUnicode = name.contains("UTF-8") || name.contains("UTF8")
    }
    self.init(usesColor: color, usesUnicode: usesUnicode && !isASCII, width: min(width, 140))
  }
}
