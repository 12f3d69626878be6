import SMTPSession

extension Rule {
  static let authAbandonedAfterChallenge = Rule(
    id: "auth/abandoned-after-challenge",
    title: "client left instead of answering the server's challenge",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The server was ready to go on with the login and had sent its challenge (334); the client closed the connection without an answer. \
      So nobody refused the user: the client had nothing to answer with, or its library failed.
      """,
    distinction: """
      All bytes of both sides were captured up to the end, the last word was a challenge, and the client ended the connection. A client \
      that sends a lone asterisk breaks the login off politely; that is another finding.
      """,
    unknowable: """
      Why: with NTLM usually no account for this target or a demand for channel binding, with GSSAPI no ticket for the service's name, \
      with DIGEST-MD5 an unknown realm. The client's log knows.
      """,
    remedies: [
      Remedy(
        .client,
        "Read the client's log for this moment. GSSAPI: can the machine get a ticket for SMTP/{host} (or SMTPSVC/{host})? NTLM: does it have an account that the other domain knows? Otherwise choose PLAIN or LOGIN inside TLS."
      )
    ],
    nextCommands: [.login],
    logMessages: [LogMessage("Postfix", "SASL authentication failed; cannot authenticate to server")],
    references: ["RFC 4954 section 4"],
    captures: ["auth-gssapi-abandoned"]
  ) { it in
    let session = it.session
    guard
      var match = it.authMatch(
        .abandoned, by: .client, basis: .ending, meaning: "",
        sentence: {
          "The server asked for the next step of the login by \($0.mechanism), and the client left without an answer"
        })
    else { return nil }
    match.evidence.append(session.leavingEvidence)
    return match
  }
}
