import SMTPSession

extension Rule {
  static let authTooManyAttempts = Rule(
    id: "auth/too-many-attempts",
    title: "server stopped listening after too many logins",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The server refuses further logins from this client because there have been too many, in this session or in a short time. \
      Usually some program behind the address keeps trying an old password.
      """,
    distinction:
      "The reply speaks of too many logins. A refused login before it in the same session is the root, and is named first.",
    unknowable: "Earlier sessions that used up the limit may lie outside this capture.",
    remedies: [
      Remedy(
        .client,
        "Find the program or user at {source} that keeps failing, and mend its password; then wait for the limit to run out."
      ),
      Remedy(
        .server,
        "If many users share the address (behind a NAT), raise the limit for it. Postfix: smtpd_client_auth_rate_limit."
      ),
    ],
    nextCommands: [.login],
    logMessages: [LogMessage("Postfix, in the reply", "450 4.7.1 Error: too many AUTH commands from")],
    references: ["RFC 4954 section 9"],
    captures: ["auth-too-many-attempts"]
  ) { it in
    it.authMatch(.tooMany, meaning: "the server takes no more logins from this client") { failure in
      "The server takes no more logins from this client for now: \"\(failure.quotation)\""
    }
  }
}
