import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let certificateClientRequested = Rule(
    id: "certificate/client-requested",
    title: "server asks the client for a certificate",
    stage: .serverFlight,
    severity: .note,
    needs: .tlsAnswer,
    meaning: """
      The server asked the client to prove itself with a certificate, and may have named the authorities that it accepts. That \
      is common and harmless: a client without one says so and goes on, unless the server insists.
      """,
    distinction: "The request was seen in clear, which TLS 1.3 does not allow.",
    unknowable: "What the server makes of the answer inside TLS.",
    remedies: [
      Remedy(
        .server,
        "If client certificates are not used for anything, do not ask for them: some old senders fail at the question. Postfix: smtpd_tls_ask_ccert = no."
      )
    ],
    references: ["RFC 5246 section 7.4.4", "RFC 8446 section 4.3.2"],
    captures: [
      "domain-security-mutual-tls", "keys-client-certificate-tls13", "keys-client-rejected-exim-tls13",
      "mtls-complete-tls12", "mtls-missing-exim-tls12", "mtls-missing-postfix-tls12", "mtls-missing-tls12",
      "mtls-rejected-exim-tls12", "mtls-rejected-tls12",
    ]
  ) { it in
    let session = it.session
    guard let tls = session.tls, let request = tls.negotiation.certificateRequest,
      tls.negotiation.clientCertificate != .unknown
    else { return nil }
    let authorities =
      switch request.authorityCount {
      case 0: "of any authority"
      case 1: "of one authority"
      default: "of any of \(request.authorityCount) authorities"
      }
    let answer =
      switch tls.clientCertificate {
      case .sent: "; the client sent one"
      case .empty: "; the client has none"
      default: ""
      }
    return Match(
      .certain, "The server asked the client for a certificate \(authorities)\(answer).",
      evidence: [session.certificateRequestEvidence(meaning: "the server asks for a certificate")])
  }
}

extension Session {
  /// The server's CertificateRequest as evidence.
  func certificateRequestEvidence(meaning: String) -> Evidence {
    let message = tls?.serverStream.messages.first { $0.type == .certificateRequest }
    let at = message.flatMap { tls?.moment(.server, at: $0.startOffset) } ?? certificateMoment(.server)
    return Evidence(
      packets: [at.packet], meaning: meaning,
      transcriptLines: tlsLines(at, from: .server, [.message(.certificateRequest)]))
  }
}
