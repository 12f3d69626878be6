import ByteParsing
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
      Remedy(
        .client, "Go by the words of the refusal: where they hold an address on the web, look {source} up there."),
      Remedy(
        .client,
        "Check that {source} has a reverse name that resolves back to it and is not on public block lists, and send more slowly."
      ),
      Remedy(.server, "If the caller is welcome, exempt {source} from the limit or the list that answered."),
    ],
    nextCommands: [.reverseName, .byHand],
    logMessages: [LogMessage("Postfix", "refused to talk to me: 421")],
    references: ["RFC 5321 section 4.2.1"],
    captures: ["greeting-421-policy"]
  ) { it in
    guard it.earlyCommand == nil, it.session.proxyHeader == nil, let greeting = it.session.greeting,
      greeting.isTransientNegative
    else { return nil }
    // A limit on connections speaks of load, whoever meets it.
    if it.refusals.first?.isAboutConnections ?? false { return nil }
    return it.refusalMatch(
      ReplyReason.allCases.filter { !GreetingReasons.ofTheServer.contains($0) }, answering: .greeting,
      meaning: "a temporary refusal that names the caller",
      sentence: { "The server refused this client for now, before any command: \"\($0.words)\"" },
      telling: { it.putOff($0) })
  }
}

extension Case {
  /// What is told of a greeting that is a refusal for now.
  fileprivate func putOff(_ refusal: Refusal) -> Telling? {
    guard let reason = CallerTelling.reason(refusal) else { return nil }
    var remedies = CallerTelling.remedies(refusal, in: session)
    if refusal.reason == .rate {
      let slower =
        "Send more slowly from {source}, and look for a program or an account there that suddenly sends much."
      remedies = [Remedy(.client, slower)]
      if let guide = refusal.guide(in: session) { remedies.append(Remedy(.client, guide.sentence)) }
    }
    return Telling(
      meaning:
        "In place of the greeting the server sent a temporary refusal: by its words it \(reason). TLS was never reached. The sender will try again; the refusal goes away when its reason does.",
      remedies: remedies, keeping: [.server])
  }
}

/// Reasons with which a server turns everybody away, and not this caller.
enum GreetingReasons {
  static let ofTheServer: Set<ReplyReason> = [
    .busy, .serverTrouble, .shuttingDown, .unknown, .perhapsGreylisted, .noMailHere,
  ]
}

extension Refusal {
  /// Whether a limit that the server names is one on connections.
  var isAboutConnections: Bool { reason == .rate && FoldedText(joining: reply.lines).contains("connection") }
}
