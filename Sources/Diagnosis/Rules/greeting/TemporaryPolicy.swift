import SMTPSession

extension Rule {
  static let greetingTemporaryPolicy = Rule(
    id: "greeting/421-policy",
    title: "server refused this caller for now because of who it is",
    stage: .greeting,
    severity: .problem,
    needs: [.greeting, .refusal],
    meaning: """
      In place of the greeting the server sent a temporary refusal whose text speaks of the caller: its address, its \
      reputation, its rate, or its name in the DNS. TLS was never reached. The sender will try again; the refusal goes away when \
      the reason that the text names does.
      """,
    distinction:
      "The text names the caller or a policy; a refusal that only speaks of load is reported as a busy server.",
    remedies: [
      Remedy(.client, "Do what the text asks; where it holds an address on the web, look {source} up there."),
      Remedy(
        .client,
        "Check that {source} has a reverse name that resolves back to it and is not on public block lists, and send more slowly."
      ),
      Remedy(.server, "If the caller is welcome, exempt {source} from the limit or the list that answered."),
    ],
    nextCommands: [Try.reverseName, Try.byHand],
    logMessages: [LogMessage("Postfix", "refused to talk to me: 421")],
    references: ["RFC 5321 section 4.2.1"],
    captures: ["greeting-421-policy"]
  ) { session in
    guard let greeting = session.greeting, greeting.isTransientNegative, greeting.speaksOfCaller,
      session.earlyCommand == nil, session.proxyHeader == nil, !session.succeeded
    else { return nil }
    return Match(
      .certain, "The server refused this client for now, before any command: \"\(greeting.brief)\".",
      cause: Cause(.stopped, by: .server, basis: .statement),
      evidence: [session.evidence(greeting, meaning: "a temporary refusal that names the caller")])
  }
}
