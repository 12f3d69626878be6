extension Rule {
  static let transportRules: [Rule] = [
    .noSYNACK,
    .connectionRefused,
    .icmpUnreachable,
    .clientAbandonedConnect,
    .resetBeforeBanner,
    .rstInjected,
    .resetMidSession,
    .closedMidSession,
    .pmtuBlackhole,
    .zeroWindow,
    .idleStateExpired,
    .segmentLossStall,
    .port25Redirected,
    .addressFamilyFallback,
    .rstAfterClose,
  ]
}
