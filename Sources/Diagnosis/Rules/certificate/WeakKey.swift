import Certificates
import SMTPSession

extension Rule {
  static let certificateWeakKey = Rule(
    id: "certificate/weak-key",
    title: "server's certificate has a key that is too weak",
    stage: .serverFlight,
    severity: .problem,
    needs: .certificate,
    meaning: """
      The key in the certificate is shorter than what is accepted today: RSA below 2048 bits, an elliptic curve below 224 bits, \
      or DSA. Clients that verify certificates refuse such keys; those that encrypt without verifying take them.
      """,
    distinction: "The size was read in the certificate. Which size a client demands is its own setting.",
    remedies: [
      Remedy(
        .server, "Make a new key (RSA of 2048 bits or more, or EC P-256) and have the certificate issued again for it."),
      Remedy(
        .client,
        "Until then, a lower security level for this one destination lets it through. OpenSSL: @SECLEVEL=1 in the cipher list."
      ),
    ],
    nextCommands: [.certificates],
    references: ["RFC 9325 section 4.5"],
    captures: ["cert-weak-key-tls12-gnutls", "cert-weak-key-tls12-openssl", "tls-weak-rsa"]
  ) { it in
    guard let found = it.certificateCase, let examination = found.examination,
      let place = examination.weakKeys.first
    else { return nil }
    let facts = examination.certificates[place]
    let whose = place == 0 ? "The server's certificate" : "A certificate of the server's chain"
    return found.match(
      .weakKey, fact: "\(whose) (\(facts.shortName)) has a key that is too weak (\(facts.key))",
      meaning: "its key is \(facts.key)", otherwise: .exposure)
  }
}
