extension Rule {
  static let ehloRules: [Rule] = [
    .ehloFallback,
    .ehloHeloOnly,
    .ehloRejectedName,
    .ehloRejected,
    .ehlo421,
    .ehloTimeout,
    .ehloMasked,
    .ehloMangled,
    .ehloReplyMalformed,
    .ehloNoExtensions,
    .ehloCapabilitiesDiffer,
  ]
}
