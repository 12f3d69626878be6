import SMTPSession

/// All rules, group by group. Adding a rule is one file under `Rules/`, one line in its group's list, one capture.
public enum Catalogue {
  public static let rules: [Rule] =
    Rule.transportRules + Rule.greetingRules + Rule.ehloRules + Rule.startTLSRules + Rule.certificateRules
    + Rule.tlsRules + Rule.authRules + Rule.policyRules + Rule.securityRules + Rule.captureRules

  /// The rules again, each in a place of its own that findings refer to.
  static let catalogued = rules.map(CataloguedRule.init)

  public static func rule(_ id: String) -> Rule? {
    rules.first { $0.id == id }
  }
}

/// A rule of the catalogue, which every finding of it refers to.
final class CataloguedRule: Sendable {
  let rule: Rule
  /// Kept beside the rule, because they are asked for most.
  let id: String
  let stage: Stage
  let severity: Severity
  /// Whether it is the consequence of what other rules tell.
  let isToldByOthers: Bool
  private let deferredRemedies: Deferred<[(remedy: Remedy, text: CommandTemplate)]>

  /// The rule's own, ready to be filled in.
  var remedies: [(remedy: Remedy, text: CommandTemplate)] { deferredRemedies.value }

  init(_ rule: Rule) {
    deferredRemedies = Deferred { rule.remedies.map { ($0, CommandTemplate($0.text)) } }
    self.rule = rule
    id = rule.id
    isToldByOthers = !rule.toldBy.isEmpty
    stage = rule.stage
    severity = rule.severity
  }
}
