import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsNameMissing = Rule(
    id: "tls/sni-missing",
    title: "client did not say which name it wants, and the server refused",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The client's first TLS message names no server, and the server refused it. Some servers that hold certificates for many names \
      answer nobody who does not say which one he wants. Mail servers may leave the name out, so this hits some senders and not others.
      """,
    distinction: "There is no server_name in the ClientHello, and the refusal is one that goes with that.",
    unknowable: "Whether a name alone would have been enough.",
    remedies: [
      Remedy(
        .client, "Send the name.",
        products: [
          .postfix: "smtp_tls_servername = hostname",
          .exim: "tls_sni = $host in the transport",
        ]),
      Remedy(.server, "Give clients without a name a default certificate: many mail servers send none."),
    ],
    nextCommands: [.messages, .noName],
    references: ["RFC 6066 section 3", "RFC 7672 section 8.1"]
  ) { it in
    TLSRefusal.match(it, .nameMissing) { refusal in
      Match(
        .probable, "The client named no server in its first TLS message, and the server refused it: \(refusal.words).",
        cause: refusal.cause, evidence: refusal.story, stage: refusal.stage)
    }
  }
}
