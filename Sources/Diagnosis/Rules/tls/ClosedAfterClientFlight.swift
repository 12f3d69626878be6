import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsClosedAfterClientFlight = Rule(
    id: "tls/closed-after-client-flight",
    title: "server hung up at the last step of the handshake",
    stage: .clientFlight,
    severity: .problem,
    needs: .tls,
    points: .handshake,
    meaning: """
      The client had done its part of the handshake, and the server closed the connection instead of finishing. A client certificate that \
      it wanted or did not like, or a fault in the server's own software.
      """,
    distinction:
      "The client's last message was captured, and from the server neither an alert nor its own last message.",
    unknowable: "Why: the server's log has it.",
    remedies: [
      .tlsServerLog,
      Remedy(
        .client,
        "If the server asks for client certificates, check which one {source} sends, and its intermediate certificates."
      ),
    ],
    nextCommands: [.clientCertificate, .messages],
    logMessages: [LogMessage("Exchange", "421 4.4.2 Connection dropped due to SocketError")],
    references: ["RFC 8446 section 4.4"]
  ) { it in
    guard let ending = it.tlsEnding, ending.kind == .serverAfterClientFlight else { return nil }
    let verb = it.leave.kind == .reset ? "reset" : "closed"
    let match = Match(
      .probable, "The client finished its part of the handshake, and the server \(verb) the connection without a word.",
      cause: it.certificateExplains ? nil : Cause(.stopped, by: .server, basis: .ending),
      evidence: ending.handshake.serverHelloEvidence
        + ending.handshake.lastWords(of: .client, meaning: "the client's last message of the handshake")
        + [ending.handshake.endEvidence], severity: it.certificateExplains ? .note : nil)
    guard !ending.handshake.isTLS13, ending.handshake.tls.clientCertificate == .notRequested else { return match }
    return match.telling { noCertificateAsked }
  }
}

/// Where the server did not ask for a certificate of the client, none is in question.
private let noCertificateAsked = Telling(
  meaning:
    "The client had done its part of the handshake, and the server closed the connection instead of finishing. It had not asked for a client certificate, so that is not the matter: a fault in the server's own software or set-up is the likeliest reason.",
  remedies: [.tlsServerLog], commands: [.messages])
