import SMTPSession

extension Rule {
  static let policySendAsDenied = Rule(
    id: "policy/send-as-denied",
    title: "logged-in user may not use this sender address",
    stage: .mail,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The user who logged in is not allowed to send with this sender address. The login, the connection and the recipient are in order.
      """,
    distinction: """
      The reply says so in words (SendAsDenied, not owned by user, not allowed to send as), or carries 5.2.252.
      """,
    unknowable: "Which addresses the user may use.",
    remedies: [
      Remedy(
        .client,
        "Set the sender address (From and envelope sender) to the one of the account that logs in, or log in with the account of that address. Devices and scripts often have an invented sender."
      ),
      Remedy(
        .server,
        "Allow the user to send as this address. Exchange and Microsoft 365: the Send As permission of the mailbox; Postfix: smtpd_sender_login_maps."
      ),
    ],
    nextCommands: [.login],
    references: ["RFC 6409 section 6.1"]
  ) { it in
    it.refusalMatch(.senderRights, meaning: "the user may not use this sender address") { refusal in
      let user = it.session.authentications.last { $0.outcome == .accepted }?.user.map { " \"\($0)\"" } ?? ""
      let sender = it.session.transactions.last.map { " <\($0.mailFrom)>" } ?? ""
      return "The server does not let the user\(user) send as\(sender): \"\(refusal.words)\""
    }
  }
}
