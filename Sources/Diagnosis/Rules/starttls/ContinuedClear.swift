import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSContinuedClear = Rule(
    id: "starttls/not-offered-continued-clear",
    title: "server did not offer STARTTLS, and the client went on in clear",
    stage: .capabilities,
    severity: .exposure,
    needs: [.clearOnly, .withoutOffer],
    meaning: """
      The server's list of extensions held no STARTTLS, and the client sent its mail or its login without encryption. That is \
      what a sender does that uses TLS where it is offered and does without where it is not. The mail was readable on its way. \
      The server may offer STARTTLS to other clients.
      """,
    distinction:
      "The whole list was captured, with no word written over, and a mail or a login was accepted in clear.",
    unknowable:
      "Whether the server has no TLS at all, keeps it from this client, or a device on the way removed the line.",
    remedies: [
      Remedy(
        .server,
        "Configure a certificate, so that STARTTLS is offered, and look whether the policy for {source} has TLS switched off."
      ),
      .requireTLS,
    ],
    nextCommands: [.hello, .trace],
    references: ["RFC 7435", "RFC 3207 section 6"],
    captures: [
      "auth-cram-md5", "auth-legacy-syntax", "auth-login-ok-in-clear", "auth-oauthbearer", "auth-scram",
      "capabilities-differ", "greylisted", "healthy-bdat", "healthy-pipelining-plain", "healthy-plain-no-tls-wanted",
      "healthy-proxy-protocol", "healthy-xclient", "slow-banner", "suppressed-after-failure", "zero-window",
    ]
  ) { it in
    let session = it.session
    guard session.tls == nil, it.startTLSAttempts.isEmpty, !session.staysInside, let hello = session.wholeHello,
      hello.verb == .ehlo, !hello.offersSTARTTLS, hello.maskedKeywords.isEmpty,
      let next = session.acceptedClearMail?.exchange ?? session.acceptedClearLogin?.exchange,
      next < session.exchanges.count,
      let list = session.listEvidence(hello, meaning: "the list of extensions ends here; STARTTLS is not in it")
    else { return nil }
    let what = session.acceptedClearMail == nil ? "logged in" : "sent its mail"
    return Match(
      .certain, "The server did not offer STARTTLS to this client, and the client \(what) in clear.",
      evidence: [
        list, session.evidence(session.exchanges[next].command, meaning: "the client goes on without TLS"),
      ])
  }
}
