import SMTPSession

extension Rule {
  static let policyMustNotUseTLS = Rule(
    id: "policy/must-not-use-tls",
    title: "server does not want TLS for this sender",
    stage: .mail,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server is set up to take this sender's mail in clear only, and refused it because the session uses TLS. Such rules are made \
      for tests or for devices that cannot look inside TLS.
      """,
    distinction: "The words of the refusal say so.",
    unknowable: "",
    remedies: [
      Remedy(
        .server, "Remove the rule that forbids TLS for this sender; it makes mail fail that could travel protected."),
      Remedy(.client, "Do not switch TLS off for this destination without asking the other side why."),
    ],
    nextCommands: [.mail],
    logMessages: [
      LogMessage("Trend Micro Deep Discovery Email Inspector", "Sender address rejected: Must not use TLS")
    ],
    references: [],
    captures: []
  ) { it in
    it.refusalMatch(.tlsMustNotBeUsed, meaning: "the server does not want TLS here") { refusal in
      "The server does not take this mail under TLS: \"\(refusal.words)\""
    }
  }
}
