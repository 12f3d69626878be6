import Certificates
import SMTPSession

extension Rule {
  static let certificateKeyTypeUnsupported = Rule(
    id: "certificate/key-type-unsupported",
    title: "server's certificate has a kind of key that the client did not offer",
    stage: .serverFlight,
    severity: .problem,
    needs: .certificate,
    meaning: """
      In its hello the client lists the curves and the signatures that it can handle. The key of the certificate that the server \
      showed is of another kind: a newer curve, or Ed25519. Such a client can only talk to this server if it also has an RSA \
      certificate.
      """,
    distinction: "Both were read in clear: the lists in the ClientHello, and the key in the certificate.",
    remedies: [
      Remedy(
        .server, "Configure an RSA certificate beside the other one: the server then picks by what the client offers."),
      Remedy(.client, "Update the TLS library of the sending server, or allow the curve in its configuration."),
    ],
    nextCommands: [.certificates],
    references: ["RFC 8422 section 5.1.1", "RFC 8446 section 4.2.3"]
  ) { it in
    guard let found = it.certificateCase, let own = found.examination?.own, found.faults.contains(.keyType) else {
      return nil
    }
    return found.match(
      .keyType,
      fact:
        "The server's certificate (\(own.shortName)) has a key (\(own.key)) of a kind that the client did not offer",
      meaning: "its key is \(own.key)", otherwise: nil)
  }
}
