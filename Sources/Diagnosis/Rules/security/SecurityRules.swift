extension Rule {
  static let securityRules: [Rule] = [
    .securityDowngradeSentinel,
    .securityObsoleteTLS,
    .securityWeakCipher,
    .securityAnonymousCipher,
  ]
}
