extension Rule {
  static let startTLSRules: [Rule] = [
    .startTLSNotOffered,
    .startTLSNotOfferedToThisClient,
  ]
}
