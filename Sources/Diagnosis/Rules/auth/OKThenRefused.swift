import SMTPSession

extension Rule {
  static let authOKThenRefused = Rule(
    id: "auth/ok-then-refused",
    title: "login was accepted, but the mail was refused",
    stage: .mail,
    severity: .problem,
    needs: [.auth, .refusal],
    meaning: """
      The user logged in successfully, and the server then refused the sender, the recipient or the relaying. The password is right; \
      this user may not send this mail here.
      """,
    distinction: "The login was accepted (235) before the refusal, and the refusal is about what this user may do.",
    unknowable: "",
    remedies: [
      Remedy(
        .client,
        "Send with an address that belongs to the user who logged in, or have the user given the right to send as that address."
      ),
      Remedy(
        .server, "Check which sender addresses the user may use, and that logged-in users may relay.",
        products: [
          .postfix: "smtpd_sender_login_maps, permit_sasl_authenticated",
          .exchange: "Send As permission",
        ]),
    ],
    nextCommands: [.mail],
    logMessages: [LogMessage("Postfix, in the reply", "Sender address rejected: not owned by user")],
    references: ["RFC 6409 section 6.1"],
    captures: []
  ) { it in
    let session = it.session
    guard
      var match = it.refusalMatch(
        .relay, .sender, .callerAddress, .loginRequired, afterLogin: true, meaning: "refused in spite of the login",
        sentence: { "The login was accepted, but the server refused \($0.object): \"\($0.words)\"" })
    else { return nil }
    if let login = session.authentications.first(where: { $0.outcome == .accepted }), let reply = login.reply {
      match.evidence.insert(session.evidence(reply, meaning: "the login is accepted here"), at: 0)
    }
    return match
  }
}
