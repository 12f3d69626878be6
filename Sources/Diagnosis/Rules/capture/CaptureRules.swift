extension Rule {
  static let captureRules: [Rule] = [
    .captureMissingStart,
    .captureStartedLateTLS,
    .captureOneDirection,
    .captureSnaplenCut,
    .captureGap,
    .captureDroppedByKernel,
    .captureEndedEarly,
    .captureSegmentationOffload,
    .captureDuplicates,
    .captureNATBothSides,
    .captureAsymmetricPath,
    .captureTimeBackwards,
    .captureClock,
    .capturePortReuse,
    .captureEncapsulated,
    .captureOverlapConflict,
    .captureNonStandardPort,
    .captureProbeSession,
    .captureLimits,
    .captureTLSNotOpened,
  ]
}
