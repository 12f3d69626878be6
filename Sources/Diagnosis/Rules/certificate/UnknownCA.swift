import Certificates
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let certificateUnknownCA = Rule(
    id: "certificate/unknown-ca",
    title: "server's certificate comes from an issuer that is not known",
    stage: .serverFlight,
    severity: .problem,
    needs: .tlsAnswer,
    meaning: """
      A client that checks certificates follows them from the server's own, issuer by issuer, to a root in its own store. Here \
      the way ends at an issuer that is not in it: a private or company authority, a self-signed certificate, or a public \
      authority whose intermediate certificate the server did not send.
      """,
    distinction: """
      The alert unknown_ca is the client's own word. Without it, the chain is verified against the roots of the machine that runs \
      the analysis (or --ca-file): those of the client may be others.
      """,
    unknowable: "What is in the client's store.",
    remedies: [CertificateAdvice.publicCertificate, CertificateAdvice.wholeChain, CertificateAdvice.trustIssuer],
    nextCommands: [.verify, .finger],
    logMessages: [
      LogMessage("Postfix", "untrusted issuer"), CertificateAdvice.postfixNotVerified,
      LogMessage("OpenSSL", "tlsv1 alert unknown ca"), CertificateAdvice.exchangeOnline,
    ],
    references: ["RFC 8446 section 6.2", "RFC 5280 section 6"],
    captures: [
      "cert-incomplete-chain-tls13-openssl", "cert-self-signed-tls13-openssl", "cert-unknown-ca-tls12-gnutls",
      "cert-unknown-ca-tls12-nss", "cert-unknown-ca-tls12-openssl", "cert-unknown-ca-tls13-openssl",
      "tls-client-quit-after-handshake-tls12", "tls-exim-verify-tls12",
    ]
  ) { it in
    let session = it.session
    guard let found = it.certificateCase else { return nil }
    if let examination = found.examination, let top = examination.top, found.faults.contains(.unknownCA) {
      let issuer =
        top.isSelfIssued
        ? "a root that is not among the roots of the computer that made this report"
        : "an issuer that was not sent and is not among the roots of the computer that made this report"
      let match = found.match(
        .unknownCA,
        fact: "The server's certificate (\(examination.own?.shortName ?? "")) leads to \(issuer) (\(top.shortIssuer))",
        meaning: "the chain ends at \(top.shortIssuer)", otherwise: nil)
      let isWhole = top.isSelfIssued || examination.path.count > 1
      return match?.telling { Telling(meaning: unknownIssuer, remedies: isWhole ? withoutChain : nil) }
    }
    guard found.alert == .unknownCA, found.leading == nil, let refusal = found.refusal else { return nil }
    var summary =
      "The client does not know who issued the server's certificate (alert unknown_ca): it is self-signed, of a private authority, or sent without its intermediate."
    var evidence = [refusal.evidence]
    if let examination = found.examination, let own = examination.own {
      summary =
        "The client does not know who issued the server's certificate (\(own.shortName), issued by \(own.shortIssuer); alert unknown_ca)"
      if case .verified(let root) = examination.verification {
        summary +=
          "; it leads to a root that the computer that made this report knows (\(root)), so the client's own store lacks that root."
      } else {
        summary += "."
      }
      evidence.insert(session.certificateEvidence(.server, meaning: "issued by \(own.shortIssuer)"), at: 0)
    }
    return Match(
      .certain, summary, cause: Cause(.stopped, by: .client, basis: .statement), evidence: evidence,
      stage: refusal.stage)
  }
}

/// Of a certificate that was seen and is not self-signed.
private let unknownIssuer =
  "A client that checks certificates follows them from the server's own, issuer by issuer, to a root in its own store. Here the way ends at an issuer that is in few stores: a private or company authority, as a rule."

/// Where more than the server's own certificate was sent, the chain is not what is missing.
private let withoutChain = [CertificateAdvice.publicCertificate, CertificateAdvice.trustIssuer]
