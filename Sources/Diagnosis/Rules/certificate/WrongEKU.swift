import Certificates
import SMTPSession
import TLSHandshake

extension Rule {
  static let certificateWrongEKU = Rule(
    id: "certificate/wrong-eku",
    title: "certificate was not issued for this use",
    stage: .serverFlight,
    severity: .problem,
    needs: .tlsAnswer,
    meaning: """
      A certificate can name the uses that it was issued for. A mail server needs one for server authentication; a server that \
      sends mail and proves itself with a certificate needs one for client authentication as well, and public authorities are \
      ceasing to issue those. A strict peer refuses a certificate without the use.
      """,
    distinction: "The list of uses was read in the certificate, or the peer's alert unsupported_certificate says it.",
    unknowable:
      "Where the certificate cannot be seen, the client's alert may also mean a kind of key that is not supported.",
    remedies: [
      Remedy(
        .server,
        "Get a certificate whose extended key usage holds serverAuth, and clientAuth where the same certificate is also used for sending with mutual TLS."
      ),
      Remedy(
        .client,
        "Where it is the sender's certificate that lacks the use: get one with clientAuth from an authority that both sides agreed on."
      ),
    ],
    nextCommands: [.verify],
    logMessages: [LogMessage("Postfix", "not designated for use as a"), CertificateAdvice.postfixNotVerified],
    references: ["RFC 5280 section 4.2.1.12", "RFC 8446 section 6.2"],
    captures: ["cert-wrong-eku-tls12-gnutls", "cert-wrong-eku-tls12-openssl", "cert-wrong-eku-tls13-openssl"]
  ) { it in
    guard let found = it.certificateCase else { return nil }
    if let own = found.examination?.own, found.faults.contains(.wrongUse) {
      let uses = (own.extendedKeyUsage ?? []).joined(separator: ", ")
      return found.match(
        .wrongUse,
        fact:
          "The server's certificate (\(own.shortName)) was issued for \(uses.isEmpty ? "no use" : uses), not for a server",
        meaning: "its uses are: \(uses)", otherwise: .exposure
      )?.telling { Telling(unknowable: found.doubt) }
    }
    guard found.isHidden, found.alert == .unsupportedCertificate, let refusal = found.refusal else { return nil }
    let match = Match(
      .probable,
      "The client refused the server's certificate as unsupported (alert unsupported_certificate): most often it was not issued for a server.",
      cause: Cause(.stopped, by: .client, basis: .statement), evidence: [refusal.evidence], stage: refusal.stage)
    return match.telling {
      Telling(
        unknowable: "Whether it is the use: the alert may also mean a kind of key that the client does not support.",
        remedies: [], keeping: [.server])
    }
  }
}
