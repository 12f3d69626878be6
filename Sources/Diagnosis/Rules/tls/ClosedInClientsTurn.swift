import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsClosedInClientsTurn = Rule(
    id: "tls/closed-in-clients-turn",
    title: "server hung up after its own part of the handshake, in the client's turn",
    stage: .serverFlight,
    severity: .problem,
    needs: .tls,
    points: .handshake,
    meaning: """
      The server had chosen version and cipher suite and sent its part of the handshake, and then it closed the connection before the client's \
      answer had come. So it did not mind what the client offered. A service that is restarted or runs out of something does that, a \
      time limit that is far too short, or a device in front of it that ends the connection in its name.
      """,
    distinction:
      "All of the server's messages were there, and its end came before the client's last message of the handshake. What the client sent afterwards crossed it.",
    unknowable: "Why it closed: the server's log has it.",
    remedies: [.tlsServerLog, .tlsPath],
    nextCommands: [.trace],
    logMessages: [LogMessage("Exchange", "421 4.4.2 Connection dropped due to SocketError")],
    references: ["RFC 8446 section 2"]
  ) { it in
    guard let ending = it.tlsEnding, ending.kind == .serverAtHello, ending.handshake.flight == .serverFlight else {
      return nil
    }
    let handshake = ending.handshake
    let verb = it.leave.kind == .reset ? "reset" : "closed"
    return Match(
      .strong,
      "The server sent its part of the handshake and \(verb) the connection before the client's answer had come, without a reason.",
      cause: Cause(.stopped, by: .server, basis: .ending),
      evidence: handshake.serverHelloEvidence
        + [
          Evidence(
            packets: [it.leave.at.packet], meaning: "the server \(verb == "reset" ? "resets" : "closes") the connection"
          )
        ])
  }
}
