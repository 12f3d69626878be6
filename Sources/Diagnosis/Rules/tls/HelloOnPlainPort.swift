import PacketLayers
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

extension Rule {
  static let tlsHelloOnPlainPort = Rule(
    id: "tls/clienthello-on-plaintext-port",
    title: "client began with TLS on a port that begins in clear text",
    stage: .greeting,
    severity: .problem,
    needs: .tlsUnfinished,
    meaning: """
      The client opened the connection with TLS, and the server on this port begins with a greeting in clear text and offers TLS only after \
      STARTTLS. The client takes the greeting for broken TLS, the server takes the TLS for a broken command. The client's setting is \
      \"SSL/TLS\" where it should be \"STARTTLS\", or the port is wrong.
      """,
    distinction:
      "The client's first bytes are TLS, no STARTTLS came before, and the server spoke clear text or nothing.",
    remedies: [
      Remedy(
        .client, "Choose STARTTLS for this port, or port 465 for TLS from the first byte.",
        products: [
          .postfix: "smtp_tls_wrappermode = no",
          .exim: "no protocol = smtps",
          .swaks: "--tls instead of --tlsc",
        ])
    ],
    nextCommands: [
      .handshake(start: .startTLS),
      .handshake(start: .atOnce, port: 465),
    ],
    references: ["RFC 8314 section 3.3", "RFC 3207 section 4"],
    captures: [
      "tls-clienthello-on-plaintext-port"
    ]
  ) { it in
    let session = it.session
    // On the port of TLS from the first byte the fault is the server's.
    guard session.servicePort != .submissions || it.handshake?.clearAnswer == nil,
      let handshake = it.handshake, handshake.tls.mode == .implicit, !handshake.tls.completed,
      session.startTLSRequests.isEmpty, session.hellos.isEmpty, session.visibility.seesStart,
      !session.visibility.lacksBytes(from: .client), handshake.tls.serverStream.recordCount == 0,
      let hello = handshake.clientHelloMessage, let sent = handshake.tls.moment(.client, at: hello.startOffset),
      handshake.tls.clientStream.startOffset == 0
    else { return nil }
    let answer = session.lastReply ?? session.unsolicitedReplies.last ?? session.greeting
    var evidence = [
      session.tlsEvidence(.client, at: sent, .message(.clientHello), meaning: "the client begins with TLS")
    ]
    if let answer {
      evidence.append(session.evidence(answer, meaning: "the server speaks clear text"))
      return Match(
        .certain, "The client began with TLS on port \(session.server.port), where the server speaks clear text first.",
        cause: Cause(.stopped, by: .client, basis: .residue), evidence: evidence)
    }
    guard session.servicePort == .smtp || session.servicePort == .submission, session.serverFlow.packets > 0,
      session.ending.kind != .none
    else { return nil }
    return Match(
      .probable,
      "The client began with TLS on port \(session.server.port), which begins in clear text, and got no TLS in answer.",
      cause: Cause(.stopped, by: .client, basis: .residue), evidence: evidence + [handshake.endEvidence])
  }
}
