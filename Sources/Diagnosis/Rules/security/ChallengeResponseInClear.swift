import SMTPSession

extension Rule {
  static let challengeResponseInClear = Rule(
    id: "security/challenge-response-in-clear",
    title: "login that can be guessed off line crossed the network readable",
    stage: .auth,
    severity: .exposure,
    needs: .auth,
    meaning: """
      The mechanism does not send the password itself, but the challenge and the answer to it crossed the network in clear. \
      Whoever has both can try passwords against them at leisure, and weak ones fall soon. NTLM also shows the inner \
      names of hosts and domains.
      """,
    unknowable: "Whether the password is strong enough to withstand that, and whether anybody recorded the exchange.",
    remedies: [
      Remedy(.client, "Log in under TLS only; if others can reach the line, change the password."),
      .requireTLSForLogin,
    ],
    references: ["RFC 6331", "RFC 4954 section 9"],
    captures: ["auth-cram-md5", "auth-ntlm", "auth-scram"]
  ) { it in
    let session = it.session
    guard !session.staysInside,
      let login = session.authentications.first(where: { $0.exposesChallengeResponse && $0.layer == .clear }),
      !session.authentications.contains(where: { $0.exposesSecret && !$0.isProtected })
    else { return nil }
    return Match(
      .certain,
      "The \(login.mechanism) login\(Session.forUser(login)) ran without encryption: challenge and answer could be read.",
      evidence: [
        session.evidence(
          session.exchanges[login.exchange].command, meaning: "the login begins, and nothing is encrypted")
      ]
    ).telling { guessableTelling(login, offersTLS: session.offeredSTARTTLS) }
  }
}

/// Which secret can be guessed, and whether TLS was to be had.
private func guessableTelling(_ login: AuthExchange, offersTLS: Bool) -> Telling {
  let names = login.isNTLM ? " NTLM also shows the inner names of hosts and domains." : ""
  let change = "if others can reach the line, change the password"
  return Telling(
    meaning:
      "The mechanism does not send the password itself, but the challenge and the answer to it crossed the network in clear. Whoever has both can try passwords against them at leisure, and weak ones fall soon.\(names)",
    remedies: offersTLS
      ? nil
      : [
        Remedy(
          .client,
          "STARTTLS is not offered here: ask whoever runs the server to offer it on port {port}, or log in at a port or a server with TLS; \(change)."
        ),
        Remedy(.server, "Offer STARTTLS on port {port}, and AUTH under TLS only."),
      ])
}
