import PacketLayers
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

extension Rule {
  static let tlsPlainOnImplicitPort = Rule(
    id: "tls/plaintext-on-implicit-port",
    title: "client spoke clear text on a port that begins with TLS",
    stage: .connect,
    severity: .problem,
    meaning: """
      On this port TLS begins with the connection. The client sent clear text, and the server, which expects TLS, answered with a TLS alert or \
      hung up. The client is set to STARTTLS or to no encryption where it should begin with TLS.
      """,
    distinction:
      "The client's first bytes are clear text, the server sent no greeting before them, and no clear text after them.",
    remedies: [
      Remedy(
        .client, "Set the client to TLS from the first byte (\"SSL/TLS\") for this port, or use 587 with STARTTLS.",
        products: [
          .postfix: "smtp_tls_wrappermode = yes",
          .exim: "protocol = smtps",
          .swaks: "--tlsc",
        ])
    ],
    nextCommands: [.implicitTLS],
    references: ["RFC 8314 section 3.3"],
    captures: [
      "tls-plaintext-on-implicit-port",
      "tls-plaintext-on-implicit-port-exim",
    ]
  ) { it in
    let session = it.session
    guard session.greeting == nil, session.visibility.seesStart, session.unsolicitedReplies.isEmpty,
      !session.exchanges.contains(where: { $0.reply != nil }), !session.visibility.lacksBytes(from: .server),
      session.clientFlow.sentEnd > 0, PortSilence(it) == nil
    else { return nil }
    var evidence: [Evidence] = []
    if let first = session.exchanges.first {
      evidence.append(session.evidence(first.command, meaning: "the client begins in clear text"))
    } else if let foreign = session.notSMTP, foreign.from == .client {
      let what = foreign.looksLike.map { " that looks like \($0)" } ?? ""
      evidence.append(Evidence(packets: [foreign.at.packet], meaning: "the client begins in clear text\(what)"))
    } else {
      return nil
    }
    let port = session.server.port
    if let handshake = it.handshake {
      guard handshake.tls.clientStream.recordCount == 0, handshake.hello == nil,
        let alert = handshake.tls.serverStream.alerts.first, let description = alert.description
      else { return nil }
      return Match(
        .certain,
        "The client spoke clear text on port \(port), and the server, which expects TLS there, answered with \(TLSWords.alert(description)).",
        cause: Cause(.stopped, by: .client, basis: .statement),
        evidence: evidence
          + handshake.evidence(.server, offset: alert.offset, .alert, meaning: "the server answers in TLS"))
    }
    guard session.servicePort == .submissions, session.serverFlow.sentEnd == 0, session.serverFlow.packets > 0,
      session.ending.kind != .none
    else { return nil }
    let how = session.ending.by == .server ? "the server hung up" : "nothing came back"
    evidence.append(Evidence(packets: [session.ending.at.packet], meaning: "the connection ends without a greeting"))
    return Match(
      .strong, "The client spoke clear text on port \(port), which begins with TLS, and \(how).",
      cause: Cause(.stopped, by: .client, basis: .residue), evidence: evidence)
  }
}
