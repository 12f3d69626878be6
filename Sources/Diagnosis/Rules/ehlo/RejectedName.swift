import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehloRejectedName = Rule(
    id: "ehlo/rejected-name",
    title: "server refused the name by which the client introduced itself",
    stage: .ehlo,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The client announces a name in EHLO or HELO, and this server did not accept it: no dot in it, an underscore, the server's \
      own name, a name that the DNS does not know, or an address without brackets. Nothing that follows, TLS included, is tried.
      """,
    distinction:
      "The refusal answers the introduction, or says in so many words that it is about it; a refusal by the caller's address would come whatever the name.",
    unknowable: "Which name the server would accept.",
    remedies: [
      Remedy(
        .client,
        "Announce the full host name that the DNS knows for {source}. Exchange: the send connector's Fqdn; Postfix: smtp_helo_name; Exim: primary_hostname."
      ),
      Remedy(.server, "If the name is right, look at the rule that refused it. Postfix: smtpd_helo_restrictions."),
    ],
    nextCommands: [Try.hello, Try.reverseName],
    logMessages: [
      LogMessage("Postfix", "501 Syntax: EHLO hostname"),
      LogMessage("Exim", "501 Syntactically invalid EHLO argument(s)"),
      LogMessage("Exchange", "501 5.5.4 Invalid domain name"),
      LogMessage("OpenSMTPD", "EHLO rejected:"),
    ],
    references: ["RFC 5321 section 4.1.1.1", "RFC 5321 section 4.1.4"],
    captures: ["ehlo-rejected-name"]
  ) { session in
    guard !session.succeeded else { return nil }
    if let refused = session.refusedHello, refused.accepted == nil, refused.reply.code != 421,
      !session.wentOn(after: refused.hello.exchange),
      refused.reply.speaksOfName, session.mangledExchange == nil, ![500, 502, 504].contains(refused.reply.code)
    {
      return Match(
        .certain,
        refused.hello.clientName.isEmpty
          ? "The client introduced itself without a name, and the server refused: \"\(refused.reply.brief)\"."
          : "The server refused the name \"\(refused.hello.clientName)\": \"\(refused.reply.brief)\".",
        cause: Cause(.stopped, by: .server, basis: .statement),
        evidence: [
          session.evidence(refused.exchange.command, meaning: "the name that the client announces"),
          session.evidence(refused.reply, meaning: "the server refuses it"),
        ])
    }
    // Postfix holds the refusal back until the first recipient.
    let late = session.clearExchanges.last { exchange in
      guard exchange.command.verb == .mail || exchange.command.verb == .rcpt, let reply = exchange.reply else {
        return false
      }
      return reply.isNegative && reply.mentions("helo command rejected", "bad helo")
    }
    guard let late, let reply = late.reply, let hello = session.lastClearHello, hello.exchange < session.exchanges.count
    else { return nil }
    return Match(
      .certain,
      "The server refused the mail for the name \"\(hello.clientName)\" in the client's introduction: \"\(reply.brief)\".",
      cause: Cause(.stopped, by: .server, basis: .statement),
      evidence: [
        session.evidence(session.exchanges[hello.exchange].command, meaning: "the name that the client announces"),
        session.evidence(reply, meaning: "the server refuses it, at this command only"),
      ], stage: late.command.verb == .mail ? .mail : .rcpt)
  }
}
