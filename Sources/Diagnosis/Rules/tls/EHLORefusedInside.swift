import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsEHLORefusedInside = Rule(
    id: "tls/ehlo-refused-inside",
    title: "inside TLS the answer to EHLO is too short for a list of extensions",
    stage: .secondEHLO,
    severity: .problem,
    needs: .tlsCompleted,
    points: .sealed,
    meaning: """
      After the handshake the client introduced itself again, as it must. The server's answer has a fraction of the length of the list that \
      it gave in clear, and nothing was asked for after it: by its length it is a refusal. Servers refuse here when they want a client \
      certificate, when the client's name or address does not suit them, or when a filter behind the TLS says no.
      """,
    distinction: """
      Told by lengths alone: the EHLO in clear, the list that answered it, and the encrypted records. A server that merely offers less \
      inside TLS leaves out a line or two, not most of the list.
      """,
    unknowable: "The reply itself, and so its reason: both logs have it.",
    remedies: [
      Remedy(
        .client,
        "Look for {server} in the log of {source} {time}: it quotes the server's reply to EHLO, with the reason."),
      Remedy(
        .server,
        "Look for {source} in the server's log {time}. Postfix: smtpd_tls_req_ccert and smtpd_helo_restrictions; Exchange: the receive connector's permissions."
      ),
    ],
    nextCommands: [.list],
    references: ["RFC 3207 section 4.2", "RFC 5321 section 4.1.1.1"],
    captures: ["mtls-missing-postfix", "mtls-missing-postfix-tls12"]
  ) { it in
    guard let sealed = it.sealed, case .refused(.secondEHLO, _) = sealed.outcome, let handshake = it.completedHandshake
    else { return nil }
    let answer = sealed.basis.last { $0.side == .server }
    let list = it.session.lastClearHello.flatMap { it.session.reply(to: $0) }
    let certificate: String =
      switch (handshake.tls.clientCertificate, handshake.negotiation.clientCertificateInference?.claim) {
      case (.empty, _): " It had asked for a client certificate, and got none."
      case (_, .clientCertificateEmpty): " By the sizes it had asked for a client certificate, and got none."
      default: ""
      }
    func summary() -> String {
      let size = answer.map { SealedWords.bytes($0.plaintext) } ?? "a few"
      let whole = list.map { reply in reply.lines.reduce(0) { $0 + $1.utf8.count + 6 } }
      let than = whole.map { ", where the list in clear had \($0)" } ?? ""
      return
        "Inside TLS the server answered EHLO with \(size) bytes\(than): by its length a refusal.\(certificate)"
    }
    let match = Match(
      sealed.certainty, summary(),
      cause: Cause(.stopped, by: .server, basis: .inference, holdsWithoutIntent: true),
      evidence: sealed.evidence(handshake))
    return certificate.isEmpty ? match : match.telling { certificateWanted }
  }
}

/// A server that had asked for a certificate and got none.
private let certificateWanted = Telling(
  meaning:
    "After the handshake the client introduced itself again, as it must. The server's answer has a fraction of the length of the list that it gave in clear, and nothing was asked for after it: by its length it is a refusal. In the handshake the server had asked for a client certificate and got none: that is the likeliest reason.",
  remedies: [
    Remedy(
      .client,
      "If the server requires a certificate, give the sending server one that it knows, with its key and its intermediate certificates.",
      products: [.postfix: "smtp_tls_chain_files", .exchange: "TlsCertificateName of the send connector"])
  ], keeping: [.client, .server], commands: [.clientCertificate, .list])
