import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSRefusedPermanent = Rule(
    id: "starttls/refused-permanent",
    title: "server offered STARTTLS and then refused it",
    stage: .starttls,
    severity: .problem,
    needs: [.startTLS, .refusal],
    meaning: """
      The client asked for TLS, and the server answered with a permanent error, as if it did not know the command, although it \
      stands, as far as was captured, in its own list. Often two different machines or processes speak here: one writes the list, \
      another executes the commands.
      """,
    distinction:
      "The command had been offered, or the list was not captured; it had no parameters, and it followed a proper introduction.",
    unknowable: "Which machine or process behind the address refuses.",
    remedies: [.certificateFiles, .inspection, .showThem],
    nextCommands: [.startTLS, .byHand],
    logMessages: [LogMessage("Postfix", "TLS is required, but host")],
    references: ["RFC 3207 section 4"],
    captures: ["refused-502"]
  ) { it in
    guard let refused = it.refusedStartTLS(.permanent) else { return nil }
    let offered = refused.attempt.request.wasAdvertised == true ? "offered STARTTLS and then " : ""
    return it.startTLSMatch(
      refused, by: .server, "The server \(offered)refused STARTTLS: \"\(refused.reply.brief)\"",
      command: "the client asks for TLS", answer: "the server refuses what it had offered")
  }
}
