import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsInternalError = Rule(
    id: "tls/internal-error",
    title: "one side reports a fault of its own",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      One side broke the handshake off with internal_error: by its own account the fault lies with itself. A key that cannot be \
      read, a certificate store without a certificate, a security module that does not answer, a faulty setting.
      """,
    distinction:
      "The alert stands in clear. Where a client offers nothing newer than TLS 1.1, OpenSSL 3 says internal_error as well: that is reported as a matter of versions.",
    unknowable: "The fault itself: only its sender's log has it.",
    remedies: [.tlsServerLog, .tlsClientLog],
    nextCommands: [.messages, .version12],
    references: ["RFC 8446 section 6.2"]
  ) { it in
    TLSRefusal.match(it, .internalError) { refusal in
      Match(
        .certain, "The \(refusal.sender.noun) broke off the handshake with a fault of its own: \(refusal.words).",
        cause: refusal.cause, evidence: refusal.story, stage: refusal.stage
      ).telling {
        Telling(
          meaning:
            "The \(refusal.sender.noun) broke the handshake off with internal_error: by its own account the fault lies with itself. A key that cannot be read, a certificate store without a certificate, a security module that does not answer, a faulty setting.",
          unknowable: "The fault itself: only the \(refusal.sender.noun)'s log has it.",
          remedies: [refusal.sender == .server ? .tlsServerLog : .tlsClientLog])
      }
    }
  }
}
