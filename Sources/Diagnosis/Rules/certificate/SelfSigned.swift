import Certificates
import SMTPSession

extension Rule {
  static let certificateSelfSigned = Rule(
    id: "certificate/self-signed",
    title: "server's certificate is self-signed",
    stage: .serverFlight,
    severity: .problem,
    needs: .certificate,
    meaning: """
      The certificate's issuer is its own subject: nobody vouches for it. It encrypts as well as any other, so clients that only \
      want encryption take it; a client that must know whom it talks to refuses it. Mail servers make such a certificate for \
      themselves when they are installed, and show it as long as no other is configured.
      """,
    distinction:
      "The certificate was seen in clear; its issuer and subject are one name, and no known root is this certificate.",
    unknowable: "Whether the client has this very certificate in its own store, or in a TLSA record.",
    remedies: [CertificateAdvice.publicCertificate, CertificateAdvice.opportunistic],
    nextCommands: [.verify, .finger],
    logMessages: [LogMessage("Postfix", "self-signed certificate"), CertificateAdvice.postfixNotVerified],
    references: ["RFC 5280 section 3.2", "RFC 7435"],
    captures: ["cert-self-signed-tls12-gnutls", "cert-self-signed-tls12-openssl", "tls-closed-without-alert"]
  ) { it in
    guard let found = it.certificateCase, let own = found.examination?.own else { return nil }
    return found.match(
      .selfSigned, fact: "The server's certificate (\(own.shortName)) is self-signed",
      meaning: "issuer and subject are the same", otherwise: nil)
  }
}
