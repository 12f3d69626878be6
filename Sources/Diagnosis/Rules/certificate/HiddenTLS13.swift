import Certificates
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let certificateHidden = Rule(
    id: "certificate/hidden-tls13",
    title: "certificate cannot be read in this capture",
    stage: .serverFlight,
    severity: .caveat,
    needs: .tlsAnswer,
    meaning: """
      TLS 1.3 encrypts the server's certificate. When such a handshake fails, or the client leaves right after it, the capture \
      does not show which certificate it was, and so nothing is said about its names, dates or issuer. It is a caveat only: \
      the encryption is as it should be.
      """,
    distinction: "Said only where the session stopped at a point at which the certificate may have been the reason.",
    remedies: [
      Remedy(
        .client,
        "Look at the certificate with a connection of your own from the same machine (command below). What the client was shown, and what it said of it, stands in the session's keys: smtptrace recipe keylog."
      )
    ],
    nextCommands: [.certificates],
    references: ["RFC 8446 section 4.4.2"],
    captures: [
      "cert-expired-tls13-gnutls", "cert-expired-tls13-nss", "cert-expired-tls13-openssl",
      "cert-incomplete-chain-tls13-gnutls", "cert-incomplete-chain-tls13-openssl", "cert-name-mismatch-tls13-gnutls",
      "cert-name-mismatch-tls13-openssl", "cert-not-yet-valid-tls13-gnutls", "cert-not-yet-valid-tls13-openssl",
      "cert-revoked-tls13-gnutls", "cert-revoked-tls13-openssl", "cert-self-signed-tls13-gnutls",
      "cert-self-signed-tls13-openssl", "cert-unknown-ca-tls13-gnutls", "cert-unknown-ca-tls13-nss",
      "cert-unknown-ca-tls13-openssl", "cert-weak-key-tls13-gnutls", "cert-weak-key-tls13-openssl",
      "cert-weak-signature-tls13-gnutls", "cert-weak-signature-tls13-openssl", "cert-wrong-eku-tls13-gnutls",
      "cert-wrong-eku-tls13-openssl", "keys-cut-tls13", "rate-limited", "retry-in-clear-opensmtpd",
      "tls-exim-verify-tls13", "trace-expired-tls13",
    ]
  ) { it in
    let session = it.session
    guard let tls = session.tls, let hello = tls.negotiation.serverHello, hello.version.isTLS13,
      tls.negotiation.resumption.state != .resumed, tls.examination == nil,
      !tls.carriedData, !session.acceptedMail
    else { return nil }
    // Nobody turned away, and it is only the capture that ends: nothing to explain.
    let refused = it.serverCertificateRefusal != nil || it.clientCertificateRefusal != nil
    guard refused || session.ending.kind != .none else { return nil }
    // Where the server turned away, its own certificate is not the question, unless it failed at its own messages.
    let failedItself = it.handshake?.encryptedRefusal.map { $0.sender == .server && $0.position == .unknown } ?? false
    guard it.clientCertificateRefusal == nil, it.leave.side != .server || failedItself else { return nil }
    let message = tls.serverStream.messages.first { $0.type == .serverHello }
    let at = message.flatMap { tls.moment(.server, at: $0.startOffset) } ?? session.start
    let isNamed = it.certificateCase?.alert?.namesCertificate ?? false
    return Match(
      .certain,
      isNamed
        ? "The server's certificate is encrypted (TLS 1.3), so what was wrong with it only the client's alert tells."
        : "The server's certificate is encrypted (TLS 1.3), so this capture does not show whether it was at fault.",
      evidence: [
        Evidence(
          packets: [at.packet], meaning: "from here on the server's messages are encrypted",
          transcriptLines: session.tlsLines(at, from: .server, [.message(.serverHello)]))
      ])
  }
}
