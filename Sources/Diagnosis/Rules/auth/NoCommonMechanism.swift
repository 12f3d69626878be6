import SMTPSession

extension Rule {
  /// The list of mechanisms holds none that an ordinary client can use, and the client goes.
  static let authNoCommonMechanism = Rule(
    id: "auth/no-common-mechanism",
    title: "client left without logging in; the offered login methods are not for everyone",
    stage: .auth,
    severity: .problem,
    needs: .loginOffer,
    points: .list,
    meaning: """
      The server offers a login, but only by methods that need a Windows account, a Kerberos ticket or a token. The client read the \
      list and ended the session without trying any of them. Either it must log in with a name and a password and found no way to, or \
      it should not be logging in at all: mail that goes from one server to another over the Internet needs no login.
      """,
    distinction: """
      The whole list was captured and holds neither PLAIN nor LOGIN; the client sent no AUTH, STARTTLS or MAIL and left in its own \
      turn. A sender that insists on TLS leaves in the same way where STARTTLS is missing; where it is, both readings stand and the \
      certainty is lower.
      """,
    unknowable: """
      What the client is set up to use is not on the wire. Its log or queue names the reason: look there before changing anything.
      """,
    remedies: [
      Remedy(
        .client,
        "If this destination is the Internet and not a smart host of yours, switch the login off for it. Exchange 2003: SMTP connector, Advanced, Outbound Security: Anonymous access. Exchange 2007 and later: SmartHostAuthMechanism None on the send connector."
      ),
      Remedy(
        .client,
        "If a login is wanted, allow a method that the server offers. Postfix: smtp_sasl_mechanism_filter, smtp_sasl_security_options and smtp_sasl_tls_security_options (noanonymous lets passwords through), and install the libraries of the SASL mechanisms."
      ),
      Remedy(
        .server,
        "If clients with a name and a password are welcome, offer PLAIN or LOGIN, and only inside TLS. Exchange: BasicAuth with BasicAuthRequireTLS in AuthMechanism of the receive connector."
      ),
    ],
    nextCommands: [
      .list,
      .login,
    ],
    logMessages: [
      LogMessage("Exchange 2003 queue", "The remote SMTP service rejected AUTH negotiation"),
      LogMessage("Postfix", "offered no supported AUTH mechanisms:"),
      LogMessage("Postfix", "offered no compatible authentication mechanisms for this type of connection security"),
      LogMessage("Sendmail", "do not fulfill requirements"),
      LogMessage("OpenSMTPD", "no supported AUTH method"),
    ],
    references: ["RFC 4954 section 3"],
    captures: ["auth-no-common-mechanism"]
  ) { it in
    let session = it.session
    guard let hello = session.leftAfterList, session.offersOnlyUncommonMechanisms(hello), !hello.hasMaskedMechanisms,
      let list = session.listEvidence(
        hello, meaning: "the login methods stand in this list; PLAIN and LOGIN are not among them")
    else { return nil }
    let also = hello.offersSTARTTLS ? "" : " (STARTTLS is not offered either)"
    return Match(
      hello.offersSTARTTLS ? .strong : .probable,
      "The server offers only the login methods \(hello.mechanismList)\(also), and the client left without trying any.",
      cause: Cause(.stopped, by: .client, basis: .ending),
      evidence: [list, session.leavingEvidence])
  }
}
