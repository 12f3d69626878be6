import SMTPSession

extension Rule {
  static let policyFeatureMissing = Rule(
    id: "policy/feature-missing",
    title: "client asked for an extension that the server does not have",
    stage: .mail,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The client put a parameter into MAIL or RCPT that the server does not know: for addresses in other scripts (SMTPUTF8), for \
      mandatory TLS on the whole way (REQUIRETLS), for delivery notes or 8-bit text. The mail cannot travel through this server in \
      this form.
      """,
    distinction: """
      The refusal is 555, carries 5.6.7 or 5.7.30, or speaks of the parameter. A client that finds the extension missing in the list and \
      leaves without a word looks like one that wants TLS; that is not decided here.
      """,
    unknowable: "",
    remedies: [
      Remedy(
        .client,
        "Use only what the server's list offers: a client that has read the list does not send such a parameter."),
      Remedy(.server, "Switch the extension on, or update the server, if its users need it."),
    ],
    nextCommands: [.list],
    references: ["RFC 5321 section 4.1.1.11", "RFC 6531 section 3.5", "RFC 8689 section 4"],
    captures: []
  ) { it in
    it.refusalMatch(.parameter, meaning: "the server does not know the parameter") { refusal in
      "The server does not know a parameter that the client used: \"\(refusal.words)\""
    }
  }
}
