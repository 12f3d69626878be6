import SMTPSession

extension Rule {
  static let captureStartedLateTLS = Rule(
    id: "capture/started-late-tls",
    title: "capture begins when the session was already encrypted",
    stage: .protected,
    severity: .caveat,
    needs: .tls,
    meaning: """
      The first bytes seen are encrypted. Whether TLS began with STARTTLS or with the connection, and how it was negotiated, \
      happened before the capture began. That it is mail is told from the port alone.
      """,
    remedies: [.captureAgain],
    captures: []
  ) { it in
    let session = it.session
    guard session.startsInsideTLS else { return nil }
    return Match(
      .certain, "The first bytes captured of this connection are encrypted; the negotiation came before the capture.",
      evidence: [session.packetEvidence(session.start.packet, meaning: "encrypted from the first captured packet on")])
  }
}
