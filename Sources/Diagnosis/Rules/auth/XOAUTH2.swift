import SMTPSession

extension Rule {
  static let authXOAUTH2 = Rule(
    id: "auth/xoauth2",
    title: "server refused the OAuth token",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The client logged in with a bearer token in place of a password, and the server refused it. The server's error report, where it \
      sent one, names a status and often the scope that it wants. A token expires, is made for one audience, and grants only its scopes.
      """,
    distinction: """
      The method is XOAUTH2 or OAUTHBEARER, and the server sent an error report in the place of a challenge or refused the login. The \
      asterisk or empty line that the client sends after the report is part of the method.
      """,
    unknowable:
      "Whether the token had expired or was made for something else, unless the report says so. The token is not shown.",
    remedies: [
      Remedy(
        .client,
        "Get a new token and check its expiry, audience and scopes (for Microsoft 365: SMTP.Send); check that the user in the login is the one the token was made for."
      ),
      Remedy(.server, "Check that authenticated SMTP is allowed for this mailbox and in the organization."),
    ],
    nextCommands: [],
    references: ["RFC 7628 section 3.2.2"],
    captures: ["auth-xoauth2-expired"]
  ) { it in
    it.authMatch(.bearerToken, meaning: "the server refuses the token") { failure in
      let report = failure.exchange.details.filter(\.isErrorReport).map { "\($0.label) \($0.value)" }.joined(
        separator: ", ")
      let code = failure.exchange.reply.map { " with \($0.code)" } ?? ""
      return "The server refused the \(failure.mechanism) token\(failure.forUser)\(code)"
        + (report.isEmpty ? "" : " (\(report))")
    }
  }
}
