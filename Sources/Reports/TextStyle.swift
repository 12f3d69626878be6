package import CaptureFiles

/// How text is dressed for a terminal. Without colour every mark is still there in words or signs.
package struct TextStyle: Sendable {
  package var usesColor: Bool
  /// Whether signs outside US-ASCII may be printed.
  package var usesUnicode: Bool
  /// Columns to fill; lines of the transcript may be longer.
  package var width: Int
  /// Seconds that the reader's clock is ahead of UTC at a time given in seconds since 1970; `nil` where times are told in UTC.
  package var localOffset: (@Sendable (Int64) -> Int)?

  package init(usesColor: Bool, usesUnicode: Bool = true, width: Int = 100) {
    self.usesColor = usesColor
    self.usesUnicode = usesUnicode
    self.width = max(40, width)
  }

  /// Day, time and zone: "2006-10-05 14:03:07 UTC", or in the reader's zone with its offset.
  package func time(_ time: Timestamp) -> String {
    guard let localOffset else { return UTCTime.readable(time) }
    return UTCTime.readable(time, offset: localOffset(time.wholeSeconds))
  }

  /// What a column of times is called.
  var zoneName: String { localOffset == nil ? "UTC" : "local" }

  /// Spaces before it, up to `width` characters.
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  package func bold(_ text: String) -> String { dressed(text, "1") }
  package func dim(_ text: String) -> String { dressed(text, "2") }
  package func red(_ text: String) -> String { dressed(text, "31;1") }
  package func green(_ text: String) -> String { dressed(text, "32") }
  package func yellow(_ text: String) -> String { dressed(text, "33") }
  package func cyan(_ text: String) -> String { dressed(text, "36") }

  package var yes: String { usesUnicode ? "✓" : "ok" }
  package var no: String { usesUnicode ? "✗" : "FAILED" }
  package var unknown: String { "?" }
  package var hidden: String { usesUnicode ? "🔒" : "hidden" }
  package var arrow: String { usesUnicode ? "→" : "->" }
  package var pointer: String { usesUnicode ? "◀" : "<==" }
  package var bullet: String { usesUnicode ? "•" : "*" }
  package var dot: String { usesUnicode ? "·" : "-" }
  package var ellipsis: String { usesUnicode ? "…" : "..." }
  package var rule: String { usesUnicode ? "─" : "-" }

  /// A line as the terminal can show it: where that is US-ASCII alone, the signs that sentences use are written with it, and others by
  /// number.
  package func printable(_ line: String) -> String {
    guard !usesUnicode, !line.utf8.allSatisfy({ $0 < 0x80 }) else { return line }
    var text = ""
    for scalar in line.unicodeScalars {
      switch scalar {
      case _ where scalar.isASCII: text.unicodeScalars.append(scalar)
      case "…": text += "..."
      case "·": text += "-"
      case "µ": text += "u"
      case "–", "—", "─": text += "-"
      case "→": text += "->"
      case "✓": text += yes
      case "✗": text += no
      case "“", "”": text += "\""
      case "‘", "’": text += "'"
      case "\u{a0}": text += " "
      default: text += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
    return text
  }

  private func dressed(_ text: String, _ code: String) -> String {
    usesColor ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }

  /// `text` broken into lines of at most `width` columns at its spaces, the first after `first`, the others after `rest`.
  package func wrapped(_ text: String, first: String = "", rest: String = "") -> [String] {
    var lines: [String] = []
    var line = first
    var column = first.count
    var isEmpty = true
    for bytes in text.utf8.split(separator: 0x20) {
      let word = Substring(bytes)
      let length = bytes.allSatisfy { $0 < 0x80 } ? bytes.count : word.count
      if !isEmpty && column + 1 + length > width {
        lines.append(line)
        line = rest
        column = rest.count
        isEmpty = true
      }
      if !isEmpty {
        line += " "
        column += 1
      }
      line += word
      column += length
      isEmpty = false
    }
    lines.append(line)
    return lines
  }
}
