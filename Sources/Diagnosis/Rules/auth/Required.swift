import SMTPSession

extension Rule {
  static let authRequired = Rule(
    id: "auth/required",
    title: "server takes no mail from this client without a login",
    stage: .auth,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server refused the mail because the client had not logged in. Either the client is meant to log in and did not, or the mail \
      came to a door that is for users only: a submission port, or a connector that does not take mail from the Internet.
      """,
    distinction: """
      The reply asks for authentication (530, or its words), not for STARTTLS. Where a login was tried and refused before, that refusal \
      is the cause and this one only follows from it.
      """,
    unknowable: "Whether the client was meant to log in here, or to hand its mail in somewhere else.",
    remedies: [
      Remedy(
        .client, "If this is your provider or smart host, switch the login on, with TLS.",
        products: [
          .postfix: "smtp_sasl_auth_enable and smtp_sasl_password_maps",
          .exchange: "SmartHostAuthMechanism on the send connector",
        ]),
      Remedy(
        .server,
        "If mail from other servers should come in here, let anonymous senders in on the connector that the address {source} meets. Exchange: PermissionGroups AnonymousUsers on that receive connector; RemoteIPRanges decides which one it is."
      ),
    ],
    nextCommands: [.login, .mail],
    logMessages: [
      LogMessage("Sendmail, in the reply", "530 5.7.0 Authentication required"),
      LogMessage("Exchange, in the reply", "530 5.7.1 Client was not authenticated"),
      LogMessage(
        "Exchange, in the reply", "5.7.57 Client was not authenticated to send anonymous mail during MAIL FROM"),
      LogMessage("OpenSMTPD, in the reply", "Must issue an AUTH command first"),
    ],
    references: ["RFC 4954 section 6"],
    captures: ["auth-required-530"]
  ) { it in
    it.refusalMatch(
      .loginRequired, answering: [.hello, .transaction, .other], afterLogin: false,
      meaning: "the server wants a login first"
    ) { refusal in
      let hello = it.session.lastHello(before: refusal.exchange)
      var offer = ""
      if it.session.authentications.isEmpty, let hello, hello.listIsComplete {
        offer =
          hello.mechanisms.isEmpty
          ? ", and its list offers no login" + (hello.offersSTARTTLS ? " before TLS" : "")
          : ", and the client tried none although \(hello.mechanismList) is offered"
      }
      return "The server wants a login before it takes mail: \"\(refusal.words)\"\(offer)"
    }
  }
}
