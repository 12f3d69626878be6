import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsSSL2Hello = Rule(
    id: "tls/sslv2-hello",
    title: "client opened TLS in the format of SSL 2.0",
    stage: .clientHello,
    severity: .note,
    needs: .tls,
    meaning: """
      The client's first message has the form of SSL 2.0, as software of around 2003 wrote it to be understood by everybody. Servers of \
      today refuse it or hang up.
      """,
    distinction: "The form is told from the first bytes; the version offered inside may be newer.",
    remedies: [
      Remedy(.client, "Update the software on {source}; in Java switch off SSLv2Hello, on Windows SSL 2.0.")
    ],
    nextCommands: [.version12],
    references: ["RFC 6176", "RFC 5246 appendix E.2"]
  ) { it in
    guard let handshake = it.handshake, let hello = handshake.negotiation.clientHello, hello.isSSL2Format else {
      return nil
    }
    let offer = hello.highestOfferedVersion == .ssl2 ? "SSL 2.0 only" : "\(hello.highestOfferedVersion) at most"
    let summary = "The client opened TLS in the format of SSL 2.0, offering \(offer)"
    if let ending = it.tlsEnding, ending.kind == .serverAtHello, handshake.serverHelloMoment == nil {
      return Match(
        .strong, summary + ", and the server hung up.", cause: Cause(.stopped, by: .server, basis: .residue),
        evidence: handshake.helloEvidence + [handshake.endEvidence], severity: .problem)
    }
    return Match(.certain, summary + ".", evidence: handshake.helloEvidence)
  }
}
