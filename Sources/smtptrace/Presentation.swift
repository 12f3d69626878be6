import ArgumentParser
import SMTPAnalysis

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// How to write on what standard output is.
enum Presentation {
  static func style(color: ColorChoice) -> TextStyle {
    let usesColor: Bool
    switch color {
    case .always: usesColor = true
    case .never: usesColor = false
    case .auto:
      usesColor = StandardOutput.isTerminal && environmentValue("NO_COLOR") == nil && environmentValue("TERM") != "dumb"
    }
    let columns = terminalColumns() ?? environmentValue("COLUMNS").flatMap(Int.init) ?? 110
    return TextStyle(usesColor: usesColor, usesUnicode: usesUnicode, width: min(columns, 140))
  }

  /// On a terminal, the locale says what it can show; a file or a pipe gets UTF-8.
  private static var usesUnicode: Bool {
    guard StandardOutput.isTerminal else { return true }
    let locale = environmentValue("LC_ALL") ?? environmentValue("LC_CTYPE") ?? environmentValue("LANG") ?? ""
    let name = locale.uppercased()
    return name.contains("UTF-8") || name.contains("UTF8")
  }
}
