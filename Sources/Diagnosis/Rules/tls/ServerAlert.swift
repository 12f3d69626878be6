import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsServerAlert = Rule(
    id: "tls/server-alert-after-client-flight",
    title: "server refused at the last step of the handshake",
    stage: .clientFlight,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The client had answered the server's part of the handshake, and the server refused with an alert. Most often it wants a client \
      certificate: none was sent, or it does not accept the one that was.
      """,
    distinction: "The alert stands in clear, from the server, after its own hello.",
    unknowable: "What exactly was wrong: the server's log has it.",
    remedies: [
      Remedy(
        .client, "If the server requires a certificate, send one that it knows, with its intermediate certificates.",
        products: [
          .postfix: "smtp_tls_chain_files",
          .exchange: "TlsCertificateName of the send connector",
        ]),
      Remedy(
        .server,
        "If certificates are only welcome and not required, say so. Postfix: smtpd_tls_ask_ccert instead of smtpd_tls_req_ccert."
      ),
      .tlsServerLog,
    ],
    nextCommands: [.clientCertificate, .messages],
    references: ["RFC 8446 section 4.4.2.4", "RFC 5246 section 7.4.6"],
    captures: [
      "mtls-missing-exim-tls12",
      "mtls-missing-tls12",
      "mtls-rejected-tls12",
    ]
  ) { it in
    TLSRefusal.match(it, .server) { refusal in
      let certificate: String =
        switch refusal.handshake.tls.clientCertificate {
        case .empty: " after the client had sent no certificate"
        case .sent: " after the client had sent its certificate"
        case .requested, .hidden, .notRequested: ""
        }
      let hasNone =
        refusal.handshake.tls.clientCertificate == .empty
        && (refusal.alert == .handshakeFailure || refusal.alert == .decodeError)
      let reading =
        hasNone
        ? ": that is how servers say that they require one" : TLSReading.ofServer(refusal.alert).map { ": \($0)" } ?? ""
      let place = refusal.position == .serverFlight ? "in the middle of the handshake" : "at the end of the handshake"
      return Match(
        .certain, "The server broke off \(place)\(certificate) with \(refusal.words)\(reading).",
        cause: it.certificateExplains ? nil : refusal.cause, evidence: refusal.story, stage: refusal.stage,
        severity: it.certificateExplains ? .note : nil
      ).telling {
        guard !refusal.handshake.isTLS13, refusal.handshake.tls.clientCertificate == .notRequested else { return nil }
        return Telling(
          meaning:
            "The client had answered the server's part of the handshake, and the server refused with an alert. It had not asked for a client certificate, so that is not the matter; the alert's name is what the server says about the reason.",
          remedies: [.tlsServerLog], commands: [.messages])
      }
    }
  }
}
