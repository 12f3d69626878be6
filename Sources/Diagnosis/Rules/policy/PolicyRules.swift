extension Rule {
  static let policyRules: [Rule] = []
}
