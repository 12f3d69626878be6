import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsServerAlertAtHello = Rule(
    id: "tls/server-alert-after-client-hello",
    title: "server refused the client's first TLS message",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The server answered the client's first TLS message with a refusal instead of its own part. The number and the name of the refusal are \
      what it says about the reason; there is no usual reading of it at this place.
      """,
    distinction: "Refusals with a known reading at this place (versions, suites, names) are findings of their own.",
    unknowable: "What in the message the server minded.",
    remedies: [.tlsServerLog],
    nextCommands: [.messages, .version12],
    references: ["RFC 8446 section 6.2"]
  ) { it in
    TLSRefusal.match(it, .serverAtHello) { refusal in
      Match(
        .certain, "The server refused the client's first TLS message: \(refusal.words).", cause: refusal.cause,
        evidence: refusal.story, stage: refusal.stage)
    }
  }
}
