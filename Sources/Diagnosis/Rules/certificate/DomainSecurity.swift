import Certificates
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let certificateDomainSecurity = Rule(
    id: "certificate/domain-security",
    title: "both sides show certificates to each other",
    stage: .clientFlight,
    severity: .note,
    needs: .tlsAnswer,
    meaning: """
      Client and server each sent a certificate: mutual TLS, as partners set it up between them, for instance with Domain \
      Security in Exchange. Both certificates must then satisfy the other side, for the names and with issuers that are agreed \
      on, and their revocation lists must be within reach.
      """,
    distinction: "Both certificates were seen in clear, with the server's request between them.",
    unknowable: "What each side made of the other's certificate, and what was said inside TLS.",
    remedies: [
      Remedy(
        .server,
        "Exchange: DomainSecureEnabled on the connector, the partner's domain in TLSReceiveDomainSecureList, and AuthMechanism with Tls."
      ),
      Remedy(
        .client,
        "Exchange: DomainSecureEnabled and DNSRoutingEnabled on the send connector, IgnoreSTARTTLS false, and the partner's domain in TLSSendDomainSecureList."
      ),
    ],
    nextCommands: [.clientCertificate],
    references: ["RFC 5246 section 7.4.6"],
    captures: [
      "domain-security-mutual-tls", "keys-client-certificate-tls13", "keys-client-rejected-exim-tls13",
      "mtls-complete-tls12", "mtls-rejected-exim-tls12", "mtls-rejected-tls12",
    ]
  ) { it in
    let session = it.session
    guard let tls = session.tls, tls.clientCertificate == .sent, tls.negotiation.certificateRequest != nil,
      let server = tls.examination?.own, let client = tls.clientExamination?.own, server.unreadable == nil,
      client.unreadable == nil
    else { return nil }
    let fact = "Both sides showed certificates: the server \(server.shortName), the client \(client.shortName)"
    let evidence = [
      session.certificateEvidence(.server, meaning: "the server's certificate"),
      session.certificateEvidence(.client, meaning: "the client's certificate"),
    ]
    return Match(.certain, "\(fact).", evidence: evidence)
  }
}
