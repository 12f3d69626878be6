import SMTPSession

extension Rule {
  static let authCancelled = Rule(
    id: "auth/cancelled",
    title: "client broke off the login",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      In the middle of the login the client sent a lone asterisk, which means: stop. It could not, or would not, answer what the server \
      had asked. The server's refusal that follows only confirms it.
      """,
    distinction:
      "The asterisk stands on the wire; an error report for a token that the client answers in this way is another finding.",
    unknowable:
      "Why the client gave up: a missing ticket or account, or a challenge that it did not like. Its own log knows.",
    remedies: [
      Remedy(
        .client,
        "Look for {server} in the log of {source} {time}. Check that it has what the method needs (a Kerberos ticket, a domain account, a stored password), or choose another method from the server's list."
      )
    ],
    nextCommands: [.login],
    logMessages: [
      LogMessage("Postfix, in the reply", "501 5.7.0 Authentication aborted"),
      LogMessage("Exim, in the reply", "501 Authentication cancelled"),
      LogMessage("Sendmail, in the reply", "501 5.0.0 AUTH aborted"),
    ],
    references: ["RFC 4954 section 4"],
    captures: ["auth-cancelled"]
  ) { it in
    it.authMatch(.cancelled, by: .client, meaning: "the server confirms that the login was broken off") {
      failure in
      let times = failure.exchange.challenges
      let when = times > 0 ? " after \(times) challenge\(times == 1 ? "" : "s") of the server" : ""
      return "The client broke off the login by \(failure.mechanism) itself\(when)"
    }
  }
}
