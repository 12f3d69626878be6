import Certificates
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let certificateRevoked = Rule(
    id: "certificate/revoked",
    title: "client says that the server's certificate was revoked",
    stage: .serverFlight,
    severity: .problem,
    needs: .tlsAnswer,
    points: [.handshake, .sealed],
    meaning: """
      The client asked the issuer, a list or a stapled answer about the certificate, and learned that it was withdrawn before \
      its time. Authorities revoke certificates whose key leaked or that were issued by mistake.
      """,
    distinction: "Only the client's alert certificate_revoked tells; nothing in a certificate shows it.",
    unknowable: "When and why it was revoked, and whether the client's information is current.",
    remedies: [
      CertificateAdvice.renew,
      Remedy(
        .client,
        "Check the revocation list or OCSP answer from the sending server itself: a stale cache or a proxy can give an old answer."
      ),
    ],
    nextCommands: [.handshake("-showcerts -verify_return_error -verify_hostname {host} -status")],
    references: ["RFC 8446 section 6.2", "RFC 5280 section 5", "RFC 6960"],
    captures: ["cert-revoked-tls12-openssl", "cert-revoked-tls13-openssl"]
  ) { it in
    let session = it.session
    guard let found = it.certificateCase, found.alert == .certificateRevoked, let refusal = found.refusal else {
      return nil
    }
    var evidence = [refusal.evidence]
    var name = ""
    if let own = found.examination?.own, own.unreadable == nil {
      name = " (\(own.shortName), issued by \(own.shortIssuer))"
      evidence.insert(session.certificateEvidence(.server, meaning: "serial number \(own.serial)"), at: 0)
    }
    return Match(
      .certain, "The client refused the server's certificate\(name) as revoked (alert certificate_revoked).",
      cause: Cause(.stopped, by: .client, basis: .statement), evidence: evidence, stage: refusal.stage)
  }
}
