import PlainWords
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsClientSilentInside = Rule(
    id: "tls/client-silent-inside",
    title: "inside TLS the client stopped in the middle",
    stage: .protected,
    severity: .problem,
    needs: .tls,
    points: .sealed,
    meaning: """
      Nothing inside TLS can be read, but who spoke last can be seen. The client had begun a mail or a login, the server had answered, and \
      then nothing came from the client until the wait was given up: its program stopped, or waited for something else.
      """,
    distinction: """
      Something as long as MAIL, AUTH or a message stands before the silence. An idle client that has asked for nothing keeps nobody \
      waiting, and packets that were lost on the way are reported as a matter of the network.
      """,
    unknowable: "What the server's last answer was, and what the client was doing: its own log knows.",
    remedies: [.tlsClientLog],
    references: ["RFC 5321 section 4.5.3.2.7"]
  ) { it in
    guard let sealed = it.sealed, case .unanswered(.client, _, let seconds) = sealed.outcome,
      let handshake = it.handshake, handshake.seesAll, !handshake.isEndedByTheWay, it.showsIntent
    else { return nil }
    let until =
      it.leave.kind == .none
      ? "and the capture shows no end" : "until the \(it.leave.side?.noun ?? "peer") ended the connection"
    return Match(
      sealed.certainty,
      "Inside TLS the server had answered, and the client sent nothing more for \(LengthOfTime.spoken(seconds)), \(until).",
      cause: Cause(.stopped, by: .client, basis: .ending), evidence: sealed.evidence(handshake))
  }
}
