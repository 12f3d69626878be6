import SMTPSession

extension Rule {
  static let policyDNSBL = Rule(
    id: "policy/dnsbl",
    title: "server refuses the client's address because of a block list",
    stage: .rcpt,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server looked the client's address up in a block list and found it there. It takes no mail from this address until it is \
      off the list. TLS and passwords have nothing to do with it.
      """,
    distinction: "The words of the refusal name a list, or say that the address is blocked or banned.",
    unknowable: "Whether the listing is deserved, and whether other servers use the same list.",
    remedies: [
      Remedy(
        .client,
        "Look {source} up on the list that the reply names, mend what it was listed for (a compromised account or machine, a dynamic address range), and ask for removal."
      ),
      userRange,
      Remedy(.server, "If this sender is known to be good, exempt {source} from the list."),
    ],
    nextCommands: [.reverseName, .mail],
    logMessages: [LogMessage("Postfix postscreen, in the reply", "blocked using")],
    references: ["RFC 5782 section 2"],
    captures: ["dnsbl"]
  ) { it in
    it.refusalMatch(.blockList, meaning: "the server names a block list") { refusal in
      "The server refuses mail from this address because of a block list: \"\(refusal.words)\""
    } telling: { refusal in
      guard refusal.guide(in: it.session) == .link else { return nil }
      return Telling(remedies: CallerTelling.remedies(refusal, in: it.session) + [userRange], keeping: [.server])
    }
  }
}

private let userRange = Remedy(
  .client, "An address that is meant for end users should send through its provider's submission server instead.")
