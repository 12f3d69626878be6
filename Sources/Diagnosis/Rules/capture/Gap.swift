import SMTPSession

extension Rule {
  static let captureGap = Rule(
    id: "capture/gap",
    title: "packets that did arrive are missing from the capture",
    stage: .connect,
    severity: .caveat,
    needs: .notWhole,
    meaning: """
      The receiver confirmed bytes that the capture does not hold: the capture lost them, not the network. What stood in them \
      is unknown. A word that is missing from a reply with such a hole may have been in it.
      """,
    distinction: "The confirmation of the receiver tells this from real loss.",
    remedies: [
      .captureAgain,
      Remedy(
        .network,
        "If the machine is busy: filter by host and port, enlarge the buffer (tcpdump -B 65536) and write to a fast disk."
      ),
    ],
    captures: ["starttls-lost-in-capture", "starttls-lost-in-capture-quit"]
  ) { it in
    let session = it.session
    let holes = session.visibility.holes.filter { $0.reason == .notCaptured }
    guard session.visibility.seesBothDirections, let first = holes.first else { return nil }
    let places = holes.count + session.visibility.unlistedHoles
    let extent = places == 1 ? "in one place" : "in \(places) places"
    return Match(
      .certain, "\(session.lostBytes) bytes of this connection were received but not captured, \(extent).",
      evidence: [
        Evidence(
          packets: [first.at.packet], meaning: "the first packet after a hole of \(first.count) bytes",
          transcriptLines: session.transcript.indices.filter { session.transcript[$0].kind == .gap })
      ])
  }
}
