import PacketLayers
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsClearOnImplicitPort = Rule(
    id: "tls/server-clear-on-implicit-port",
    title: "server speaks clear text on the port that begins with TLS",
    stage: .greeting,
    severity: .problem,
    needs: .tls,
    meaning: """
      Port 465 begins with TLS, and the client did so. The server answered with a greeting in clear text: the mail service listens on \
      this port without TLS. No client can use it as it is.
      """,
    distinction:
      "The client's first bytes are TLS, the port is 465, and the server's first bytes are a reply in clear text.",
    remedies: [
      Remedy(
        .server,
        "Switch TLS from the first byte on for this port. Postfix: smtps or submissions in master.cf with -o smtpd_tls_wrappermode=yes; Exim: tls_on_connect_ports = 465; Sendmail: DaemonPortOptions with M=s; a load balancer in front of it: pass the connection on to a port that begins with TLS."
      ),
      Remedy(.client, "Until then use port 587 with STARTTLS, if the server has it."),
    ],
    nextCommands: [.implicitTLS],
    references: ["RFC 8314 section 3.3"]
  ) { it in
    let session = it.session
    guard session.servicePort == .submissions, let handshake = it.handshake, let answer = handshake.clearAnswer else {
      return nil
    }
    return Match(
      .certain,
      "The client began with TLS on port \(session.server.port), as it should, and the server spoke clear text: \"\(answer.reply.brief)\".",
      cause: Cause(.stopped, by: .server, basis: .residue),
      evidence: [
        session.tlsEvidence(
          .client, at: answer.sent, .message(.clientHello), meaning: "the client begins with TLS"),
        session.evidence(answer.reply, meaning: "the server speaks clear text"),
      ])
  }
}

extension Handshake {
  /// The client's first message, sent before anything else, and the reply in clear that it got.
  var clearAnswer: (sent: Moment, reply: Reply)? {
    guard tls.mode == .implicit, !tls.completed, session.startTLSRequests.isEmpty, session.hellos.isEmpty,
      session.visibility.seesStart, !session.visibility.lacksBytes(from: .client),
      tls.serverStream.recordCount == 0, let message = clientHelloMessage,
      let sent = tls.moment(.client, at: message.startOffset), tls.clientStream.startOffset == 0,
      let reply = session.greeting ?? session.unsolicitedReplies.first ?? session.lastReply
    else { return nil }
    return (sent, reply)
  }
}
