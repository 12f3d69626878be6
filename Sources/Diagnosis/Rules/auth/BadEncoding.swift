import SMTPSession

extension Rule {
  static let authBadEncoding = Rule(
    id: "auth/bad-encoding",
    title: "client's login data could not be decoded",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      What the client sent as its login is not in the form that the method asks for, so the server could not read it. The password may \
      well be right; it never came to be checked.
      """,
    distinction: """
      The reply speaks of base64 or of decoding, or it is 501 and the client's lines are visibly broken (wrong alphabet, wrong padding, \
      missing separators).
      """,
    unknowable: "",
    remedies: [
      Remedy(
        .client,
        "Mend how the client builds its answer: base64 without line breaks and with its padding; for PLAIN the three fields with one NUL byte between each two. Passwords pasted into scripts with a line end or in another character set are the usual cause."
      )
    ],
    nextCommands: [.login],
    logMessages: [
      LogMessage("Exim, in the reply", "501 Invalid base64 data"),
      LogMessage("Sendmail, in the reply", "501 5.5.4 cannot decode AUTH parameter"),
      LogMessage("Postfix, in the reply", "Invalid base64 data in continued response"),
    ],
    references: ["RFC 4954 section 4", "RFC 4616 section 2"],
    captures: ["auth-bad-encoding"]
  ) { it in
    it.authMatch(.badEncoding, meaning: "the server cannot read the login data") { failure in
      let seen = failure.exchange.problems.first.map { " (\($0))" } ?? ""
      return
        "The server could not decode what the client sent as its login by \(failure.mechanism)\(seen): \"\(failure.quotation)\""
    }
  }
}
