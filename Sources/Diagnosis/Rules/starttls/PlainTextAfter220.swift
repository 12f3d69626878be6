import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSPlainText = Rule(
    id: "starttls/220-then-plaintext",
    title: "server agreed to TLS and went on in clear text",
    stage: .serverFlight,
    severity: .problem,
    needs: [.startTLS, .clearAfterStartTLS],
    meaning: """
      The server told the client to go ahead with TLS, and then answered with a line of clear text where TLS was due. Something \
      agreed that cannot do it: a proxy that says yes while the mail server behind it was never told, or a server whose TLS failed to \
      start. The client's TLS library reports a wrong version number or the like.
      """,
    distinction:
      "The line of clear text was captured after the agreement, in a packet of its own, and no TLS came from the server.",
    unknowable: "Which machine of those behind the address speaks.",
    remedies: [.certificateFiles, .inspection],
    nextCommands: [.trace, .bothSides],
    logMessages: [
      LogMessage("OpenSSL", "wrong version number"),
      LogMessage("Exchange", "TLS negotiation failed with error InvalidToken"),
    ],
    references: ["RFC 3207 section 4", "RFC 8446 section 5"],
    captures: ["220-then-plaintext"]
  ) { it in
    let session = it.session
    guard let attempt = it.acceptedStartTLS, attempt.request.serverWentOnWith == .plainText,
      attempt.request.clientWentOnWith != .plainText, let agreed = attempt.reply, !it.bearsMask
    else { return nil }
    let replies = session.unsolicitedReplies + session.exchanges.compactMap(\.reply)
    guard let line = replies.first(where: { $0.flags.contains(.afterSTARTTLSReply) }),
      line.first.packet > agreed.last.packet
    else { return nil }
    return Match(
      .certain, "The server agreed to TLS and then answered in clear text: \"\(line.brief)\".",
      cause: Cause(.stopped, by: .server, basis: .residue),
      evidence: [
        session.evidence(agreed, meaning: "the server agrees to TLS"),
        session.evidence(line, meaning: "clear text where TLS was due"),
      ])
  }
}
