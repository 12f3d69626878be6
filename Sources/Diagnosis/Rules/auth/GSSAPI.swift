import SMTPSession

extension Rule {
  static let authGSSAPI = Rule(
    id: "auth/gssapi",
    title: "Kerberos login (GSSAPI) in clear",
    stage: .auth,
    severity: .note,
    needs: .auth,
    meaning: """
      The client logged in, or tried to, with a Kerberos ticket. The exchange shows for which service and realm the ticket was made; \
      when the server refuses it, the usual reasons are clocks that differ and a service name that is not registered, or registered twice.
      """,
    distinction: "AUTH (or X-EXPS) with GSSAPI or GSS-SPNEGO; what can be decoded is named.",
    unknowable: "What stands inside the ticket is encrypted.",
    remedies: [
      Remedy(
        .server,
        "Where the login was refused: check that the service name (SMTP/host or SMTPSVC/host) is registered for exactly one account (setspn -Q), that the clocks agree to within five minutes, and, on Exchange, EnableAuthGSSAPI of the receive connector."
      )
    ],
    nextCommands: [],
    references: ["RFC 4752 section 3", "RFC 4178 section 4"],
    captures: ["auth-gssapi-abandoned"]
  ) { it in
    let session = it.session
    guard let exchange = session.authentications.last(where: { $0.isKerberos && !$0.isProtected }),
      exchange.exchange < session.exchanges.count
    else { return nil }
    return session.mechanismMatch(exchange, name: exchange.mechanism)
  }
}
