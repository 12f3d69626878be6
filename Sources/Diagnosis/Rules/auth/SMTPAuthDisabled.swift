import SMTPSession

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
    }
  }
}
