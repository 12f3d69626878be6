/// All rules, group by group. Adding a rule is one file under `Rules/`, one line in its group's list, one capture.
public enum Catalogue {
  public static let rules: [Rule] =
    Rule.transportRules + Rule.greetingRules + Rule.ehloRules + Rule.startTLSRules + Rule.tlsRules + Rule.authRules
    + Rule.policyRules + Rule.securityRules + Rule.captureRules

  public static func rule(_ id: String) -> Rule? {
    rules.first { $0.id == id }
  }
}
