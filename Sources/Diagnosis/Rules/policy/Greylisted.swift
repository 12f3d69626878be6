import SMTPSession

extension Rule {
  static let policyGreylisted = Rule(
    id: "policy/greylisted",
    title: "server put the mail off on first sight",
    stage: .rcpt,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server refused the mail for now because it has not met this combination of address, sender and recipient before. It expects \
      the sender to try again after some minutes, as every mail server does, and usually accepts it then. The mail is late, and nothing has to be mended unless no later try succeeds.
      """,
    distinction: """
      The refusal is temporary (4yz) and its words speak of greylisting; words that only ask to try again later leave room for other \
      reasons, and the certainty is lower. A limit on rate or a block list that is named is another finding.
      """,
    unknowable: "Whether the next try is accepted lies outside this session.",
    remedies: [
      Remedy(
        .client,
        "Nothing to change: let the queue try again, and always from the same address. A program that does not queue needs a mail server in front of it."
      ),
      Remedy(.server, "If this sender is known and its mail is urgent, exempt {source} from greylisting."),
    ],
    nextCommands: [.mail],
    references: ["RFC 6647 section 2", "RFC 5321 section 4.5.4.1"],
    captures: ["greylisted"]
  ) { it in
    it.refusalMatch(.greylisted, meaning: "the server wants the mail to be tried again later") { refusal in
      "The server greylisted \(refusal.object) and wants it to be tried again later: \"\(refusal.words)\""
    }
      ?? it.refusalMatch(.perhapsGreylisted, meaning: "the server wants the mail to be tried again later") { refusal in
        "The server put off \(refusal.object) and wants it to be tried again later, as greylisting does: \"\(refusal.words)\""
      }
  }
}
