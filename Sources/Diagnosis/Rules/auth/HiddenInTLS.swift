import SMTPSession

extension Rule {
  static let authHiddenInTLS = Rule(
    id: "auth/hidden-in-tls",
    title: "whether a login took place cannot be seen",
    stage: .auth,
    severity: .caveat,
    needs: .tlsCompleted,
    meaning: """
      The session went on inside TLS on a port where users log in. The login, if there was one, is encrypted: neither the user nor the \
      server's answer can be read from the capture.
      """,
    distinction:
      "TLS was completed and carried data, the port is one for submission, and nothing of the inside could be read.",
    unknowable: "Whether the client logged in, as whom, and whether it was accepted. The logs of either side tell.",
    references: ["RFC 8314 section 3"],
    captures: ["healthy-submission-auth", "healthy-submissions-465"]
  ) { it in
    let session = it.session
    guard session.servicePort == .submission || session.servicePort == .submissions, let tls = session.tls,
      tls.completed,
      tls.carriedData, !session.hellos.contains(where: \.isProtected),
      !session.authentications.contains(where: \.isProtected)
    else { return nil }
    let at = session.stage(.protected).at ?? session.end
    return Match(
      .certain, "The session went on inside TLS, so that a login and its result cannot be read.",
      evidence: [Evidence(packets: [at.packet], meaning: "from here on the session is encrypted")])
  }
}
