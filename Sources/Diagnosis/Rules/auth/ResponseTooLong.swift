import SMTPSession

extension Rule {
  static let authResponseTooLong = Rule(
    id: "auth/response-too-long",
    title: "client's login data is longer than the server accepts",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      A line of the login was longer than the server takes. That happens with large Kerberos tickets (users in very many groups) and \
      with long OAuth tokens, sent on the command line instead of after the server's prompt.
      """,
    distinction: "The reply is 500 and speaks of the length of the login.",
    unknowable: "",
    remedies: [
      Remedy(.server, "Raise the limit for login lines; the standard asks servers to take 12,288 octets."),
      Remedy(
        .client,
        "Send a long token after the server's 334 instead of with the AUTH command; for Kerberos, reduce the group memberships that the ticket carries."
      ),
      Remedy(
        .network, "A Cisco ASA that inspects SMTP drops command lines over 512 octets: take AUTH out of the inspection."
      ),
    ],
    nextCommands: [.login],
    logMessages: [LogMessage("Postfix, in the reply", "500 5.5.6 SASL response limit exceeded")],
    references: ["RFC 4954 section 4"],
    captures: []
  ) { it in
    it.authMatch(.tooLong, meaning: "the server refuses the length") { failure in
      "The server refused the login by \(failure.mechanism) because its data is too long: \"\(failure.quotation)\""
    }
  }
}
