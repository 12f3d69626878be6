extension Rule {
  static let transportRules: [Rule] = []
}
