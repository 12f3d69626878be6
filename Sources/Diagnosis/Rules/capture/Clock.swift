import CaptureFiles
import SMTPSession

extension Rule {
  static let captureClock = Rule(
    id: "capture/clock",
    title: "clock of the capturing machine was not set",
    stage: .connect,
    severity: .caveat,
    needs: .captureMark,
    meaning: """
      The times of the packets lie before mail on the Internet had TLS at all. Differences between them are right, but nothing can be \
      compared with the dates in certificates or in logs.
      """,
    remedies: [
      Remedy(
        .network, "Set the clock of the capturing machine (NTP) and capture again, or shift the times with editcap -t.")
    ],
    captures: []
  ) { it in
    let session = it.session
    guard session.beganBeforeSTARTTLS else { return nil }
    return Match(
      .strong, "The packets of this session carry times before 1999.",
      evidence: [session.packetEvidence(session.start.packet, meaning: "the connection's first packet")])
  }
}

extension Session {
  /// Whether its first packet is older than the month in which STARTTLS for SMTP became a standard (RFC 2487), 1999-01.
  var beganBeforeSTARTTLS: Bool { start.time < Timestamp(nanoseconds: 915_148_800_000_000_000) }
}
