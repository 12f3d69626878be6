import PlainWords
import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSClientLeftAfter220 = Rule(
    id: "starttls/client-left-after-220",
    title: "client left after the server had agreed to TLS",
    stage: .starttls,
    severity: .problem,
    needs: .startTLS,
    points: .agreement,
    meaning: """
      The server agreed to TLS, and it was the client's turn to begin. It closed the connection instead. A mail server whose own \
      TLS cannot be set up does this (no usable certificate or library); so does a test that only wants to know whether TLS is offered.
      """,
    distinction: "The agreement was captured, and the client's end of the connection without a byte of TLS before it.",
    unknowable: "Whether the client had mail. Its own log has the reason.",
    remedies: [
      Remedy(
        .client,
        "Look for {server} in the log of {source} {time}: the error stands there, usually about its own certificate, key or TLS library."
      )
    ],
    nextCommands: [.trace],
    logMessages: [LogMessage("Exchange", "TLS negotiation failed with error NoCredentials")],
    references: ["RFC 3207 section 4"],
    captures: ["client-left-after-220"]
  ) { it in
    let session = it.session
    guard it.point.place == .agreement, let attempt = it.acceptedStartTLS, let reply = attempt.reply, !it.beganTLS,
      !session.visibility.lacksBytes(from: .client)
    else { return nil }
    let how: String
    let instead: String
    var isSilent = false
    switch it.point.manner {
    case .left:
      how =
        it.leave.kind == .quit
        ? "said QUIT in clear instead of beginning it"
        : "\(it.leave.kind == .reset ? "reset" : "closed") the connection instead of beginning it"
      instead =
        it.leave.kind == .quit
        ? "said QUIT in clear" : it.leave.kind == .reset ? "reset the connection" : "closed the connection"
    case .silent(.client):
      how = "did not begin it for \(LengthOfTime.spoken(it.point.waitedSeconds)), until the server closed"
      instead = "kept silent for \(LengthOfTime.spoken(it.point.waitedSeconds))"
      isSilent = true
    default: return nil
    }
    let match = Match(
      .strong, "The server agreed to TLS, and the client \(how).",
      cause: Cause(.stopped, by: .client, basis: .ending),
      evidence: [
        session.evidence(reply, meaning: "the server agrees; it is the client's turn"),
        Evidence(packets: [it.leave.at.packet], meaning: "the \(it.leave.side?.noun ?? "client") ends it here"),
      ])
    return match.telling {
      Telling(
        meaning:
          "The server agreed to TLS, and it was the client's turn to begin. Instead it \(instead). A mail server whose own TLS cannot be set up does this (no usable certificate or library)\(isSilent ? ", and so does a program that hangs" : "; so does a test that only wants to know whether TLS is offered")."
      )
    }
  }
}
