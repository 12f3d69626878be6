import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  /// In bytes: more than three full segments.
  private static let largeChain = 4096

  static let certificateFlightLarge = Rule(
    id: "certificate/flight-large",
    title: "server sends many bytes of certificates",
    stage: .serverFlight,
    severity: .note,
    needs: .tlsAnswer,
    meaning: """
      The server's certificates take several full packets, one after another. That is allowed and mostly harmless; it matters \
      where a path loses large packets, because the handshake is then the first thing that does not get through.
      """,
    distinction: "The size is that of the Certificate message in clear.",
    remedies: [Remedy(.server, "Send the server's certificate and its intermediates only: the root need not be sent.")],
    references: ["RFC 5246 section 7.4.2"]
  ) { it in
    let session = it.session
    guard let chain = session.tls?.negotiation.serverCertificates, chain.totalLength > largeChain else { return nil }
    return Match(
      .certain, "The server's \(chain.count) certificates take \(chain.totalLength) bytes.",
      evidence: [session.certificateEvidence(.server, meaning: "\(chain.totalLength) bytes of certificates")])
  }
}
