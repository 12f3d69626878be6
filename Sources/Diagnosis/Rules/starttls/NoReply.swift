import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSNoReply = Rule(
    id: "starttls/no-reply",
    title: "server did not answer STARTTLS",
    stage: .starttls,
    severity: .problem,
    needs: .startTLS,
    points: .startTLS,
    meaning: """
      The client asked for TLS, TCP confirmed that the command arrived, and no answer came. The server hangs while it prepares TLS, or \
      a device that inspects SMTP swallowed the command after confirming it.
      """,
    distinction:
      "The command was acknowledged, nothing that the server sent is missing from the capture, and the server did not close first.",
    unknowable: "Whether the server itself ever received the command: a device can acknowledge in its place.",
    remedies: [
      Remedy(
        .server,
        "Look in the mail service's log for a STARTTLS from {source} {time}; if there is none, the command did not get there, and a device in between took it."
      ),
      .inspection,
    ],
    nextCommands: [.bothSides, .startTLS],
    logMessages: [LogMessage("Postfix", "timed out while receiving the STARTTLS response")],
    references: ["RFC 5321 section 4.5.3.2", "RFC 3207 section 4"],
    captures: ["no-reply-to-starttls"]
  ) { it in
    it.silence(at: .startTLS, evidence: "the client asks for TLS; no answer follows") { waited, _ in
      "The client asked for TLS, and the server did not answer for \(waited)."
    }
  }
}
