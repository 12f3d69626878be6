import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSUnexpectedReply = Rule(
    id: "starttls/unexpected-reply",
    title: "server agreed to TLS in an unusual way",
    stage: .starttls,
    severity: .note,
    needs: .unusualStartTLS,
    meaning: """
      The standard's answer to STARTTLS is one line that begins with 220. This server answered with another code, or with \
      several lines. Most clients accept it; a strict one may not.
      """,
    distinction: "The whole answer was captured.",
    remedies: [
      Remedy(.server, "If a client stumbles over it, correct the text or the software that answers STARTTLS.")
    ],
    references: ["RFC 3207 section 4"]
  ) { it in
    let session = it.session
    guard
      let attempt = it.startTLSAttempts.first(where: {
        $0.wasAccepted || ($0.reply?.isPositiveIntermediate ?? false)
      }),
      let reply = attempt.reply, reply.isComplete, reply.code != 220 || reply.lines.count > 1
    else { return nil }
    return Match(
      .certain, "The server answered STARTTLS in an unusual way: \"\(reply.brief)\".",
      evidence: [session.evidence(reply, meaning: "one line with 220 is expected here")])
  }
}
