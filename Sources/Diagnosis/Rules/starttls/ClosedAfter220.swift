import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSClosedAfter220 = Rule(
    id: "starttls/220-then-close",
    title: "server agreed to TLS and hung up before it began",
    stage: .starttls,
    severity: .problem,
    needs: .startTLS,
    points: [.agreement, .handshake],
    meaning: """
      The server told the client to go ahead with TLS and then closed the connection before it had read the client's first TLS \
      message. The process that should have begun TLS probably failed at once: a certificate or key that it cannot use.
      """,
    distinction:
      "The server's end stands before any TLS message of the client. A server that hangs up after having read that message is another finding.",
    unknowable: "Why it closed: only its log says so.",
    remedies: [.certificateFiles, .showThem],
    nextCommands: [.trace],
    references: ["RFC 3207 section 4"],
    captures: ["220-then-close"]
  ) { it in
    let session = it.session
    guard session.ending.by == .server, session.ending.kind != .none, case .cut(.server) = it.point.manner,
      let attempt = it.acceptedStartTLS, let reply = attempt.reply, attempt.request.serverWentOnWith == .nothing,
      !session.visibility.lacksBytes(from: .client), !session.visibility.lacksBytes(from: .server),
      session.ending.at.packet >= reply.last.packet
    else { return nil }
    let began = session.stage(.clientHello).at
    guard attempt.request.clientWentOnWith == .nothing || (began.map { $0.packet > session.ending.at.packet } ?? false),
      attempt.request.clientWentOnWith != .plainText
    else { return nil }
    return Match(
      .strong, "The server agreed to TLS and closed the connection before the client had begun.",
      cause: Cause(.stopped, by: .server, basis: .ending),
      evidence: [
        session.evidence(reply, meaning: "the server agrees"), session.endingEvidence("the server hangs up"),
      ])
  }
}
