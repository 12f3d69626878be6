import SMTPSession

extension Rule {
  static let authStrongerNeeded = Rule(
    id: "auth/stronger-needed",
    title: "server wants a stronger kind of login",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The server does not accept this kind of credential: it wants a stronger method, an application password, or a sign-in by web \
      browser first. The ordinary password is not enough, even when it is right.
      """,
    distinction: "The reply is 534 or 432, or its words name an application-specific password or the web browser.",
    unknowable: "Whether the password given is right.",
    remedies: [
      Remedy(
        .client,
        "Make an application password for this client where the provider has them, or move the client to OAuth (XOAUTH2, OAUTHBEARER)."
      ),
      Remedy(
        .client,
        "On 432, the user must log in once with PLAIN under TLS so that the server can store the password in its new form."
      ),
    ],
    nextCommands: [
      .login
    ],
    logMessages: [LogMessage("Gmail, in the reply", "534-5.7.9 Application-specific password required")],
    references: ["RFC 4954 section 6"],
    captures: []
  ) { it in
    it.authMatch(.strongerNeeded, meaning: "the server wants another kind of credential") { failure in
      "The server does not accept this kind of login\(failure.forUser): \"\(failure.quotation)\""
    }
  }
}
