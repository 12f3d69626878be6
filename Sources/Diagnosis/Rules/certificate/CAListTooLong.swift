import SMTPSession
import TLSHandshake

extension Rule {
  /// From this size of the list on, in bytes, Windows is known to cut it: it keeps less than 16 KiB.
  private static let longList = 0x3000

  static let certificateCAListTooLong = Rule(
    id: "certificate/ca-list-too-long",
    title: "server names so many authorities that its list may be cut",
    stage: .serverFlight,
    severity: .note,
    needs: .tlsAnswer,
    meaning: """
      When it asks for a client certificate, the server names the authorities that it accepts. This list is nearly as long as \
      Windows can send: with more roots in its store the list is cut, and the authority of a client's certificate may be among \
      those that are missing. Some clients cannot read a message of that size at all.
      """,
    distinction: "The size of the list was read in the server's request.",
    unknowable: "Whether the list is whole.",
    remedies: [
      Remedy(
        .server,
        "Remove roots that are not needed from the machine's store, or send no list. Windows: SendTrustedIssuerList = 0."
      )
    ],
    nextCommands: [.clientCertificate],
    logMessages: [LogMessage("Windows event 36885", "the list has grown too long")],
    references: ["RFC 5246 section 7.4.4"]
  ) { it in
    let session = it.session
    guard let tls = session.tls, let request = tls.negotiation.certificateRequest,
      request.authoritiesLength >= longList
    else { return nil }
    let evidence = session.certificateRequestEvidence(meaning: "\(request.authoritiesLength) bytes of names")
    let fact = "The server named \(request.authorityCount) authorities in \(request.authoritiesLength) bytes"
    let stopped = it.serverCertificateRefusal ?? it.clientCertificateRefusal
    guard let stopped, stopped.basis != .statement, !tls.completed else {
      return Match(.certain, "\(fact), which is near the length at which Windows cuts the list.", evidence: [evidence])
    }
    return Match(
      .probable, "\(fact), near the length at which Windows cuts the list, and the handshake ended there.",
      cause: Cause(.stopped, by: .server, basis: .ending), evidence: [evidence, stopped.evidence], severity: .problem)
  }
}
