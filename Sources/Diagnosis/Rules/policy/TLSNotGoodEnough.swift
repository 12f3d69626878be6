import SMTPSession

extension Rule {
  static let policyTLSNotGoodEnough = Rule(
    id: "policy/tls-not-good-enough",
    title: "session is not protected well enough for this mail",
    stage: .mail,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server has a rule for this sender or recipient that asks for more protection than the session has: encryption at all, a \
      stronger cipher, or a verified certificate of the client.
      """,
    distinction:
      "The words of the refusal speak of the encryption of the session; a general demand for STARTTLS (530) is another finding.",
    unknowable: "What exactly the rule asks for, beyond the words of the reply.",
    remedies: [
      Remedy(
        .client,
        "Use TLS for this destination, with current versions and ciphers, and the certificate that the two sides agreed on."
      ),
      Remedy(
        .server,
        "Check the rule. Postfix: reject_plaintext_session; Sendmail: the entries TLS_Clt and TLS_Srv of the access map; Cisco ESA: the TLS setting of the mail flow policy."
      ),
    ],
    nextCommands: [.startTLS],
    logMessages: [LogMessage("Postfix, in the reply", "Session encryption is required")],
    references: ["RFC 3207 section 4.1"],
    captures: []
  ) { it in
    it.refusalMatch(
      it.beganTLS ? [.tlsTooWeak, .tlsRequired] : [.tlsTooWeak], answering: [.mail, .login],
      meaning: "the server wants more protection"
    ) { refusal in
      let how = it.session.beganTLS ? "" : "; the session is in clear"
      return "The server wants more protection for this mail: \"\(refusal.words)\"\(how)"
    }
  }
}
