import SMTPSession

extension Rule {
  static let policySenderRejected = Rule(
    id: "policy/sender-rejected",
    title: "server refused the sender's address",
    stage: .mail,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server does not take mail from this sender address, or not from this sender through this client. The usual reasons: the \
      domain does not exist or has no mail server, the address is on a list, or SPF or DMARC do not allow this client to send for it.
      """,
    distinction: """
      MAIL itself was refused, or the reply to RCPT names the sender; the words ask neither for TLS nor for a login, and name no block \
      list and no limit.
      """,
    unknowable: "The rule behind the refusal, beyond what its words say.",
    remedies: [
      Remedy(
        .client,
        "Check the envelope sender: is it complete, does its domain exist in the DNS, and may {source} send for it (SPF, DKIM, DMARC)?"
      ),
      Remedy(
        .server,
        "If the sender is legitimate, look for {source} in the log {time} and exempt the address from the rule that it names."
      ),
    ],
    nextCommands: [.mail],
    references: ["RFC 5321 section 3.3", "RFC 5321 section 3.6"],
    captures: ["keys-cut-tls13", "keys-sender-refused-tls13", "sender-rejected"]
  ) { it in
    it.refusalMatch(.sender, afterLogin: false, meaning: "the sender is refused") { refusal in
      "The server refused the sender\(refusal.isTemporary ? " for now" : ""): \"\(refusal.words)\""
    }
  }
}
