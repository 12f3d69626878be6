import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSSyntax = Rule(
    id: "starttls/syntax-501",
    title: "client's STARTTLS command is malformed",
    stage: .starttls,
    severity: .problem,
    needs: [.startTLS, .refusal],
    meaning:
      "STARTTLS takes no parameters. The client sent something after the word, and the server refused the command as wrong.",
    distinction: "The server's answer to STARTTLS is 501, which stands for a wrong syntax.",
    remedies: [
      Remedy(
        .client, "Send the bare word STARTTLS, without a blank or a name after it: a fault of the program on {source}.")
    ],
    nextCommands: [.startTLS],
    logMessages: [
      LogMessage("Postfix", "501 5.5.4 Syntax: STARTTLS"),
      LogMessage("Sendmail", "501 5.5.2 Syntax error (no parameters allowed)"),
    ],
    references: ["RFC 3207 section 4"],
    captures: ["syntax-501"]
  ) { it in
    guard let refused = it.refusedStartTLS(.syntax) else { return nil }
    return it.startTLSMatch(
      refused, by: .client, "The server refused the client's STARTTLS as malformed: \"\(refused.reply.brief)\"",
      command: "the command as the client sent it", answer: "the server refuses it")
  }
}
