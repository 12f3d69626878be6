import ArgumentParser
import SMTPAnalysis

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// How to write on what standard output is.
enum Presentation {
  static func style(color: ColorChoice, isASCII: Bool = false, isLocal: Bool = false) -> TextStyle {
    let usesColor: Bool
    switch color {
    case .always: usesColor = true
    case .never: usesColor = false
    case .auto:
      usesColor = StandardOutput.isTerminal && environmentValue("NO_COLOR") == nil && environmentValue("TERM") != "dumb"
    }
    let columns = terminalColumns() ?? environmentValue("COLUMNS").flatMap(Int.init) ?? 80
    var style = TextStyle(usesColor: usesColor, usesUnicode: usesUnicode && !isASCII, width: min(columns, 140))
    if isLocal { style.localOffset = localOffset }
    return style
  }

  /// The locale says what can be shown. Where it says nothing, a terminal gets US-ASCII, and a file or a pipe gets UTF-8.
  private static var usesUnicode: Bool {
    guard let locale = environmentValue("LC_ALL") ?? environmentValue("LC_CTYPE") ?? environmentValue("LANG") else {
      return !StandardOutput.isTerminal
    }
    let name = locale.uppercased()
    return name.contains("UTF-8") || name.contains("UTF8")
  }
}
