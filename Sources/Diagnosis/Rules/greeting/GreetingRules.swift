extension Rule {
  static let greetingRules: [Rule] = [
    .greetingNoBanner,
    .greetingSlow,
    .greetingPregreet,
    .greetingTeaser,
    .greetingBusy,
    .greetingTemporaryPolicy,
    .greetingRejected,
    .greetingNoMailHere,
    .greetingNotSMTP,
    .greetingMasked,
    .greetingClientLeft,
    .greetingLoop,
    .greetingMalformed,
  ]
}
