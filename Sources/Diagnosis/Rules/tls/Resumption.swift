import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsResumptionFailed = Rule(
    id: "tls/resumption-failed",
    title: "server did not take up the remembered session",
    stage: .serverFlight,
    severity: .note,
    needs: .tls,
    meaning: """
      The client offered to take up an earlier TLS session, and the server made a full handshake instead, or refused. The first is \
      harmless: the memory had run out, or another machine behind the same address answered. A refusal stops the session \
      until the client forgets what it remembers.
      """,
    distinction:
      "The offer (a ticket, a session number or a pre-shared key) and the server's answer are both in clear.",
    remedies: [
      Remedy(
        .client,
        "Where it was refused: clear the store of sessions (Postfix: the file of smtp_tls_session_cache_database)."),
      Remedy(.server, "Let all machines behind one address share their ticket keys."),
    ],
    references: ["RFC 8446 section 2.2", "RFC 5077"]
  ) { it in
    if let match = TLSRefusal.match(
      it, .resumption,
      { refusal in
        Match(
          refusal.alert == .unknownPSKIdentity ? .certain : .probable,
          "The client wanted to take up an earlier session, and the server refused: \(refusal.words).",
          cause: refusal.cause, evidence: refusal.story, stage: refusal.stage, severity: .problem)
      })
    {
      return match
    }
    guard let handshake = it.handshake, handshake.negotiation.resumption.state == .refused else { return nil }
    return Match(
      .strong, "The client offered to take up an earlier TLS session, and the server made a full handshake.",
      evidence: handshake.helloEvidence + handshake.serverHelloEvidence)
  }
}
