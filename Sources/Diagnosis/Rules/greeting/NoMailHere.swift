import SMTPSession

extension Rule {
  static let greetingNoMailHere = Rule(
    id: "greeting/no-mail-here",
    title: "host takes no mail from anybody",
    stage: .greeting,
    severity: .problem,
    needs: [.greeting, .refusal],
    meaning: """
      The host answers on the mail port and says that it takes no mail at all, from nobody. The client was not judged. Mail for the \
      domain must go elsewhere, or nowhere.
      """,
    distinction: """
      The reply is 521, carries 5.3.2 with such words, or says that no mail service is here; a refusal of this caller is another finding.
      """,
    unknowable: "Whether the domain is meant to receive mail at all.",
    remedies: [
      Remedy(
        .client,
        "Check the route: the MX records of the recipient's domain, and any entry of your own that leads to {server}."
      ),
      Remedy(
        .server,
        "If the host should take mail, start the mail service on it; if not, take it out of the MX records, or publish a null MX."
      ),
    ],
    nextCommands: [.mxLookup, .byHand],
    references: ["RFC 7504", "RFC 7505"]
  ) { it in
    guard it.earlyCommand == nil else { return nil }
    return it.refusalMatch(
      [.noMailHere], answering: .greeting, meaning: "the host takes no mail",
      sentence: { "The host says that it takes no mail, whoever brings it: \"\($0.words)\"" })
  }
}
