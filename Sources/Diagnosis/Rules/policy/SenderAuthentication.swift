import SMTPSession

extension Rule {
  static let policySenderAuthentication = Rule(
    id: "policy/sender-authentication",
    title: "mail fails a check of its sender (SPF, DKIM or DMARC)",
    stage: .data,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The sender's domain publishes who may send for it (SPF), how its mail is signed (DKIM) and what to do with mail that fails both \
      (DMARC). The server checked and refused. The recipient and the way there are not the matter.
      """,
    distinction: """
      The words of the refusal name SPF, DKIM or DMARC, or carry one of the enhanced status codes 5.7.20 to 5.7.27.
      """,
    unknowable: "What the records held at that moment; they may have been changed since.",
    remedies: [
      Remedy(
        .client,
        "Read the records of the domain in MAIL FROM and in the From line (commands below): does SPF (Sender Policy Framework) name {source}, or does another server send this mail? Mend the record, or send through the servers that it names."
      ),
      Remedy(
        .client,
        "Where the mail was forwarded, SPF fails by its nature: sign with DKIM, or rewrite the envelope sender (SRS)."
      ),
      Remedy(
        .server,
        "If the mail is wanted all the same, exempt {source} or the domain from the check."
      ),
    ],
    nextCommands: [.raw("dig +short TXT SENDER.DOMAIN"), .raw("dig +short TXT _dmarc.SENDER.DOMAIN"), .mail],
    references: ["RFC 7208 section 8.4", "RFC 7489 section 6.3", "RFC 7372"]
  ) { it in
    it.refusalMatch(.senderAuthentication, meaning: "the server names the check") { refusal in
      "The server refused \(refusal.object)\(refusal.isTemporary ? " for now" : "") because a check of the sender failed (SPF, DKIM or DMARC): \"\(refusal.words)\""
    }
  }
}
