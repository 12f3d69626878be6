import SMTPSession

extension Rule {
  static let authInitialResponseRefused = Rule(
    id: "auth/initial-response-refused",
    title: "server does not take login data together with the AUTH command",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The client sent the first part of the login on the AUTH line itself. This server wants the command alone, and the data after its \
      prompt. The user and the password were not looked at.
      """,
    distinction: "The reply says that it did not expect data with the command.",
    unknowable: "",
    remedies: [
      Remedy(
        .client,
        "Let the client send AUTH and the method alone, and the data after the server's 334; or choose PLAIN, where both forms are common."
      ),
      Remedy(
        .server,
        "Update the server: the standard allows an initial response for all methods in which the client speaks first."),
    ],
    nextCommands: [.login],
    logMessages: [LogMessage("Exim, in the reply", "553 Initial data not expected")],
    references: ["RFC 4954 section 4"],
    captures: []
  ) { it in
    it.authMatch(.initialResponse, meaning: "the server did not expect data here") { failure in
      "The server does not take login data on the AUTH \(failure.mechanism) line: \"\(failure.quotation)\""
    }
  }
}
