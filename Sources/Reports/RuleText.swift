package import Diagnosis
import SMTPSession

/// What `smtptrace explain` prints: the rule's own prose.
package enum RuleText {
  /// The page of a finding that is told no more.
  package static func page(_ retired: RetiredRule, style: TextStyle) -> [String] {
    [style.bold(retired.id) + " is told no more; see \(retired.successor)."]
      + style.wrapped(retired.reason, first: "  ", rest: "  ")
  }

  package static func page(_ rule: Rule, style: TextStyle) -> [String] {
    var lines = [
      style.bold(rule.id), "  \(rule.title)",
      style.dim("  \(rule.severity.rawValue) \(style.dot) stage: \(rule.stage.rawValue)"),
    ]
    section("What it means", rule.meaning, &lines, style)
    section("How it is told from its look-alikes", rule.distinction, &lines, style)
    section("What a capture cannot tell", rule.unknowable, &lines, style)
    if !rule.remedies.isEmpty {
      lines += ["", style.bold("What to do")]
      for remedy in rule.explainedRemedies {
        lines += style.wrapped(
          "the \(remedy.actor.rawValue): \(remedy.text)", first: "  \(style.bullet) ", rest: "    ")
      }
    }
    if !rule.nextCommands.isEmpty {
      lines += ["", style.bold("To confirm it")]
      lines += rule.explainedCommands.map { "  \(SessionText.prompt($0)) \($0)" }
    }
    if !rule.logMessages.isEmpty {
      lines += ["", style.bold("Log messages that go with it")]
      for message in rule.logMessages {
        lines += style.wrapped("\(message.source): \"\(message.text)\"", first: "  ", rest: "    ")
      }
    }
    if !rule.references.isEmpty {
      lines += ["", style.dim("  \(rule.references.joined(separator: ", "))")]
    }
    return lines
  }

  package static func list(_ rules: [Rule], style: TextStyle) -> [String] {
    let width = rules.map(\.id.count).max() ?? 0
    return rules.map { rule in
      "\(rule.id)\(String(repeating: " ", count: width - rule.id.count))  \(style.dim(rule.severity.rawValue))  \(rule.title)"
    }
  }

  private static func section(_ title: String, _ text: String, _ lines: inout [String], _ style: TextStyle) {
    guard !text.isEmpty else { return }
    lines += ["", style.bold(title)]
    lines += style.wrapped(text, first: "  ", rest: "  ")
  }
}
