import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSAlreadyActive = Rule(
    id: "starttls/already-active",
    title: "client asked for TLS a second time",
    stage: .starttls,
    severity: .note,
    needs: [.startTLS, .refusal],
    meaning: """
      The server says that TLS is already active on this connection. It can be read only where the capture is decrypted, or where a \
      device in between speaks TLS with the server and clear text with the client.
      """,
    distinction: "The server's refusal says so in its text.",
    remedies: [
      Remedy(.client, "Ask for TLS once; after it, greet again with EHLO and go on."),
      Remedy(.network, "If a proxy adds TLS on the way, the clients behind it must not ask for it."),
    ],
    logMessages: [
      LogMessage("Postfix", "554 5.5.1 Error: TLS already active"), LogMessage("Exim", "554 Already in TLS"),
    ],
    references: ["RFC 3207 section 4"]
  ) { it in
    let session = it.session
    guard let refused = it.refusedStartTLS(.alreadyActive) else { return nil }
    return Match(
      .certain, "The client asked for TLS where the server says it is already active: \"\(refused.reply.brief)\".",
      evidence: [
        session.evidence(refused.attempt.exchange.command, meaning: "the client asks for TLS"),
        session.evidence(refused.reply, meaning: "the server says that it is active already"),
      ])
  }
}
