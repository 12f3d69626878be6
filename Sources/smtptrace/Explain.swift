import ArgumentParser
import CaptureFiles
import SMTPAnalysis

/// `smtptrace explain`: what a finding means, or which findings a message, a reply code or a few words stand for.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a finding means, or what a log message or a reply code stands for.",
    discussion: """
      EXAMPLES
        smtptrace explain                            all findings
        smtptrace explain starttls/not-offered       one, whole
        smtptrace explain pmtu                       by a part of its id
        smtptrace explain "454 4.7.0"                a reply code
        smtptrace explain "The remote SMTP service does not support TLS"
        smtptrace explain - < line-of-the-log        a message from standard input
      """)

  @Argument(
    parsing: .allUnrecognized,
    help:
      "A finding, a part of its id, a reply code, a line of a log or a queue, or a few words; - reads standard input; none lists all.",
    completion: .custom { _, _, _ in Completions.findings() }
  )
  var words: [String] = []

  mutating func run() throws {
    let style = Presentation.style(color: .auto)
    let asked =
      words == ["-"] ? StandardInput.text(atMost: Explanations.maximumBytes + 1) : words.joined(separator: " ")
    guard !words.isEmpty else {
      StandardOutput.write(
        RuleText.list(Catalogue.rules, style: style).map(style.printable).joined(separator: "\n") + "\n")
      return
    }
    if words.count == 1, asked.hasPrefix("-"), !asked.contains(where: \.isWhitespace) {
      throw ValidationError("unknown option \"\(asked)\"; smtptrace explain --help lists what there is")
    }
    let found = Explanations.of(asked)
    if case .nothing(let nearest) = found.kind, nearest.isEmpty, !asked.contains(where: \.isWhitespace) {
      throw ValidationError(
        "there is no finding \"\(asked)\", nor one that is spelt like it; smtptrace explain lists all")
    }
    StandardOutput.write(
      ExplanationText.lines(found, asked: asked, style: style).map(style.printable).joined(separator: "\n") + "\n")
  }
}
