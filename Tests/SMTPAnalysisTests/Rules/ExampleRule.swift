import Diagnosis
import SMTPSession
import SMTPTranscript

// The example of CONTRIBUTING, compiled, so that it cannot grow old. `ExampleRuleTests` holds the page to it.

extension RuleScripts {
  static let example: [Script] = [
    (
      "policy/addresses-asked", "addresses-asked",
      greeted {
        $0.say(.client, "VRFY bob\r\n")
        $0.say(.server, "252 2.5.0 I shall try\r\n")
        leave(&$0)
      }
    )
  ]
}

extension Rule {
  /// Addresses that are asked for before anything is sent.
  static let policyAddressesAsked = Rule(
    id: "policy/addresses-asked", title: "client asked whether addresses exist", stage: .mail, severity: .note,
    needs: .command,
    meaning: """
      The client asked with VRFY or EXPN whether addresses exist. Mail servers do not ask; people and probes do.
      """,
    distinction: "The command itself was captured.", references: ["RFC 5321 section 3.5"]
  ) { it in
    let questions: Set<Verb> = [.vrfy, .expn]
    guard let asked = it.session.exchanges.first(where: { questions.contains($0.command.verb) }) else { return nil }
    return Match(
      .certain, "The client asked with \(asked.command.verb.name ?? "VRFY") whether an address exists.",
      evidence: [it.session.evidence(asked.command, meaning: "this asks for an address")])
  }
}
