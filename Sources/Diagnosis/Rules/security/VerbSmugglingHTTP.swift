import SMTPSession
import SMTPTranscript

extension Rule {
  static let verbSmugglingHTTP = Rule(
    id: "security/verb-smuggling-http",
    title: "client spoke HTTP to the mail server",
    stage: .greeting,
    severity: .exposure,
    needs: .vendorWords,
    meaning: """
      The client sent the request line of HTTP. A browser or another web client was led to the mail port, by mistake or on \
      purpose: a page can make a browser send such requests, with lines in them that a careless mail server carries out. \
      Scanners do it all day.
      """,
    distinction: "The line begins with a method of HTTP and what it asks for; no mail command does.",
    unknowable: "Whether somebody means harm or a program was given the wrong port.",
    remedies: [
      Remedy(.server, "End such sessions at the first line, as current servers do. Postfix: smtpd_forbidden_commands."),
      Remedy(.client, "If the client is yours, correct the address or the port that it was given."),
    ],
    references: ["RFC 5321 section 4.1.1"],
    captures: ["http-on-smtp-port"]
  ) { it in
    let session = it.session
    guard let request = session.exchanges.first(where: { $0.command.verb == .httpRequest }) else { return nil }
    var evidence = [session.evidence(request.command, meaning: "a request of HTTP")]
    let answer = session.lastReply.flatMap { $0.isNegative || $0.code == 221 ? $0 : nil }
    if let answer { evidence.append(session.evidence(answer, meaning: "the server's answer")) }
    let isOver = session.transactions.isEmpty && session.hellos.isEmpty && answer != nil
    let match = Match(
      .certain, "The client sent an HTTP request to the mail port.",
      cause: isOver ? Cause(.stopped, by: .client, basis: .statement) : nil, evidence: evidence)
    guard isOver else { return match }
    return match.telling {
      Telling(
        remedies: [
          Remedy(
            .client,
            "If the client is yours, correct the address or the port that it was given; otherwise nobody has to do anything, as the server turned it away."
          )
        ])
    }
  }
}
