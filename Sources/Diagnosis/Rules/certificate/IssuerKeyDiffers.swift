import Certificates
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let certificateIssuerKeyDiffers = Rule(
    id: "certificate/issuer-key-differs",
    title: "client knows the certificate's issuer by name, but with another key",
    stage: .serverFlight,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The client checked a signature in what the server had shown, and it did not fit (decrypt_error). Most often the client has a root or \
      intermediate certificate with the issuer's name and another key: an authority that was set up anew under its old name, or \
      two test authorities called alike. More rarely the server shows a certificate that does not belong to its private key.
      """,
    distinction: """
      The client's alert came before any key was in use, right after the server's certificate: so it is about a signature, not about \
      encrypted data that was spoiled. An issuer that the client does not know at all is refused with unknown_ca.
      """,
    unknowable: "Which certificates the client has under that name.",
    remedies: [
      Remedy(
        .client,
        "Compare the issuer's certificate in the client's store with the one that the server's authority uses now: same name, other key. Replace the old one. Postfix: smtp_tls_CAfile; Exim: tls_verify_certificates; Windows: the machine's Trusted Root Certification Authorities."
      ),
      Remedy(
        .server,
        "Check that the certificate was issued by the authority's key of today, that the intermediates sent with it belong to it, and that certificate and private key are a pair."
      ),
    ],
    nextCommands: [.verify, .raw("openssl verify -CAfile ISSUER-OF-THE-CLIENT.pem SERVER.pem")],
    logMessages: [LogMessage("OpenSSL", "certificate signature failure")],
    references: ["RFC 8446 section 6.2", "RFC 5280 section 6.1.3"]
  ) { it in
    TLSRefusal.match(it, .issuerKey) { refusal in
      let top = it.session.tls?.examination?.top
      let issuer = top.map { " (\($0.shortIssuer))" } ?? ""
      let shown =
        it.session.tls?.examination == nil
        ? [] : [it.session.certificateEvidence(.server, meaning: "issued by \(top?.shortIssuer ?? "")")]
      return Match(
        .probable,
        "The client found that a signature of the server's does not fit (decrypt_error, alert 51): most often its own copy of the issuer\(issuer) has the same name and another key.",
        cause: refusal.cause, evidence: shown + [refusal.evidence()], stage: refusal.stage)
    }
  }
}
