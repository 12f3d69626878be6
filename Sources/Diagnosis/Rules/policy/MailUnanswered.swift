import PlainWords
import SMTPSession
import SMTPTranscript

extension Rule {
  static let policyNoReply = Rule(
    id: "policy/no-reply",
    title: "server did not answer",
    stage: .mail,
    severity: .problem,
    needs: .pause,
    points: [.mail, .sealed],
    meaning: """
      The server's machine confirmed that the command or the message arrived, and the mail service never answered it, until the \
      client gave up. It is probably busy with something that it asks others: the DNS, a block list, a content filter, a directory, \
      a full disk; or it hangs. The sender keeps the mail and tries again. A message that was sent whole and not answered may \
      have been accepted all the same, and then arrives twice.
      """,
    distinction: """
      TCP acknowledged what the client sent, nothing that the server sent is missing from the capture, and the server's answer was \
      owed for longer than a few seconds. A server that hangs up instead of answering is another finding. \
      Inside TLS it is told by the records: whose turn it was, and that what was sent was confirmed.
      """,
    unknowable: "What the server was waiting for: only its own log tells.",
    remedies: [
      Remedy(
        .server,
        "Look for {source} in the mail service's log {time}, and check what it asks for each mail: name servers, content filter or milter, directory, disk of the queue."
      ),
      Remedy(
        .client,
        "Do not make the client's limits shorter than the standard's: five minutes for MAIL and RCPT, ten for the end of the message."
      ),
    ],
    nextCommands: [.mail],
    logMessages: [LogMessage("Postfix", "timed out while sending")],
    references: ["RFC 5321 section 4.5.3.2", "RFC 1047"]
  ) { it in
    it.silence(at: .mail, evidence: "this was received and not answered") { waited, what in
      "The server received \(what) and did not answer for \(waited)."
    } ?? it.sealedSilence
  }
}

extension Case {
  /// A server that owed an answer inside TLS.
  fileprivate var sealedSilence: Match? {
    guard let sealed, case .unanswered(.server, _, let seconds) = sealed.outcome, let handshake, handshake.seesAll,
      !handshake.isEndedByTheWay
    else { return nil }
    let asked = sealed.turns.last { $0.side == .client }
    let isMessage = asked?.shape == .message
    let what =
      asked == nil ? "the connection" : isMessage ? "what is as long as a message" : "the client's last command"
    let owed = asked == nil ? "did not greet" : "did not answer"
    let end: String =
      switch leave.side {
      case nil: "and the capture shows no end"
      case .server: "and then left without having answered"
      case .client: "until the client gave up"
      }
    return Match(
      sealed.certainty,
      "Inside TLS the server had received \(what) and \(owed) for \(LengthOfTime.spoken(seconds)), \(end).",
      cause: Cause(.stopped, by: .server, basis: .ending, holdsWithoutIntent: true),
      evidence: sealed.evidence(handshake), stage: isMessage ? .data : .protected)
  }
}
