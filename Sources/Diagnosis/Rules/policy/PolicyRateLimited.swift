import SMTPSession

extension Rule {
  static let policyRateLimited = Rule(
    id: "policy/rate-limited",
    title: "server limits how much this client may send",
    stage: .rcpt,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server refuses for now because this client sends too much at a time: too many messages, recipients or connections. The mail \
      is tried again later and gets through at a slower pace.
      """,
    distinction:
      "The words of the refusal speak of a limit or a rate; no fault of the sender, the recipient or the message is named.",
    unknowable: "How much the server allows, and what the client sent in its other sessions.",
    remedies: [
      Remedy(
        .client,
        "Send fewer messages and recipients at a time to this destination. Postfix: smtp_destination_concurrency_limit, smtp_destination_recipient_limit, smtp_destination_rate_delay. Look for a program that suddenly sends much."
      ),
      Remedy(.server, "If {source} sends so much with your consent, allow it more."),
    ],
    nextCommands: [.mail],
    logMessages: [
      LogMessage("Postfix, in the reply", "450 4.7.1 Error: too much mail from"),
      LogMessage("Exim, in the reply", "421 too many messages in this connection"),
    ],
    references: ["RFC 5321 section 4.5.3.1.10"],
    captures: ["rate-limited-recipients"]
  ) { it in
    it.refusalMatch(.rate, answering: [.mail, .login], meaning: "the server names a limit") { refusal in
      "The server takes no more from this client for now, because of how much or how often it sends: \"\(refusal.words)\""
    } telling: { refusal in
      guard refusal.isAboutConnections else { return nil }
      return Telling(
        meaning:
          "The server refuses for now because too many connections are open at once. The mail is tried again later and gets through over fewer connections.",
        unknowable: refusal.countsThisClient(in: it.session)
          ? "How many connections the server allows."
          : "Whether the limit counts this client's connections alone, or everybody's.",
        remedies: [
          Remedy(
            .client,
            "Open fewer connections at once to this destination, and look for a program at {source} that opens many. Postfix: smtp_destination_concurrency_limit; Exim: remote_max_parallel; Exchange: MaxPerDomainOutboundConnections of the transport service."
          ),
          Remedy(.server, "If {source} may open more, raise the limit for it."),
        ])
    }
  }
}
