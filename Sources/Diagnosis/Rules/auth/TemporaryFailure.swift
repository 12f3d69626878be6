import SMTPSession

extension Rule {
  static let authTemporaryFailure = Rule(
    id: "auth/temporary-failure",
    title: "server could not check the login just now",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The server says that it cannot check logins at the moment. Mail servers ask another service for that (a directory, a database, \
      an authentication daemon), and that service did not answer. The user and the password are not in question.
      """,
    distinction: "A passing refusal (4yz) at the end of the login, without a word of too many attempts.",
    unknowable: "Which service behind the mail server failed; its log says so.",
    remedies: [
      Remedy(
        .server,
        "Look at the service that checks passwords for the mail server, as it was {time}. Was it running, and could the mail server reach it?",
        products: [
          .postfix: "saslauthd or Dovecot, and the socket in smtpd_sasl_path", .exim: "what server_condition asks",
          .exchange: "the transport services and a domain controller",
        ]),
      Remedy(.client, "Nothing to change; try again later."),
    ],
    nextCommands: [.login],
    logMessages: [
      LogMessage("Postfix, in the reply", "454 4.7.0 Temporary authentication failure"),
      LogMessage("Postfix, in the reply", "Connection lost to authentication server"),
      LogMessage("Exim, in the reply", "435 Unable to authenticate at present"),
    ],
    references: ["RFC 4954 section 6"],
    captures: ["auth-temporary-454"]
  ) { it in
    it.authMatch(.temporary, meaning: "the server cannot check the login now") { failure in
      "The server could not check the login\(failure.forUser) just then: \"\(failure.quotation)\""
    } telling: { failure in
      it.refusals.first { $0.reply === failure.exchange.reply }?.saysItStops == true ? .serviceStops : nil
    }
  }
}
