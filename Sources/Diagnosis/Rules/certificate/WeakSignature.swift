import Certificates
import SMTPSession

extension Rule {
  static let certificateWeakSignature = Rule(
    id: "certificate/weak-signature",
    title: "server's certificate is signed with an outdated hash",
    stage: .serverFlight,
    severity: .problem,
    needs: .certificate,
    meaning: """
      The issuer signed the certificate with a hash for which forgeries can be made: SHA-1 or MD5. Current TLS libraries and \
      Windows refuse such signatures by default. A root's signature on itself does not count and is not looked at.
      """,
    distinction: "The algorithm was read in the certificate, or in an intermediate of its chain.",
    remedies: [
      Remedy(
        .server,
        "Have the certificate issued again with SHA-256, and replace the intermediate too where that is the one.")
    ],
    nextCommands: [.certificates],
    references: ["RFC 9155", "RFC 9325 section 4.5"],
    captures: ["cert-weak-signature-tls12-gnutls", "cert-weak-signature-tls12-openssl"]
  ) { it in
    guard let found = it.certificateCase, let examination = found.examination,
      let place = examination.weakSignatures.first
    else { return nil }
    let facts = examination.certificates[place]
    let whose = place == 0 ? "The server's certificate" : "A certificate of the server's chain"
    return found.match(
      .weakSignature,
      fact: "\(whose) (\(facts.shortName)) is signed with \(facts.weakHash ?? "an outdated hash")",
      meaning: "its signature is \(facts.signature)", otherwise: .exposure)
  }
}
