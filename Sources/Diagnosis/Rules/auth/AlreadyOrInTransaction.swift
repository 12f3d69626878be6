import SMTPSession

extension Rule {
  static let authAlreadyOrInTransaction = Rule(
    id: "auth/already-or-in-transaction",
    title: "client tried to log in at the wrong moment",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The client sent AUTH when it was logged in already, or in the middle of handing over a message. A login is allowed once in a \
      session, and not between MAIL and the end of the message.
      """,
    distinction: "The reply says that the client is already authenticated, or that a mail transaction is in progress.",
    unknowable: "",
    remedies: [Remedy(.client, "Mend the order of the client's commands: EHLO, STARTTLS, EHLO, AUTH once, then MAIL.")],
    logMessages: [
      LogMessage("Postfix, in the reply", "503 5.5.1 Error: already authenticated"),
      LogMessage("Sendmail, in the reply", "503 5.5.0 Already Authenticated"),
    ],
    references: ["RFC 4954 section 4"],
    captures: []
  ) { it in
    it.authMatch(.alreadyOrInTransaction, meaning: "the server refuses a login at this moment") { failure in
      "The client sent AUTH when no login was due: \"\(failure.quotation)\""
    }
  }
}
