import SMTPSession

extension Rule {
  static let credentialsInClear = Rule(
    id: "security/credentials-in-clear",
    title: "password or token crossed the network readable",
    stage: .auth,
    severity: .exposure,
    needs: .auth,
    meaning: """
      The client logged in without TLS and with a mechanism that sends the password, or a token that is as good as one, in a form \
      that everybody on the way can read. Treat it as known to others.
      """,
    distinction:
      "The secret itself was captured in clear. It is not shown here unless the analysis was told to show secrets.",
    unknowable: "Whether anybody read it.",
    remedies: [
      Remedy(
        .client,
        "Change this password (or revoke the token), and set the mail program to STARTTLS or implicit TLS, with no falling back."
      ),
      .requireTLSForLogin,
    ],
    nextCommands: [.startTLS],
    references: ["RFC 4954 section 9", "RFC 8314 section 3"],
    captures: [
      "auth-535-login", "auth-535-plain", "auth-attempted-not-advertised", "auth-encryption-required",
      "auth-encryption-required-538", "auth-legacy-syntax", "auth-login-ok-in-clear", "auth-oauthbearer",
      "auth-temporary-454", "auth-too-many-attempts", "auth-xoauth2-expired",
    ]
  ) { it in
    let session = it.session
    guard !session.staysInside,
      let login = session.authentications.first(where: { $0.exposesSecret && $0.layer == .clear })
    else { return nil }
    let offered = session.offeredSTARTTLS ? " The server had offered TLS." : ""
    let command = session.exchanges[login.exchange].command
    var evidence = [session.evidence(command, meaning: "the login begins, and nothing is encrypted")]
    if let reply = login.reply { evidence.append(session.evidence(reply, meaning: Session.words(login.outcome))) }
    let match = Match(
      .certain,
      "The client logged in\(Session.forUser(login)) with \(login.mechanism) and no encryption; \(Session.words(login.outcome))."
        + offered,
      evidence: evidence)
    return match.telling { exposedTelling(login, offersTLS: session.offeredSTARTTLS) }
  }
}

/// What was exposed, and whether TLS was to be had.
private func exposedTelling(_ login: AuthExchange, offersTLS: Bool) -> Telling {
  let isToken = login.usesBearerToken
  let change = isToken ? "Revoke this token and get a new one" : "Change this password"
  let what =
    isToken
    ? "a mechanism that sends a token in a form that everybody on the way can read; a token is as good as a password while it is valid"
    : "a mechanism that sends the password in a form that everybody on the way can read"
  let remedies: [Remedy] =
    offersTLS
    ? [
      Remedy(.client, "\(change), and set the mail program to STARTTLS or implicit TLS, with no falling back."),
      .requireTLSForLogin,
    ]
    : [
      Remedy(
        .client,
        "\(change). STARTTLS is not offered here: ask whoever runs the server to offer it on port {port}, or use a port or a server with TLS."
      ),
      Remedy(
        .server, "Offer STARTTLS on port {port}, and AUTH under TLS only.",
        products: [
          .postfix: "smtpd_tls_security_level = may with smtpd_tls_chain_files, smtpd_tls_auth_only = yes",
          .exchange: "Tls and BasicAuthRequireTLS in the AuthMechanism of the receive connector",
          .exim: "tls_advertise_hosts, and server_advertise_condition on $tls_in_cipher",
        ]),
    ]
  return Telling(
    meaning: "The client logged in without TLS and with \(what). Treat it as known to others.", remedies: remedies)
}
