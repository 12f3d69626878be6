import SMTPSession

extension Rule {
  static let policyServerTrouble = Rule(
    id: "policy/server-trouble",
    title: "server has trouble of its own",
    stage: .mail,
    severity: .problem,
    needs: .refusal,
    meaning: """
      Something of the server's own failed: a lookup, a table, a directory, a disk, a filter behind it; or the service was closing at \
      that moment. It judged neither the client nor the addresses nor the mail. The sender keeps the mail and tries again; when it goes \
      on for long, whoever runs the server has something to mend.
      """,
    distinction: """
      The reply carries an enhanced status code for the state of the mail system (x.3.x), is a 421, or says in words what failed. \
      A limit on rate, a block list or greylisting that is named is another finding.
      """,
    unknowable: "What failed inside the server, beyond the words of its reply.",
    remedies: [
      Remedy(
        .server,
        "Look for {source} in the log of the mail service {time}: it names the table, directory, filter, disk or limit that failed."
      ),
      Remedy(
        .client,
        "Nothing to change: the queue tries again by itself. Where it goes on for hours, tell the other side that it happened {time}, with the address {source} and the reply quoted here."
      ),
    ],
    nextCommands: [.mail],
    references: ["RFC 3463 section 3.4", "RFC 5321 section 3.8", "RFC 5321 section 4.2.2"]
  ) { it in
    it.refusalMatch(
      .serverTrouble, .shuttingDown, .busy, answering: [.hello, .transaction, .other, .startTLS],
      meaning: "the server speaks of its own state"
    ) { refusal in
      switch refusal.reason {
      case .shuttingDown: "The server closed its service: \"\(refusal.words)\""
      case .busy: "The server was too busy to go on: \"\(refusal.words)\""
      default: "The server refused \(refusal.object) because of trouble of its own: \"\(refusal.words)\""
      }
    } telling: { refusal in
      if refusal.saysItStops { return .serviceStops }
      return refusal.reason == .busy ? busy : nil
    }
  }
}

extension Telling {
  /// A server that says that its service is being stopped.
  static let serviceStops = Telling(
    meaning:
      "The mail service was being stopped or restarted at that moment. It judged neither the client nor the addresses nor the mail. The sender keeps the mail and tries again.",
    unknowable: "",
    remedies: [
      Remedy(.client, "Nothing to change: the queue tries again by itself, and nobody has to act unless it repeats."),
      Remedy(
        .server, "If it repeats, look in the log of the mail service for what stops or restarts it at such times."),
    ])
}

private let busy = Telling(
  meaning:
    "The server had too much to do at that moment, by its own words. It judged neither the client nor the addresses nor the mail. The sender keeps the mail and tries again.",
  unknowable: "What used the server up at that moment.",
  remedies: [
    Remedy(
      .server,
      "Look at the load, the queue and the limits of the mail service {time}, and what it was waiting for: filters, name servers, the disk."
    )
  ], keeping: [.client])
