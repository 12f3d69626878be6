import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsCloseNotify = Rule(
    id: "tls/close-notify-in-handshake",
    title: "one side called the handshake off",
    stage: .serverFlight,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      One side said goodbye in the regular way of TLS before the handshake was done. No fault was found by the TLS software: the \
      program above it changed its mind. A user who clicked a question away, a time limit, a policy, a test that had seen enough.
      """,
    distinction: "The alert close_notify or user_canceled stands in clear, before the handshake is complete.",
    unknowable: "Why the program called it off: its log has the reason.",
    remedies: [.tlsClientLog, .tlsServerLog],
    nextCommands: [.verify],
    references: ["RFC 8446 section 6.1"]
  ) { it in
    TLSRefusal.match(it, .canceled) { refusal in
      Match(
        .certain, "The \(refusal.sender.noun) called the handshake off before it was complete: \(refusal.words).",
        cause: refusal.cause, evidence: refusal.story, stage: refusal.stage)
    }
  }
}
