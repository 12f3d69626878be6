import PlainWords
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsStalled = Rule(
    id: "tls/stalled",
    title: "the handshake froze",
    stage: .serverFlight,
    severity: .problem,
    needs: .tls,
    points: .handshake,
    meaning: """
      In the middle of the handshake one side stopped speaking although it was its turn, and the other waited in vain. A program that \
      looks something up during the handshake (lists of revoked certificates, a directory) and gets no answer, a process that \
      hangs, a device that swallows a message.
      """,
    distinction:
      "Everything sent was confirmed by TCP, and nothing was lost. Full-size packets that vanish are reported as a matter of packet size.",
    unknowable: "What the silent side was doing.",
    remedies: [
      .tlsServerLog, .tlsClientLog,
      Remedy(
        .network, "See whether the silent host could reach the places of OCSP and CRL (HTTP) {time}."),
    ],
    nextCommands: [.messages, .path("tracepath {server}")],
    references: ["RFC 5321 section 4.5.3.2"],
    captures: [
      "tls-stalled"
    ]
  ) { it in
    guard let ending = it.tlsEnding, case .stalled(let silent) = ending.kind else { return nil }
    let handshake = ending.handshake
    let flight: String =
      switch (handshake.flight, silent) {
      case (.clientFlight, _): "the server's last message was due"
      case (.serverFlight, _): "the client's answer was due"
      case (_, .client): "the client's second offer was due"
      case (_, .server): "the rest of the server's messages was due"
      }
    let until =
      it.leave.kind == .none
      ? "and the capture shows no end" : "until the \(it.leave.side?.noun ?? "peer") closed the connection"
    let match = Match(
      .strong,
      "The handshake froze for \(LengthOfTime.spoken(handshake.waited)) when \(flight), \(until).",
      cause: Cause(.stopped, by: silent.actor, basis: .ending),
      evidence: handshake.lastWords(of: silent.opposite, meaning: "the last words; now it is the \(silent.noun)'s turn")
        + [handshake.endEvidence],
      stage: handshake.flight == .clientFlight
        ? .clientFlight : handshake.flight == .serverFlight ? .serverFlight : .clientHello)
    return match.telling { stallTelling(silent, first: silent == .server ? it.patienceRemedies : []) }
  }
}

/// Whose turn it was, with what is to be tried first.
private func stallTelling(_ silent: Side, first: [Remedy]) -> Telling {
  Telling(
    meaning:
      "In the middle of the handshake the \(silent.noun) stopped speaking although it was its turn, and the \(silent.opposite.noun) waited in vain. A program that looks something up during the handshake (lists of revoked certificates, a directory) and gets no answer does that, a process that hangs, or a device that swallows a message.",
    unknowable: "What the \(silent.noun) was doing.",
    remedies: first + [silent == .server ? .tlsServerLog : .tlsClientLog], keeping: [.network])
}
