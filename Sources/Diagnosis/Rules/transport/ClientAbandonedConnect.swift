import CaptureFiles
import PlainWords
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let clientAbandonedConnect = Rule(
    id: "transport/client-abandoned-connect",
    title: "client opened a connection and used it for nothing",
    stage: .connect,
    severity: .note,
    meaning: """
      The client let the server accept the connection and closed it again without waiting for the greeting, or never finished \
      opening it. Health checks of load balancers, monitoring and port scanners do that. No mail was lost by it.
      """,
    distinction:
      "No byte in either direction, and the client ends it within five seconds: it did not wait for a slow server.",
    unknowable: "Who is behind the client's address, and whether it meant to send mail.",
    remedies: [
      Remedy(
        .server, "Nothing to mend. If it fills the log, leave the address out of logging or let the check send QUIT.")
    ],
    references: ["RFC 9293 section 3.5"],
    captures: []
  ) { it in
    let session = it.session
    guard let answer = session.serverFlow.syn, session.clientFlow.syn != nil, !session.hasBytes,
      session.visibility.holes.isEmpty
    else { return nil }
    let accepted = session.wireEvidence([answer.at.packet], meaning: "the server accepts the connection")
    if it.leave.side == .client {
      let seconds = it.leave.at.time.seconds(since: answer.at.time)
      guard seconds < PointOfStop.patienceSeconds else { return nil }
      let word = it.leave.kind == .reset ? "resets" : "closes"
      let when = seconds < 1 ? "at once" : "after \(LengthOfTime.spoken(seconds))"
      return Match(
        .strong, "The client closed the connection \(when), before either side had sent a byte.",
        evidence: [accepted, session.wireEvidence([it.leave.at.packet], meaning: "the client \(word) it")])
    }
    guard it.leave.kind == .none, session.clientFlow.packets == 1, answer.retransmissions >= 2 else { return nil }
    return Match(
      .strong, "The client sent one packet to open the connection and never took the server's answer.",
      evidence: [accepted])
  }
}
