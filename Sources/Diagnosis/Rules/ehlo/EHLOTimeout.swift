import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehloTimeout = Rule(
    id: "ehlo/timeout",
    title: "server did not answer EHLO",
    stage: .ehlo,
    severity: .problem,
    needs: [.hello, .pause],
    points: .hello,
    meaning: """
      The server's machine confirmed that the client's introduction arrived, and the mail service never answered it. It is \
      probably busy checking the caller (the DNS, a block list, a filter), or it hangs; a device that inspects SMTP can hold the \
      answer back as well.
      """,
    distinction:
      "The command was acknowledged by TCP, nothing that the server sent is missing from the capture, and the server did not close the connection first.",
    unknowable: "What the server was waiting for.",
    remedies: [
      Remedy(
        .server,
        "Look for {source} in the mail service's log {time}, and check the DNS servers and filters that it asks about callers."
      ),
      .inspection,
    ],
    nextCommands: [.byHand, .reverseName],
    logMessages: [LogMessage("Postfix", "timed out while performing the EHLO handshake")],
    references: ["RFC 5321 section 4.5.3.2"],
    captures: ["ehlo-timeout"]
  ) { it in
    it.silence(at: .hello, evidence: "the client introduces itself; no answer follows") { waited, _ in
      "The server received the client's introduction and did not answer it for \(waited)."
    }
  }
}
