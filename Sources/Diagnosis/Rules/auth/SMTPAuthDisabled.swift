import SMTPSession
import SMTPTranscript

extension Rule {
  /// Microsoft 365: password logins are off for the mailbox or the tenant.
  static let authSMTPAuthDisabled = Rule(
    id: "auth/smtp-auth-disabled",
    title: "password login is switched off for this account",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The server says in its reply that logging in with a password over SMTP is switched off, for this mailbox or for the whole \
      organization. A right password does not help.
      """,
    distinction:
      "The reply carries 5.7.139, or says that SmtpClientAuthentication or basic authentication is disabled.",
    unknowable: "Whether the setting of the mailbox or that of the organization decides, unless the reply names it.",
    remedies: [
      Remedy(
        .server,
        "In Microsoft 365, allow authenticated SMTP for this mailbox, or for the organization (SmtpClientAuthenticationDisabled), if your security rules permit it."
      ),
      Remedy(
        .client,
        "Or move the client to OAuth, or hand the mail in through a connector that knows the client by its address or certificate."
      ),
    ],
    nextCommands: [
      .login
    ],
    logMessages: [
      LogMessage(
        "Microsoft 365, in the reply",
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.")
    ],
    references: ["RFC 4954 section 6"],
    captures: []
  ) { it in
    it.authMatch(.disabled, meaning: "the server says that this kind of login is switched off") { failure in
      "The server refused the login\(failure.forUser) because password logins are switched off there: \"\(failure.quotation)\""
    } telling: { failure in
      disabledTelling(failure, in: it.session)
    }
  }
}

/// Which switch is meant, as far as the reply says: that of the mailbox or the organization, none at all, or that of an account.
private func disabledTelling(_ failure: AuthFailure, in session: Session) -> Telling? {
  let words = failure.exchange.reply?.lines.joined(separator: " ").lowercased() ?? ""
  if words.contains("smtpclientauthentication") { return nil }
  if words.contains("account") {
    return Telling(
      meaning: "The server says that the account itself is disabled or locked. A right password does not help.",
      unknowable: "Who switched the account off, and why.",
      remedies: [
        Remedy(.server, "Look the account up in the directory and unlock it, if its user is still to send."),
        Remedy(.client, "Until then send with another account."),
      ])
  }
  let list = session.lastHello(before: failure.exchange.exchange)?.mechanisms ?? []
  let token = list.first { $0 == "XOAUTH2" || $0 == "OAUTHBEARER" }
  return Telling(
    meaning:
      "The server says that logging in with a password over SMTP is not supported any more. A right password does not help, and this reply names no switch that would bring it back.",
    unknowable: "Whether an administrator can still allow passwords for a while.",
    remedies: [
      Remedy(
        .client,
        "Move the client to OAuth\(token.map { " (\($0) is in the server's list)" } ?? ""), or hand the mail in through a connector that knows the client by its address or certificate."
      ),
      Remedy(.server, "Tell the users of such clients which ways are left, and by when they must change."),
    ])
}
