import PlainWords
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsServerClosedAfterHandshake = Rule(
    id: "tls/server-closed-after-handshake",
    title: "server closed as soon as TLS was set up",
    stage: .protected,
    severity: .problem,
    needs: .tlsCompleted,
    points: .sealed,
    meaning: """
      Both sides had finished the handshake, so the server had taken everything in it, and then it ended the connection before the client had \
      said a word inside TLS. A policy that is asked after the handshake, a program behind the TLS that could not be started or reached, \
      or a limit on connections.
      """,
    distinction: """
      The server's own last message of the handshake came first. The alert that may follow is as long as any other: it can be a \
      plain goodbye or name a reason.
      """,
    unknowable: "Why it closed: the server's log has it.",
    remedies: [
      Remedy(
        .server,
        "Look for {source} in the server's log {time}: see what it says right after the TLS connection was established."
      ),
      Remedy(
        .client, "Try again and compare: where it happens each time, tell the server's postmaster that it did {time}."),
    ],
    nextCommands: [.trace],
    references: ["RFC 3207 section 4.2"]
  ) { it in
    guard let handshake = it.completedHandshake, handshake.seesAll, !handshake.isEndedByTheWay,
      handshake.encryptedRefusal == nil, handshake.tls.mode == .starttls, it.leave.side == .server,
      handshake.waited < Handshake.longSilence, handshake.data(of: .client).isEmpty,
      it.sealed.map({ $0.outcome == .nothingSaid }) ?? handshake.data(of: .server).isEmpty,
      it.clientCertificateRefusal == nil
    else { return nil }
    let certificate: String =
      switch handshake.tls.clientCertificate {
      case .empty: " It had asked for a client certificate, got none, and finished the handshake all the same."
      case .sent: " It had got the client's certificate, and finished the handshake."
      case .requested, .hidden, .notRequested: ""
      }
    let pause = handshake.waited >= 1 ? " \(LengthOfTime.spoken(handshake.waited)) later" : ""
    let match = Match(
      .probable,
      "The handshake was complete, and\(pause) the server ended the connection before the client had said a word inside TLS.\(certificate)",
      cause: Cause(.stopped, by: .server, basis: .ending, holdsWithoutIntent: true),
      evidence: handshake.serverHelloEvidence
        + handshake.lastWords(of: .server, meaning: "the last that the server sent") + [handshake.endEvidence])
    guard handshake.tls.clientCertificate == .empty else { return match }
    return match.telling { certificateWanted }
  }
}

/// A server that had asked for a certificate and got none.
private let certificateWanted = Telling(
  meaning:
    "Both sides had finished the handshake, and then the server ended the connection before the client had said a word inside TLS. In the handshake it had asked for a client certificate and got none: a server that requires one may let the handshake pass and turn the client away right after it.",
  unknowable: "Whether the certificate that was missing is the reason: the server's log has it.",
  remedies: [
    Remedy(
      .client,
      "If the server requires a certificate, give the sending server one that it knows, with its key and its intermediate certificates.",
      products: [
        .postfix: "smtp_tls_chain_files", .exchange: "TlsCertificateName of the send connector",
      ]),
    Remedy(
      .server,
      "Look for {source} in the server's log {time}: it says whether a client certificate was missed. If certificates are only welcome, ask for them without requiring them.",
      products: [.postfix: "smtpd_tls_ask_ccert instead of smtpd_tls_req_ccert"]),
  ], commands: [.clientCertificate])
