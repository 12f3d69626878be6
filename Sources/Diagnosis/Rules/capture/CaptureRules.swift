extension Rule {
  static let captureRules: [Rule] = []
}
