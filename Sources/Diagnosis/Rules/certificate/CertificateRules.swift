extension Rule {
  static let certificateRules: [Rule] = [
    .certificateExpired,
    .certificateNotYetValid,
    .certificateRevoked,
    .certificateSelfSigned,
    .certificateSubstituted,
    .certificateIncompleteChain,
    .certificateUnknownCA,
    .certificateWrongEKU,
    .certificateKeyTypeUnsupported,
    .certificateWeakKey,
    .certificateWeakSignature,
    .certificateNameMismatch,
    .certificateClientMissing,
    .certificateClientRejected,
    .certificateClientRequested,
    .certificateCAListTooLong,
    .certificateDomainSecurity,
    .certificateFlightLarge,
    .certificateUnreadable,
    .certificateHidden,
  ]
}
