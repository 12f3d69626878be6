import Certificates
import SMTPSession

extension Rule {
  static let certificateIncompleteChain = Rule(
    id: "certificate/incomplete-chain",
    title: "server did not send its intermediate certificate",
    stage: .serverFlight,
    severity: .problem,
    needs: .certificate,
    meaning: """
      The server's certificate was issued by an intermediate authority, and the intermediate's own certificate was not sent with \
      it. A client cannot get from the one to the root. Some clients fetch the missing piece from the address that the \
      certificate names, others have met it before: so it works from here and fails from there.
      """,
    distinction: """
      The issuer is none of the certificates sent and no root that is known here, and the certificate says where the issuer's \
      certificate can be fetched, which private authorities seldom do.
      """,
    unknowable: "Whether this client fetches intermediates by itself.",
    remedies: [CertificateAdvice.wholeChain],
    nextCommands: [.verify],
    logMessages: [
      LogMessage("Postfix", "untrusted issuer"), CertificateAdvice.postfixNotVerified,
      LogMessage("OpenSSL", "tlsv1 alert unknown ca"),
    ],
    references: ["RFC 5246 section 7.4.2", "RFC 5280 section 4.2.2.1"],
    captures: ["cert-incomplete-chain-tls12-gnutls", "cert-incomplete-chain-tls12-openssl"]
  ) { it in
    guard let found = it.certificateCase, let examination = found.examination, let top = examination.top else {
      return nil
    }
    return found.match(
      .incompleteChain,
      fact:
        "The server sent \(examination.path.count == 1 ? "its certificate alone" : "an incomplete chain"), without that of its issuer (\(top.shortIssuer))",
      meaning: "the issuer \(top.shortIssuer) is not among the certificates sent", otherwise: .exposure)
  }
}
