import SMTPSession
import SMTPTranscript

extension Rule {
  /// No AUTH in clear, because the server keeps it for TLS.
  static let authNotAdvertisedBeforeTLS = Rule(
    id: "auth/not-advertised-before-tls",
    title: "login is offered only inside TLS",
    stage: .capabilities,
    severity: .note,
    needs: [.tls, .hello],
    meaning: """
      Before TLS the server's list holds STARTTLS and no AUTH; the login is offered in the second list, inside TLS. That is how it \
      should be: no password crosses the network readable.
      """,
    distinction: """
      STARTTLS was offered and the client used it, on a port meant for submission. Where the client left instead, or tried to log \
      in without TLS, that is another finding.
      """,
    unknowable:
      "Inside TLS the second list cannot be read; whether it holds AUTH is a guess from what such servers do.",
    remedies: [
      Remedy(
        .client,
        "Nothing to mend here. A client that logs in must start TLS first; a client without TLS will find no login on this server."
      )
    ],
    references: ["RFC 4954 section 4", "RFC 8314 section 3.3"],
    captures: ["healthy-submission-auth"]
  ) { it in
    let session = it.session
    guard session.servicePort == .submission, session.beganTLS, let hello = session.lastClearHello, hello.verb == .ehlo,
      hello.listIsComplete, hello.offersSTARTTLS, hello.keyword("AUTH") == nil, hello.legacyMechanisms.isEmpty,
      !hello.keywords.contains(where: \.isMasked),
      let list = session.listEvidence(hello, meaning: "the list in clear ends here; it holds STARTTLS and no AUTH")
    else { return nil }
    return Match(
      .certain, "The server offered no login before TLS, and the client started TLS first, as it should.",
      evidence: [list])
  }
}
