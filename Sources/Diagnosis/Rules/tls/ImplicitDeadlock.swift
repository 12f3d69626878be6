import CaptureFiles
import PacketLayers
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

extension Rule {
  static let tlsImplicitDeadlock = Rule(
    id: "tls/implicit-port-deadlock",
    title: "client and server each waited for the other to begin",
    stage: .connect,
    severity: .problem,
    meaning: """
      On this port TLS begins with the connection, and the client speaks first. The client waited for a greeting instead, the server for TLS, \
      and neither said a word. The client is set to STARTTLS or to no encryption where it should begin with TLS.
      """,
    distinction:
      "The connection was accepted, neither side sent a byte, and the port is that of TLS from the first byte.",
    unknowable: "Whether the server would have spoken TLS: try it.",
    remedies: [
      Remedy(
        .client,
        "Set the client to TLS from the first byte (\"SSL/TLS\") for this port, or use 587 with STARTTLS. Postfix: smtp_tls_wrappermode = yes; Exim: protocol = smtps; swaks: --tlsc."
      )
    ],
    nextCommands: [TLSTry.implicit],
    logMessages: [LogMessage("Postfix", "timed out while receiving the initial server greeting")],
    references: ["RFC 8314 section 3.3"]
  ) { session in
    guard session.servicePort == .submissions, session.tls == nil, session.greeting == nil, session.exchanges.isEmpty,
      session.visibility.seesStart, session.visibility.seesBothDirections, session.clientFlow.sentEnd == 0,
      session.serverFlow.sentEnd == 0, let answer = session.serverFlow.syn, answer.acknowledges,
      session.clientFlow.packets >= 2, session.visibility.holes.isEmpty, session.icmpErrors.isEmpty
    else { return nil }
    let ending = session.ending
    var waited = ending.at.time.seconds(since: answer.at.time)
    if ending.kind == .none { waited += ending.captureWentOnSeconds ?? 0 }
    guard waited >= 5 else { return nil }
    let how = ending.kind == .none ? "" : ", until the \(ending.by?.noun ?? "peer") closed the connection"
    return Match(
      .strong,
      "On port \(session.server.port) neither side said a word for \(TLSWords.seconds(waited))\(how): the client waited for a greeting, the server for TLS.",
      cause: Cause(.stopped, by: .client, basis: .ending),
      evidence: [
        Evidence(packets: [answer.at.packet], meaning: "the server accepts the connection and waits for TLS"),
        Evidence(packets: [ending.at.packet], meaning: "the connection ends, or is last seen, without a byte"),
      ])
  }
}
