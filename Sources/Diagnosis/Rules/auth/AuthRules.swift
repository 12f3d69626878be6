extension Rule {
  static let authRules: [Rule] = []
}
