import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsFramingError = Rule(
    id: "tls/framing-error",
    title: "one side could not make sense of the other's TLS messages",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      One side answered the other's TLS messages with an alert that means: this is not built as it should be. A device that \
      changes TLS on the way does that, a program with a faulty TLS library, and clear text where TLS is due.
      """,
    distinction:
      "The alert itself (unexpected_message, record_overflow, illegal_parameter, decode_error and their like) stands in clear, and both sides were speaking TLS.",
    unknowable: "Whether the sender of the message or a device on the way spoiled it: compare captures of both sides.",
    remedies: [.tlsPath, .tlsServerLog],
    nextCommands: [.messages, .version12],
    references: ["RFC 8446 section 6.2", "RFC 8446 section 5.1"]
  ) { it in
    TLSRefusal.match(it, .framing) { refusal in
      Match(
        .certain,
        "The \(refusal.sender.noun) could not accept the \(refusal.sender.opposite.noun)'s TLS messages as they came: \(refusal.words).",
        cause: refusal.cause, evidence: refusal.story, stage: refusal.stage
      ).telling {
        Telling(remedies: [refusal.sender == .server ? .tlsServerLog : .tlsClientLog, .tlsPath])
      }
    }
  }
}
