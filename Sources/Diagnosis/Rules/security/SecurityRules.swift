extension Rule {
  static let securityRules: [Rule] = [
    .credentialsInClear,
    .challengeResponseInClear,
    .mailInClear,
    .downgraded,
    .commandInjection,
    .responseInjection,
    .forgedRefusal,
    .strippingSuspected,
    .lineEndingSmuggling,
    .verbSmugglingHTTP,
    .informationLeak,
    .securityDowngradeSentinel,
    .securityObsoleteTLS,
    .securityWeakCipher,
    .securityAnonymousCipher,
  ]
}
