import SMTPSession

extension Rule {
  static let capturePortReuse = Rule(
    id: "capture/port-reuse",
    title: "same addresses and ports were used again for a new connection",
    stage: .connect,
    severity: .caveat,
    meaning: """
      A new connection began with the addresses and ports of this one. The two are shown as two sessions; packets of the \
      first that came late may have been counted for the second.
      """,
    captures: []
  ) { it in
    let session = it.session
    guard session.completion == .portReused else { return nil }
    return Match(
      .certain, "After this session a new connection began with the same addresses and ports.",
      evidence: [session.packetEvidence(session.end.packet, meaning: "the last packet before the new connection")])
  }
}
