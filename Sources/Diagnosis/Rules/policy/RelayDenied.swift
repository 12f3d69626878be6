import SMTPSession

extension Rule {
  static let policyRelayDenied = Rule(
    id: "policy/relay-denied",
    title: "server does not pass this mail on for this client",
    stage: .rcpt,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The recipient's domain is not one that this server takes mail for, and the client is not one that it sends mail on for. Either the \
      mail went to the wrong server, or the client should have logged in, or shown a certificate, to be allowed to relay.
      """,
    distinction: "The words of the refusal speak of relaying, and no login was accepted before it.",
    unknowable: "Whether the server ought to know the domain, or the client.",
    remedies: [
      Remedy(.client, "If this is your provider or smart host, log in (with TLS, on port 587 or 465) before sending."),
      Remedy(
        .client,
        "If the server should be the recipient's own, check the MX records of the recipient's domain and the route that the sender used."
      ),
      Remedy(
        .server,
        "If the domain is yours, add it to the domains you take mail for. {products}. If the client may relay, add {source} to the trusted clients. Postfix: mynetworks; Exchange: a receive connector for that address.",
        products: [
          .postfix: "mydestination, relay_domains, virtual_mailbox_domains",
          .exchange: "accepted domains",
        ]),
    ],
    nextCommands: [.mail, .login],
    logMessages: [
      LogMessage("Postfix, in the reply", "Relay access denied"),
      LogMessage("Exchange, in the reply", "550 5.7.1 Unable to relay"),
    ],
    references: ["RFC 5321 section 3.6.2", "RFC 5321 section 7.9"],
    captures: ["relay-denied"]
  ) { it in
    it.refusalMatch(.relay, afterLogin: false, meaning: "the server does not relay for this client") { refusal in
      let hello = it.session.lastHello(before: refusal.exchange)
      let offered = it.session.authentications.isEmpty && !(hello?.mechanisms.isEmpty ?? true)
      let unused = offered ? "; a login is offered, and the client did not use it" : ""
      return "The server does not pass mail on for this client: \"\(refusal.words)\"\(unused)"
    }
  }
}
