import SMTPSession

extension Rule {
  static let authCredentialsRejected = Rule(
    id: "auth/credentials-rejected",
    title: "server refused the login",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The client went through the login, and the server refused it. That often means a wrong user name or password, but servers give \
      the same answer for a locked or disabled account, a method that is not allowed for this user, or a policy of the organization. \
      Encryption is not the problem.
      """,
    distinction: """
      The refusal came at the end of the login (535, or another permanent refusal) and its words name no other reason: no demand for \
      TLS, no switched-off method, no broken encoding, no unknown mechanism.
      """,
    unknowable: """
      Wrong password, locked account or policy: the reply does not tell them apart; the server's log does. The password itself is not \
      shown in this report, and whether it is right cannot be known from outside.
      """,
    remedies: [
      Remedy(
        .client,
        "Enter the user name in the form that the server wants (user@domain, DOMAIN\\user or the bare name) and type the password again; watch for blanks and line ends pasted with it."
      ),
      Remedy(
        .server,
        "Look for {source} in the log {time}: it names the reason that the reply leaves out. Check that the account is enabled, not locked, and allowed to use this method."
      ),
    ],
    nextCommands: [
      .login
    ],
    logMessages: [
      LogMessage("Postfix", "SASL authentication failed; server"),
      LogMessage("Exchange, in the reply", "535 5.7.3 Authentication unsuccessful"),
      LogMessage("Exim, in the reply", "535 Incorrect authentication data"),
      LogMessage("Postfix, in the reply", "535 5.7.8 Error: authentication failed:"),
      LogMessage("Sendmail, in the reply", "535 5.7.0 authentication failed"),
      LogMessage("OpenSMTPD, in the reply", "535 Authentication failed"),
    ],
    references: ["RFC 4954 section 6"],
    captures: ["auth-535-plain", "auth-535-login", "auth-ntlm", "auth-too-many-attempts"]
  ) { it in
    it.authMatch(.rejected, meaning: "the server refuses the login") { failure in
      "The server refused the login by \(failure.mechanism)\(failure.forUser): \"\(failure.quotation)\""
    }
  }
}
