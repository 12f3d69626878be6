import SMTPSession

extension Rule {
  static let greetingBusy = Rule(
    id: "greeting/busy-421",
    title: "server was too busy to talk",
    stage: .greeting,
    severity: .problem,
    needs: [.greeting, .refusal],
    meaning: """
      Instead of greeting, the server said that it has no room or no service for this connection now. It is a temporary \
      refusal: the sender keeps the mail and tries again. When it goes on for long, the server's limit on connections is too \
      low for its load, a sender opens too many connections at once, or the mail service is stopped or out of resources.
      """,
    distinction:
      "A temporary refusal whose text speaks of the caller's address, reputation or rate is reported as a refusal by policy.",
    unknowable: "Whether the limit counts all connections or only those of this client, unless the text says so.",
    remedies: [
      Remedy(
        .server, "Look at the load and at the limits on connections.",
        products: [
          .postfix: "default_process_limit and smtpd_client_connection_count_limit",
          .exim: "smtp_accept_max, smtp_accept_max_per_host, smtp_load_reserve",
          .exchange: "whether MSExchangeTransport runs, and the receive connector's MaxInboundConnection limits",
        ]),
      Remedy(
        .client,
        "Open fewer connections to this server at once. Postfix: smtp_destination_concurrency_limit or default_destination_concurrency_limit."
      ),
    ],
    nextCommands: [.byHand],
    logMessages: [LogMessage("Postfix", "refused to talk to me: 421")],
    references: ["RFC 5321 section 3.8", "RFC 5321 section 4.2.2"],
    captures: ["busy-421"]
  ) { it in
    guard it.earlyCommand == nil, it.session.proxyHeader == nil, let greeting = it.session.greeting,
      greeting.isTransientNegative
    else { return nil }
    let isAboutConnections = it.refusals.first?.isAboutConnections ?? false
    return it.refusalMatch(
      [.busy, .serverTrouble, .shuttingDown, .unknown, .perhapsGreylisted] + (isAboutConnections ? [.rate] : []),
      answering: .greeting,
      meaning: "a temporary refusal in place of the greeting",
      sentence: { "The server refused the connection for now instead of greeting: \"\($0.words)\"" },
      telling: { refusal in
        if refusal.saysItStops { return .serviceStops }
        guard refusal.isAboutConnections, refusal.countsThisClient(in: it.session) else { return nil }
        return Telling(
          meaning:
            "Instead of greeting, the server said that this client has too many connections open. It is a temporary refusal: the sender keeps the mail and tries again.",
          unknowable: "How many connections the server allows to one client.",
          remedies: [
            Remedy(
              .client,
              "Open fewer connections to this server at once, and look for a program at {source} that opens many.",
              products: [
                .postfix: "smtp_destination_concurrency_limit or default_destination_concurrency_limit",
                .exim: "remote_max_parallel",
              ]),
            Remedy(
              .server, "If {source} brings much mail that is welcome, allow it more connections.",
              products: [
                .postfix: "smtpd_client_connection_count_limit", .exim: "smtp_accept_max_per_host",
                .exchange: "MaxInboundConnectionPerSource of the receive connector",
              ]),
          ])
      })
  }
}
