import ArgumentParser
import SMTPAnalysis

/// `smtptrace explain`: what a finding means, from the same text that reports print.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a finding means, how it is told from its look-alikes, and who must do what.")

  @Argument(help: "The finding, such as starttls/not-offered; a group, such as starttls; none lists all.")
  var finding: String?

  mutating func run() throws {
    let style = Presentation.style(color: .auto)
    guard let finding else {
      StandardOutput.write(RuleText.list(Catalogue.rules, style: style).joined(separator: "\n") + "\n")
      return
    }
    if let rule = Catalogue.rule(finding) {
      StandardOutput.write(RuleText.page(rule, style: style).joined(separator: "\n") + "\n")
      return
    }
    if let retired = Catalogue.retired(finding) {
      StandardOutput.write(RuleText.page(retired, style: style).joined(separator: "\n") + "\n")
      return
    }
    let group = Catalogue.rules.filter { $0.id.hasPrefix(finding.hasSuffix("/") ? finding : "\(finding)/") }
    guard !group.isEmpty else {
      throw ValidationError("there is no finding \"\(finding)\"; smtptrace explain lists all")
    }
    StandardOutput.write(RuleText.list(group, style: style).joined(separator: "\n") + "\n")
  }
}
