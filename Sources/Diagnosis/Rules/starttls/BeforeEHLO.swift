import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSBeforeEHLO = Rule(
    id: "starttls/before-ehlo",
    title: "client asked for TLS before introducing itself",
    stage: .starttls,
    severity: .problem,
    needs: [.startTLS, .refusal],
    meaning: """
      STARTTLS may be used only after EHLO, which tells whether it is offered. This client left EHLO out, or its EHLO was not \
      accepted, and the server refused.
      """,
    distinction: "The session was captured from its first packet, and no accepted EHLO stands before STARTTLS.",
    remedies: [Remedy(.client, "Send EHLO first and read the list: a fault of the program or script on {source}.")],
    nextCommands: [.startTLS],
    logMessages: [
      LogMessage("Exchange", "503 5.5.2 Send hello first"), LogMessage("Gmail", "503 5.5.1 EHLO/HELO first."),
    ],
    references: ["RFC 3207 section 4", "RFC 5321 section 4.1.4"],
    captures: ["before-ehlo"]
  ) { it in
    guard let refused = it.refusedStartTLS(.beforeHello), it.refusedHello == nil else { return nil }
    return it.startTLSMatch(
      refused, by: .client, "The client asked for TLS without an EHLO before it: \"\(refused.reply.brief)\"",
      command: "STARTTLS without EHLO", answer: "the server refuses")
  }
}
