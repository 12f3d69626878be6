import CaptureFiles
import PlainWords
import SMTPSession
import SMTPTranscript

extension Rule {
  static let policyServerTimeout = Rule(
    id: "policy/server-timeout",
    title: "server ended the session because the client was silent",
    stage: .ehlo,
    severity: .problem,
    needs: .refusal,
    meaning: """
      It was the client's turn and nothing came, until the server's patience ended and it closed the session with 421. The server did \
      what it should; the question is why the client fell silent.
      """,
    distinction:
      "The reply is 421 and speaks of a time-out. After mail had been accepted it is an ordinary end and only a note.",
    unknowable: """
      Whether the client hung, waited for something else, or did send and its packets never arrived: a capture taken beside the client tells.
      """,
    remedies: [
      Remedy(
        .client,
        "Look at what the client did in the seconds before: name lookups, content filters and locked queues are the usual places to hang."
      ),
      Remedy(.network, "If the client's log says that it did send, capture on both sides of the firewall and compare."),
    ],
    nextCommands: [.mail],
    logMessages: [
      LogMessage("Postfix, in the reply", "Error: timeout exceeded"),
      LogMessage("Exim, in the reply", "SMTP command timeout"),
      LogMessage("Sendmail, in the reply", "Lost input channel"),
    ],
    references: ["RFC 5321 section 4.5.3.2.7", "RFC 5321 section 3.8"],
    captures: ["idle-timeout-421"]
  ) { it in
    guard
      var match = it.refusalMatch(
        [.idle], answering: .any, meaning: "the server waited for the client until here",
        sentence: { refusal in
          let silent = it.session.silence(before: refusal.reply)
          let how = silent >= 1 ? " for \(LengthOfTime.spoken(silent))" : ""
          return "The client was silent\(how), and the server ended the session: \"\(refusal.words)\""
        })
    else { return nil }
    // It was the client's turn: the server only ended the wait.
    if match.cause != nil { match.cause = Cause(.stopped, by: .client, basis: .statement) }
    match.stage = it.session.furthestClearStage
    return match
  }
}

extension Session {
  /// The furthest stage that commands and replies in clear reached.
  var furthestClearStage: Stage {
    stages.last { $0.state == .reached && $0.stage != .quit }?.stage ?? .connect
  }

  /// Seconds from the last words of either side to a reply.
  fileprivate func silence(before reply: Reply) -> Double {
    let before = transcript.last { $0.from != nil && $0.kind != .tcp && $0.at.packet < reply.first.packet }
    return before.map { max(0, reply.first.time.seconds(since: $0.at.time)) } ?? 0
  }
}
