import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let certificateClientMissing = Rule(
    id: "certificate/client-missing",
    title: "server requires a client certificate, and the client has none",
    stage: .clientFlight,
    severity: .problem,
    needs: .tlsAnswer,
    points: [.handshake, .sealed],
    meaning: """
      The server asked the client for a certificate, the client answered that it has none, and the server ended the handshake. \
      Servers that demand mutual TLS do so for partners whose certificate they know; a sender that is to be one of them must be \
      given a certificate and told to use it.
      """,
    distinction: """
      The client's empty answer came before the refusal. In TLS 1.2 and before both are in clear; in TLS 1.3 the empty answer \
      and the alert are told by their exact sizes.
      """,
    unknowable: "Whether the server would have taken a certificate of this client.",
    remedies: [
      Remedy(
        .client, "Give the sending server a certificate and its key.",
        products: [
          .postfix: "smtp_tls_chain_files",
          .exchange: "the send connector's Fqdn and TlsCertificateName choose it",
        ]),
      Remedy(
        .server,
        "If mail from everybody is wanted here, ask for certificates without requiring them. Postfix: smtpd_tls_req_ccert = no."
      ),
    ],
    nextCommands: [.clientCertificate],
    logMessages: [LogMessage("Postfix, receiving", "No client certificate presented")],
    references: ["RFC 8446 section 4.4.2.4", "RFC 5246 section 7.4.6"],
    captures: ["mtls-missing-exim-tls13", "mtls-missing-tls12", "mtls-missing-tls13"]
  ) { it in
    let session = it.session
    guard let tls = session.tls, let refusal = it.clientCertificateRefusal else { return nil }
    if tls.clientCertificate == .empty {
      if case .alert(let alert) = refusal.manner, alert != .handshakeFailure, alert != .certificateRequired,
        alert != .badCertificate, alert != .certificateUnknown, alert != .accessDenied
      {
        return nil
      }
      let isStated = refusal.basis == .statement
      return Match(
        isStated ? .certain : .probable,
        "The server requires a client certificate; the client sent none, and the server \(refusal.words).",
        cause: Cause(.stopped, by: .server, basis: refusal.basis),
        evidence: [
          session.certificateEvidence(.client, meaning: "the client has no certificate"), refusal.evidence,
        ])
    }
    if case .alert(.certificateRequired) = refusal.manner {
      return Match(
        .certain, "The server requires a client certificate and got none (alert certificate_required).",
        cause: Cause(.stopped, by: .server, basis: .statement), evidence: [refusal.evidence])
    }
    guard let inference = tls.negotiation.clientCertificateInference, inference.claim == .clientCertificateEmpty,
      let record = inference.basis.first, let at = tls.moment(.client, at: record.offset)
    else { return nil }
    return Match(
      .strong,
      "By the sizes of the encrypted messages the client answered a request for a certificate with none, and the server \(refusal.words).",
      cause: Cause(.stopped, by: .server, basis: refusal.basis),
      evidence: [
        Evidence(
          packets: [at.packet], meaning: "as long as an empty Certificate message",
          transcriptLines: session.tlsLines(at, from: .client, [])),
        refusal.evidence,
      ])
  }
}
