import SMTPSession

extension Rule {
  static let authNTLM = Rule(
    id: "auth/ntlm",
    title: "Windows login (NTLM) in clear",
    stage: .auth,
    severity: .note,
    needs: .auth,
    meaning: """
      The client logged in, or tried to, with NTLM, and the exchange can be read: it shows the names of hosts and domains, the user, \
      and which version of the method was used. The answer to the challenge itself is not shown in this report.
      """,
    distinction: "The three messages of NTLM are decoded from the AUTH (or X-EXPS) exchange.",
    unknowable: """
      When the third message is refused, the reply does not say why: a wrong password, NTLM of the first version forbidden, clocks that \
      differ by more than some minutes, a demand for channel binding, or NTLM switched off in the domain.
      """,
    remedies: [
      Remedy(
        .client,
        "Where the login was refused: compare the clocks of both sides with the time named here, and see that NTLMv2 is used."
      ),
      Remedy(
        .server, "Offer NTLM only inside TLS, or prefer another method: what crosses in clear can be attacked off line."
      ),
    ],
    nextCommands: [],
    references: ["MS-NLMP section 2.2.1"],
    captures: ["auth-ntlm"]
  ) { it in
    let session = it.session
    guard let exchange = session.authentications.last(where: { $0.isNTLM && !$0.isProtected }),
      exchange.exchange < session.exchanges.count
    else { return nil }
    return session.mechanismMatch(exchange, name: "NTLM")
  }
}
