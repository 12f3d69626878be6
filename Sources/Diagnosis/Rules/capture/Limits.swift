import SMTPSession

extension Rule {
  static let captureLimits = Rule(
    id: "capture/limits",
    title: "a part of the session was not looked at",
    stage: .connect,
    severity: .caveat,
    needs: .captureMark,
    meaning: """
      A limit of the analysis was reached: a list that was longer than is kept, a line that was longer than is read, or more \
      memory for all open connections than is allowed. What lies behind the limit was counted and not read: nothing may be \
      said to be missing there.
      """,
    remedies: [
      Remedy(
        .network, "Cut this session out with smtptrace extract and read it by itself, or allow more with --memory.")
    ],
    captures: []
  ) { it in
    let session = it.session
    let (limits, lists) = (session.visibility.limits, session.visibility.shortenedLists)
    guard !limits.isEmpty || !lists.isEmpty else { return nil }
    let all = (limits + lists).joined(separator: "; ")
    return Match(
      .certain, "A limit was reached: \(all).",
      evidence: [session.packetEvidence(session.end.packet, meaning: "the last packet of the session")])
  }
}
