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
        "Read the log of {source} for this time: the error stands there, usually about its own certificate, key or TLS library."
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
    switch it.point.manner {
    case .left:
      how =
        it.leave.kind == .quit
        ? "said QUIT in clear instead of beginning it"
        : "\(it.leave.kind == .reset ? "reset" : "closed") the connection instead of beginning it"
    case .silent(.client): how = "did not begin it for \(spoken(it.point.waitedSeconds)), until the server closed"
    default: return nil
    }
    return Match(
      .strong, "The server agreed to TLS, and the client \(how).",
      cause: Cause(.stopped, by: .client, basis: .ending),
      evidence: [
        session.evidence(reply, meaning: "the server agrees; it is the client's turn"),
        Evidence(packets: [it.leave.at.packet], meaning: "the \(it.leave.side?.noun ?? "client") ends it here"),
      ])
  }
}
