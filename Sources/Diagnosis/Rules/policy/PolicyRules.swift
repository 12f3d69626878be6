extension Rule {
  static let policyRules: [Rule] = [
    .policyMailBeforeHello,
    .policyGreylisted,
    .policyDNSBL,
    .policyRateLimited,
    .policyRelayDenied,
    .policySenderRejected,
    .policyRecipientRejected,
    .policyClientRejected,
    .policyMessageSize,
    .policyFeatureMissing,
    .policyMessageRejected,
    .policyTLSNotGoodEnough,
    .policyMustNotUseTLS,
    .policyProtocolViolation,
    .policyTooManyErrors,
    .policyServerTimeout,
    .policyTarpit,
    .policyAccepted,
  ]
}
