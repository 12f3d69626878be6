extension Rule {
  static let ehloRules: [Rule] = [
    .ehloFallback,
    .ehloHeloOnly,
    .ehloRejectedName,
    .ehloRejected,
    .ehloTimeout,
    .ehloMasked,
    .ehloMangled,
    .ehloReplyMalformed,
    .ehloNoExtensions,
    .ehloCapabilitiesDiffer,
  ]
}
