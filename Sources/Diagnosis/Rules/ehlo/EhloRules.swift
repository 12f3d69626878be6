extension Rule {
  static let ehloRules: [Rule] = []
}
