import SMTPSession

extension Rule {
  /// `250-AUTH XXXXX`: the methods are blanked out.
  static let authMasked = Rule(
    id: "auth/masked",
    title: "login methods are blanked out in the server's list",
    stage: .capabilities,
    severity: .problem,
    needs: .loginOffer,
    meaning: """
      The server's list of extensions holds an AUTH line whose methods consist of nothing but the letter X. No server offers such \
      methods: a firewall that inspects SMTP has written over what it does not allow. The client cannot log in through it.
      """,
    distinction: "The word AUTH is readable and every method behind it is four or more letters X.",
    unknowable: "Which device it is and what stood there before cannot be seen on this side of it.",
    remedies: [
      Remedy(
        .network,
        "Take SMTP inspection off this path, or let it pass AUTH and TLS. On a Cisco ASA: policy-map type inspect esmtp with allow-tls, or no inspect esmtp in the class."
      ),
      Remedy(
        .network, "Capture on both sides of the suspected device at once and compare the EHLO replies byte by byte."),
    ],
    nextCommands: [.list],
    references: ["RFC 4954 section 3"],
    captures: []
  ) { it in
    let session = it.session
    guard let hello = session.lastClearHello, hello.hasMaskedMechanisms,
      let list = session.listEvidence(hello, meaning: "the methods behind AUTH are blanked out in this list")
    else { return nil }
    // A client that could still start TLS or deliver was not stopped by it.
    let stopped = !session.hasAskedForService && !session.beganTLS && session.clientLeft && !hello.offersSTARTTLS
    return Match(
      .strong, "The login methods in the server's list are blanked out (AUTH \(hello.mechanismList)).",
      cause: stopped ? Cause(.stopped, by: .network, basis: .residue) : nil,
      evidence: stopped ? [list, session.leavingEvidence] : [list], severity: session.acceptedMail ? .note : nil)
  }
}
