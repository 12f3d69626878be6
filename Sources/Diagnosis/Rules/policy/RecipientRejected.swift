import SMTPSession

extension Rule {
  static let policyRecipientRejected = Rule(
    id: "policy/recipient-rejected",
    title: "server refused the recipient",
    stage: .rcpt,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server does not take mail for this recipient: the mailbox does not exist, is full or disabled, or a rule of the server \
      refuses it. The way there works; encryption and login are not the problem.
      """,
    distinction: """
      RCPT was refused, and the words name neither relaying, nor a limit, a block list, greylisting, the sender, TLS or a login. Where \
      other recipients of the same mail were accepted, it is only a note.
      """,
    unknowable: "Whether the address exists: some servers refuse with the same words for other reasons.",
    remedies: [
      Remedy(
        .client,
        "Check the spelling of the recipient's address; a permanent refusal (5yz) will not change by trying again."),
      Remedy(
        .server,
        "If the mailbox exists, check the table of recipients that this server uses, and whether the mailbox is full or disabled."
      ),
    ],
    nextCommands: [.mail],
    references: ["RFC 5321 section 3.3", "RFC 3463 section 3.2"],
    captures: ["recipient-rejected"]
  ) { it in
    it.refusalMatch(.recipient, .mailbox, answering: .transaction, meaning: "the recipient is refused") { refusal in
      "The server refused the recipient\(refusal.isTemporary ? " for now" : ""): \"\(refusal.words)\""
    }
  }
}
