import SMTPSession

extension Rule {
  static let policyRefused = Rule(
    id: "policy/refused",
    title: "server refused, for a reason that only its words tell",
    stage: .mail,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server refused, and neither the code nor the words of its reply are among those that are known here. The reason stands in the \
      words as far as the server gave one; they are quoted whole.
      """,
    distinction: """
      No enhanced status code and no phrase of the reply says whether it is about TLS, the login, the client, an address, the mail or the \
      server itself. Which command it answers does not tell: many servers hold every refusal back until RCPT.
      """,
    unknowable: "The rule behind the refusal: its words do not name it.",
    remedies: [
      Remedy(
        .client,
        "Tell the server's postmaster that {source} was refused {time}, with the reply quoted here, and ask for the rule behind it."
      ),
      Remedy(
        .server,
        "Look for {source} in the log {time}: it names the rule."
      ),
    ],
    nextCommands: [.mail],
    references: ["RFC 5321 section 4.2", "RFC 3463"],
    captures: []
  ) { it in
    let reasons: [ReplyReason] = [.unknown, .policy, .routing, .noMailHere]
    let isOwn = { (refusal: Refusal) in
      reasons.contains(refusal.reason) && RefusalScope([.transaction, .other]).contains(refusal)
    }
    guard let refusal = it.point.refusal ?? it.refusals.last(where: isOwn) else { return nil }
    var match = it.match(
      refusal,
      "The server refused \(refusal.object)\(refusal.isTemporary ? " for now" : ""): \"\(refusal.words)\".",
      meaning: "the reason is in these words")
    if !isOwn(refusal) { match.cause = Cause(.stopped, by: .server, basis: .remainder) }
    return match.telling {
      let guide = refusal.guide(in: it.session)
      let meaning: String? =
        switch refusal.reason {
        case .policy:
          "The server refused because of a rule of its own: it says so, and does not say which. Its words are quoted whole."
        case .routing:
          "By its words or its code the server refused over the way on from it: it does not know, or cannot reach, where the mail is to go. Its words are quoted whole."
        case .noMailHere:
          "By its words or its code the server takes no mail here, or none for this domain, from nobody. Its words are quoted whole."
        default: nil
        }
      return Telling(
        meaning: meaning, remedies: guide.map { [Remedy(.client, $0.sentence)] }, keeping: [.client, .server])
    }
  }
}
