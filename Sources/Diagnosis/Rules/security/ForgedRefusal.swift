import ByteParsing
import SMTPSession
import SMTPTranscript

extension Rule {
  static let forgedRefusal = Rule(
    id: "security/forged-refusal",
    title: "refusal of TLS does not sound like this server",
    stage: .starttls,
    severity: .exposure,
    needs: [.startTLS, .refusal],
    meaning: """
      The server refused STARTTLS with the words of Postfix, while its other words are those of another program. A known tool for \
      taking TLS away on the way writes just this line. A Postfix that stands in front of the other server writes it as well.
      """,
    distinction: """
      The wording is that of Postfix, the greeting names another program, and its list of extensions lacks the enhanced status \
      codes that the refusal uses.
      """,
    unknowable: "Who wrote the line. Compare with a capture at the server.",
    remedies: [
      .captureOnBothSides,
      Remedy(
        .client, "Require TLS for this destination, so that a refusal delays mail rather than sending it in clear."),
      Remedy(.server, "If a Postfix stands before the server: its log says why it could not start TLS."),
    ],
    references: ["RFC 3207 section 6"],
    captures: []
  ) { it in
    let session = it.session
    for request in session.startTLSRequests {
      guard let reply = session.exchanges[request.exchange].reply, reply.code == 454, reply.isComplete,
        FoldedText(joining: reply.lines).contains("tls not available due to local problem"),
        let greeting = session.greeting
      else { continue }
      let names = [
        "microsoft esmtp", "exim", "sendmail", "opensmtpd", "haraka", "qmail", "mdaemon", "mailenable", "lotus domino",
      ]
      let words = greeting.text.lowercased()
      guard !words.contains("postfix"), let name = names.first(where: { words.contains($0) }),
        let hello = session.lastClearHello, hello.listIsComplete, hello.keyword("ENHANCEDSTATUSCODES") == nil
      else { continue }
      return Match(
        .probable,
        "The refusal of STARTTLS is worded as Postfix words it, but the greeting is that of another program (\(name)): it may come from somebody in between.",
        evidence: [
          session.evidence(greeting, meaning: "the greeting names another program"),
          session.evidence(reply, meaning: "the words of Postfix"),
        ])
    }
    return nil
  }
}
