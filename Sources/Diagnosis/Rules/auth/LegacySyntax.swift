import SMTPSession

extension Rule {
  static let authLegacySyntax = Rule(
    id: "auth/legacy-syntax",
    title: "login offered in the old form AUTH=",
    stage: .capabilities,
    severity: .note,
    needs: .loginOffer,
    meaning: """
      The server's list holds a line AUTH= with an equals sign, the form of drafts from before the standard, for old mail programs. \
      Where the standard line AUTH stands beside it, it does no harm; where it stands alone, strict clients see no login at all.
      """,
    distinction: "The line begins with AUTH= in place of AUTH and a space.",
    unknowable: "",
    remedies: [
      Remedy(
        .server,
        "Offer the standard line AUTH as well; drop the old form once no client needs it. Postfix: broken_sasl_auth_clients offers both."
      )
    ],
    references: ["RFC 4954 section 3"],
    captures: ["auth-legacy-syntax"]
  ) { it in
    let session = it.session
    guard let hello = session.hellos.first(where: { !$0.legacyMechanisms.isEmpty }),
      let list = session.listEvidence(hello, meaning: "this list offers the login in the old form")
    else { return nil }
    let alone = hello.mechanisms.isEmpty && hello.listIsComplete
    return Match(
      .certain,
      alone
        ? "The server offers a login only in the old form AUTH=\(hello.legacyMechanisms.joined(separator: " ")), which strict clients do not see."
        : "The server offers the login in the old form AUTH=\(hello.legacyMechanisms.joined(separator: " ")) beside the standard one.",
      evidence: [list])
  }
}
