import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehloFallback = Rule(
    id: "ehlo/rejected-helo-fallback",
    title: "server refused EHLO and the client went on with HELO",
    stage: .ehlo,
    severity: .exposure,
    needs: [.hello, .refusal],
    meaning: """
      EHLO is the introduction that asks for the list of extensions; HELO is the old one without it. This server refused EHLO, \
      the client fell back to HELO, and from there on there is no list: STARTTLS and AUTH cannot be offered, whatever the server \
      is able to do.
      """,
    distinction:
      "The server's refusal of EHLO and its acceptance of HELO were both captured, and the refusal does not repeat a command that the client did not send.",
    unknowable: "Whether the server itself refuses EHLO or a device in front of it answers in its place.",
    remedies: [
      Remedy(
        .server,
        "Find out why EHLO is refused: very old software, or a service on this port that is not the mail server itself."
      ),
      .inspection,
      .requireTLS,
    ],
    nextCommands: [.hello, .byHand],
    logMessages: [
      LogMessage("Postfix", "TLS is required, but was not offered by host"),
      LogMessage("Postfix", "performing the HELO handshake"),
    ],
    references: ["RFC 5321 section 2.2.1", "RFC 5321 section 4.1.1.1"],
    captures: ["helo-fallback"]
  ) { it in
    let session = it.session
    guard let refused = it.refusedHello, refused.hello.verb == .ehlo, refused.reply.isPermanentNegative,
      let accepted = refused.accepted, accepted.verb == .helo, it.mangledExchange == nil, session.tls == nil,
      ReplyReasons.reading(of: refused.reply, answering: .ehlo).reason != .helloName
        || refused.hello.clientName == accepted.clientName
    else { return nil }
    var evidence = [
      session.evidence(refused.exchange.command, meaning: "the client asks for the list of extensions"),
      session.evidence(refused.reply, meaning: "the server refuses EHLO"),
    ]
    if let reply = session.reply(to: accepted) {
      evidence.append(session.evidence(reply, meaning: "HELO is accepted; it has no list"))
    }
    if session.acceptedClearMail != nil {
      return Match(
        .certain,
        "The server refused EHLO with \"\(refused.reply.brief)\", so TLS could not be offered, and the mail went in clear.",
        cause: Cause(.downgraded, by: .server, basis: .statement), evidence: evidence)
    }
    let left = session.clientLeft && !session.hasAskedForService
    return Match(
      left ? .strong : .certain,
      left
        ? "The server refused EHLO with \"\(refused.reply.brief)\"; without it TLS cannot be offered, and the client left after HELO."
        : "The server refused EHLO with \"\(refused.reply.brief)\", and the client went on with HELO, without extensions.",
      cause: left ? Cause(.stopped, by: .client, basis: .ending) : nil, evidence: evidence,
      severity: left ? .problem : nil)
  }
}
