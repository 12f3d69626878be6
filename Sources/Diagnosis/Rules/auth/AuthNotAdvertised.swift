import PacketLayers
import SMTPSession

extension Rule {
  /// A submission client finds no AUTH and goes.
  static let authNotAdvertised = Rule(
    id: "auth/not-advertised",
    title: "submission server did not offer a login, and the client left",
    stage: .auth,
    severity: .problem,
    needs: .hello,
    points: .list,
    meaning: """
      The client came to a port where users hand in their mail, read the server's list of extensions, found no AUTH in it, and \
      ended the session. A mail program that is set up to log in does just that when there is no login to be had.
      """,
    distinction: """
      The whole EHLO reply was captured, no line of it was masked, and the port is one for submission. Where STARTTLS is missing as \
      well, its absence explains the leaving just as well, and both are named. On port 25 a missing AUTH is normal and proves nothing.
      """,
    unknowable: """
      Many servers offer AUTH only after STARTTLS: then the client's fault is that it did not start TLS. The capture does not show \
      what a list inside TLS would have held, nor what the client was looking for.
      """,
    remedies: [
      Remedy(
        .client,
        "Switch STARTTLS on for this account or smart host: many servers offer the login only inside TLS."
      ),
      Remedy(
        .server, "Check that a login is configured for the listener on port {port} and for the address {source}.",
        products: [
          .postfix: "smtpd_sasl_auth_enable, smtpd_tls_auth_only, smtpd_sasl_exceptions_networks",
          .exim: "auth_advertise_hosts, server_advertise_condition",
          .exchange: "AuthMechanism of the receive connector whose RemoteIPRanges hold the client",
        ]),
    ],
    nextCommands: [
      .startTLS,
      .list,
    ],
    logMessages: [LogMessage("OpenSMTPD", "AUTH not advertised")],
    references: ["RFC 4954 section 3", "RFC 6409 section 4.3"],
    captures: ["auth-not-advertised"]
  ) { it in
    let session = it.session
    guard session.servicePort == .submission, let hello = session.leftAfterList, hello.mechanisms.isEmpty,
      hello.legacyMechanisms.isEmpty,
      let list = session.listEvidence(hello, meaning: "the list of extensions ends here; AUTH is not in it")
    else { return nil }
    let what = hello.offersSTARTTLS ? "no login before TLS" : "neither a login nor TLS"
    return Match(
      .probable,
      "The server on port \(session.server.port) offered \(what), and the client left without asking for anything.",
      // Where the login may come after STARTTLS, a look at the list is all that shows.
      cause: Cause(
        .stopped, by: .client, basis: .ending,
        holdsWithoutIntent: !hello.offersSTARTTLS && it.leave.kind == .quit && !hello.looksLikeTester),
      evidence: [list, session.leavingEvidence],
      // Without an offer of TLS, nothing of the client's would help.
      actors: hello.offersSTARTTLS ? nil : [.server])
  }
}
