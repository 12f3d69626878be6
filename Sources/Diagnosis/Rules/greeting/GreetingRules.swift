extension Rule {
  static let greetingRules: [Rule] = []
}
