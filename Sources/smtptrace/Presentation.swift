import ArgumentParser
import SMTPAnalysis

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// How to write on what standard output is.
enum Presentation {
  static func style(color: ColorChoice, isASCII: Bool = false, isLocal: Bool = false) -> TextStyle {
    let usesColor: Bool? =
      switch color {
      case .always: true
      case .never: false
      case .auto: nil
      }
    var style = TextStyle(
      isTerminal: StandardOutput.isTerminal, columns: terminalColumns(), usesColor: usesColor, isASCII: isASCII,
      environment: environmentValue)
    if isLocal { style.localOffset = localOffset }
    return style
  }
}
