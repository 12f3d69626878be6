import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsUnansweredInside = Rule(
    id: "tls/unanswered-inside",
    title: "inside TLS one side waited in vain for the other",
    stage: .protected,
    severity: .problem,
    needs: .tls,
    points: .sealed,
    meaning: """
      Nothing inside TLS can be read, but who spoke last can be seen. It was the other side's turn, and it sent nothing until the wait was \
      given up. A server that hangs over a look-up or a full disk, a filter that takes the message and does not come back, a \
      client program that stopped.
      """,
    distinction: """
      The last record was confirmed by the other side's TCP, so it arrived, and nothing came back. Packets that were lost on the way \
      are reported as a matter of the network. An idle client that has asked for nothing yet keeps nobody waiting.
      """,
    unknowable: "What was asked last, and what the silent side was doing: its own log knows.",
    remedies: [.tlsClientLog],
    references: ["RFC 5321 section 4.5.3.2"]
  ) { it in
    guard let sealed = it.sealed, case .unanswered(let silent, _, let seconds) = sealed.outcome,
      let handshake = it.handshake, handshake.seesAll, !handshake.isEndedByTheWay,
      // An idle client keeps nobody waiting.
      silent == .server || it.showsIntent
    else { return nil }
    let isMessage = sealed.turns.last { $0.side == .client }?.shape == .message
    let until: String =
      it.leave.kind == .none
      ? "and the capture shows no end"
      : silent == .server && it.leave.side == .server
        ? "and then left without having answered"
        : "until the \(it.leave.side?.noun ?? "peer") gave up"
    func summary() -> String {
      guard silent == .server else {
        return
          "Inside TLS the server had answered, and the client sent nothing more for \(TLSWords.seconds(seconds)), \(until)."
      }
      let what =
        sealed.turns.contains { $0.side == .client }
        ? isMessage ? "what is as long as a message" : "the client's last command" : "the connection"
      let missing = sealed.turns.contains { $0.side == .client } ? "did not answer" : "did not greet"
      return
        "Inside TLS the server had received \(what) and \(missing) for \(TLSWords.seconds(seconds)), \(until)."
    }
    let remedies: [Remedy] =
      silent == .client
      ? []
      : [
        Remedy(
          .server,
          "Look for {source} in the server's log at this moment: what it began last and did not finish (a filter, a look-up in DNS or a directory, a full disk) is what kept the client waiting."
        )
      ]
    return Match(
      sealed.certainty, summary(),
      cause: Cause(.stopped, by: silent.actor, basis: .ending, holdsWithoutIntent: silent == .server),
      evidence: sealed.evidence(handshake), stage: isMessage ? .data : nil, remedies: remedies)
  }
}
