import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsClientAlert = Rule(
    id: "tls/client-alert-after-server-flight",
    title: "client refused what the server presented",
    stage: .serverFlight,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The server had sent its part of the handshake, its certificate with it, and the client refused with an alert. The alert's name is \
      the client's own word about the reason: unknown_ca, certificate_expired, bad_certificate and their like speak of the server's \
      certificate, handshake_failure of the other parameters. Some clients say bad_certificate for every fault.
      """,
    distinction: "The alert stands in clear after the server's messages. OpenSSL sends it so even under TLS 1.3.",
    unknowable:
      "What exactly the client minded: its log tells, or a test from the client's host.",
    remedies: [
      Remedy(
        .server,
        "Serve a certificate for the name that clients use, in date, with its intermediate certificates, from an authority that they know."
      ),
      Remedy(
        .client,
        "If the certificate is right, update the list of authorities on {source} and check its clock; if it need not be verified for this destination, say so in the policy for it."
      ),
      .tlsClientLog,
    ],
    nextCommands: [.verify],
    logMessages: [LogMessage("Postfix", "Cannot start TLS: handshake failure")],
    references: ["RFC 8446 section 6.2", "RFC 5246 section 7.2.2"],
    captures: [
      "cert-expired-tls12-gnutls", "cert-expired-tls12-openssl", "cert-expired-tls13-openssl",
      "cert-incomplete-chain-tls12-gnutls", "cert-incomplete-chain-tls12-openssl",
      "cert-incomplete-chain-tls13-openssl", "cert-name-mismatch-tls12-gnutls", "cert-name-mismatch-tls12-openssl",
      "cert-name-mismatch-tls13-openssl", "cert-not-yet-valid-tls12-gnutls", "cert-not-yet-valid-tls12-openssl",
      "cert-not-yet-valid-tls13-openssl", "cert-revoked-tls12-gnutls", "cert-revoked-tls12-openssl",
      "cert-revoked-tls13-openssl", "cert-self-signed-tls12-gnutls", "cert-self-signed-tls12-openssl",
      "cert-self-signed-tls13-openssl", "cert-unknown-ca-tls12-gnutls", "cert-unknown-ca-tls12-openssl",
      "cert-unknown-ca-tls13-openssl", "cert-weak-key-tls12-gnutls", "cert-weak-key-tls12-openssl",
      "cert-weak-key-tls13-openssl", "cert-weak-signature-tls12-gnutls", "cert-weak-signature-tls12-openssl",
      "cert-weak-signature-tls13-openssl", "cert-wrong-eku-tls12-gnutls", "cert-wrong-eku-tls12-openssl",
      "cert-wrong-eku-tls13-openssl", "keys-expired-tls13-gnutls", "keys-expired-tls13-openssl", "trace-expired-tls13",
    ]
  ) { it in
    TLSRefusal.match(it, .client) { refusal in
      let reading = TLSReading.ofClient(refusal.alert)
      let what = refusal.handshake.tls.version.map { " under \($0)" } ?? ""
      return Match(
        .certain, "The client broke off\(what) with \(refusal.words)\(reading.map { ": \($0)" } ?? "").",
        cause: it.certificateExplains ? nil : refusal.cause, evidence: refusal.story, stage: refusal.stage,
        severity: it.certificateExplains ? .note : nil)
    }
  }
}

/// What an alert says, in plain words.
enum TLSReading {
  static func ofClient(_ alert: AlertDescription) -> String? { of(alert, "the server's certificate") }
  static func ofServer(_ alert: AlertDescription) -> String? { of(alert, "the client's certificate") }

  private static func of(_ alert: AlertDescription, _ certificate: String) -> String? {
    switch alert {
    case .badCertificate, .certificateUnknown: "it does not accept \(certificate)"
    case .unsupportedCertificate: "\(certificate) is of a kind or for a use that it does not accept"
    case .certificateRevoked: "\(certificate) was revoked"
    case .certificateExpired: "\(certificate) is out of date"
    case .unknownCA: "it does not know who issued \(certificate)"
    case .accessDenied: "\(certificate) is valid, but access is refused"
    case .certificateRequired, .noCertificate: "a client certificate is required and was not sent"
    case .badCertificateStatusResponse: "the proof that \(certificate) is not revoked is bad"
    case .handshakeFailure: "the parameters do not suit it"
    case .insufficientSecurity: "the parameters are too weak for it"
    default: nil
    }
  }
}
