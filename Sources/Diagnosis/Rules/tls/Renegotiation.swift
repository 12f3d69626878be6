import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsRenegotiation = Rule(
    id: "tls/renegotiation",
    title: "renegotiation of TLS, or a server without the safe form of it",
    stage: .serverFlight,
    severity: .problem,
    needs: .tlsAnswer,
    meaning: """
      Up to TLS 1.2 a connection can be negotiated anew while it is open. The safe form of that (RFC 5746) is announced in the \
      first messages; clients of today break off where the server lacks it. Where a renegotiation is seen in a session that works, it is only noted: \
      servers do it to ask for a client's certificate late.
      """,
    distinction:
      "The server's hello lacks the announcement, and the client broke off with handshake_failure after the server's messages; or handshake records appear after data.",
    unknowable: "Whether it was the missing announcement that the client minded: the alert does not say so.",
    remedies: [
      Remedy(.server, "Update the TLS software: RFC 5746 has been standard since 2010."),
      Remedy(
        .client, "As a last resort allow the old form for this destination only (OpenSSL: UnsafeLegacyServerConnect)."),
    ],
    nextCommands: [.handshake("-tls1_2 -legacy_server_connect", naming: .left)],
    references: ["RFC 5746 section 4.1"],
    captures: ["keys-renegotiated-tls12"]
  ) { it in
    if let match = TLSRefusal.match(
      it, .renegotiation,
      { refusal in
        Match(
          .probable,
          "The server lacks secure renegotiation, and the client broke off after the server's messages with \(refusal.words).",
          cause: refusal.cause, evidence: refusal.story)
      })
    {
      return match
    }
    guard let handshake = it.completedHandshake, !handshake.isTLS13 else { return nil }
    for side in [Side.client, .server] {
      let direction = side == .client ? handshake.records.client : handshake.records.server
      guard !direction.isPartial, let first = direction.renegotiation.first else { continue }
      return Match(
        .strong, "After the handshake the \(side.noun) negotiated again inside TLS.",
        evidence: handshake.evidence(side, first, meaning: "a handshake record after the handshake"),
        stage: .protected, severity: .note)
    }
    return nil
  }
}
