import SMTPSession
import SMTPTranscript

extension Rule {
  /// The founding case: the EHLO reply holds no STARTTLS, and the client goes.
  static let startTLSNotOffered = Rule(
    id: "starttls/not-offered",
    title: "server did not offer STARTTLS, and the client left",
    stage: .capabilities,
    severity: .problem,
    needs: .withoutOffer,
    meaning: """
      The client introduced itself, read the server's list of extensions, found no STARTTLS in it, and ended the session \
      without asking for anything else. That is what a sender does that is told to use encryption or nothing: the mail stays in \
      its queue and is tried again. The server may offer STARTTLS to other clients: what it offers can depend on the client's \
      address, and a device between the two can remove the line.
      """,
    distinction: """
      The whole EHLO reply must have been captured, with no line masked; the client must have left in its own turn without \
      trying STARTTLS, AUTH or MAIL. A client that wanted to log in leaves in the same way when AUTH is missing: on a submission \
      port, and where only the logins of Windows are offered, that reading is as likely; so is \
      the size of the mail where the server takes only small ones.
      """,
    unknowable: """
      One session cannot tell whether the server offers STARTTLS to nobody, to everybody but this client, or whether a device on \
      the way removed the line; nor why the client left: a \
      test or a monitor that only reads the list leaves in the same way.
      """,
    remedies: [
      .callersPolicy,
      Remedy(
        .server,
        "Check that a certificate and its key are configured and readable for the listener on port {port}: without one, most servers leave STARTTLS out of the list. Exchange: the receive connector's AuthMechanism must contain Tls, and RemoteIPRanges decides which connector a client meets."
      ),
      .inspection,
      Remedy(
        .client,
        "If this destination may be sent to without encryption, require TLS only for the partners that need it: a connector or policy entry of their own for those domains, opportunistic TLS for all others."
      ),
    ],
    nextCommands: [.hello, .trace],
    logMessages: [
      LogMessage("Exchange 2003 queue", "The remote SMTP service does not support TLS."),
      LogMessage("Postfix", "TLS is required, but was not offered by host"),
      LogMessage("Exim", "a TLS session is required, but the server did not offer TLS support"),
      LogMessage("OpenSMTPD", "TLS required but not supported by remote host"),
    ],
    references: ["RFC 3207 section 4", "RFC 5321 section 4.1.1.1"],
    captures: [
      "auth-no-common-mechanism", "auth-not-advertised", "gre-erspan", "message-size-client-left", "not-offered",
      "not-offered-to-this-client", "port-reuse", "vlan-qinq", "vxlan",
    ]
  ) { it in
    let session = it.session
    guard let hello = it.listWithoutTLS,
      let list = session.listEvidence(hello, meaning: "the list of extensions ends here; STARTTLS is not in it")
    else { return nil }
    let summary =
      "The server did not offer STARTTLS to this client, and the client ended the session without sending mail."
    let evidence = [list, session.leavingEvidence]
    guard it.leavesForWantOfTLS else {
      return Match(.probable, summary, evidence: evidence, severity: .note)
    }
    return Match(
      .probable, summary, cause: Cause(.stopped, by: .client, basis: .ending, holdsWithoutIntent: true),
      evidence: evidence)
  }
}

extension Remedy {
  static let callersPolicy = Remedy(
    .server,
    "Ask which policy the address {source} falls under, and whether that policy lets TLS be offered. Gateways that choose a policy by the caller's reputation (a sender group) have a TLS setting in each policy; one left at Off explains exactly this."
  )
}

extension Case {
  /// The whole list without STARTTLS that the client read before it left without asking for anything; `nil` where it was not so.
  fileprivate var listWithoutTLS: Hello? {
    guard !session.hasAskedForService, !beganTLS, session.clientLeft, let hello = session.wholeHello,
      hello.verb == .ehlo, !hello.offersSTARTTLS, hello.maskedKeywords.isEmpty, mangledExchange == nil,
      session.servicePort != .submissions, acceptedStartTLS == nil
    else { return nil }
    return hello
  }

  /// Whether the client left as one that insists on TLS. Who cuts the connection, lingers, asks other things or is known as a test
  /// leaves whatever the list holds.
  var leavesForWantOfTLS: Bool {
    guard let hello = listWithoutTLS else { return false }
    return leave.kind == .quit && session.asksForNothingElse && point.waitedSeconds < 30 && !hello.looksLikeTester
      && (session.servicePort != .submission || hello.mechanisms.isEmpty)
  }
}

extension Session {
  /// Whether the client said nothing but its introduction and QUIT.
  fileprivate var asksForNothingElse: Bool {
    exchanges.allSatisfy { $0.command.verb == .quit || $0.command.verb.introduces }
  }
}
