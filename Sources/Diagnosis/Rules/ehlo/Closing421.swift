import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehlo421 = Rule(
    id: "ehlo/421-after-ehlo",
    title: "server closed with 421 at the introduction",
    stage: .ehlo,
    severity: .problem,
    needs: [.hello, .refusal],
    meaning: """
      The server greeted the client, heard its name, and then ended the session with a temporary refusal. Between the two it \
      judged the caller: its rate, its reputation, its name, or the server's own load. The sender will try again.
      """,
    distinction: "421 is the answer to EHLO or HELO, and nothing after it was accepted.",
    unknowable: "The reason, unless the text names it.",
    remedies: [
      Remedy(
        .client,
        "Do what the text asks; check that {source} has a reverse name that resolves back to it, and open fewer connections at once."
      ),
      .showThem,
    ],
    nextCommands: [.reverseName, .hello],
    logMessages: [LogMessage("Postfix", "refused to talk to me: 421")],
    references: ["RFC 5321 section 3.8", "RFC 5321 section 4.2.2"],
    captures: []
  ) { it in
    it.refusalMatch(
      [.serverTrouble, .busy, .shuttingDown], answering: .hello, meaning: "the server is not ready to go on",
      sentence: { "The server ended the session at the client's introduction: \"\($0.words)\"" })
  }
}
