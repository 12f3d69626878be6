import SMTPSession

extension Rule {
  static let greetingRejected = Rule(
    id: "greeting/rejected-554",
    title: "server refused this caller in place of a greeting",
    stage: .greeting,
    severity: .problem,
    needs: [.greeting, .refusal],
    meaning: """
      The server's first words were a permanent refusal. It decided by the client's address alone, before the client had said \
      anything: a block list, a reputation, a missing reverse name, or a host that takes no mail at all. TLS was never reached, \
      so no TLS setting of either side matters here.
      """,
    distinction: "The refusal is the first reply of the session and the client had not spoken too early.",
    unknowable: "The rule behind it, where the text does not name it.",
    remedies: [
      Remedy(
        .client,
        "Go by the words of the refusal: an address on the web or for mail in it, a list in which {source} stands, a reverse name that is missing."
      ),
      Remedy(
        .server,
        "If the caller is welcome, find the rule that holds {source}. On gateways that sort callers into sender groups by reputation, look up the group of that address; {products}.",
        products: [.postfix: "the client access maps and postscreen's lists", .exim: "acl_smtp_connect"]),
    ],
    nextCommands: [.reverseName, .byHand],
    logMessages: [LogMessage("Postfix", "refused to talk to me: 554")],
    references: ["RFC 5321 section 3.1", "RFC 7504"],
    captures: ["rejected-554"]
  ) { it in
    guard it.earlyCommand == nil, it.session.proxyHeader == nil, let greeting = it.session.greeting,
      greeting.isPermanentNegative
    else { return nil }
    return it.refusalMatch(
      ReplyReason.allCases.filter { $0 != .noMailHere }, answering: .greeting,
      meaning: "a permanent refusal in place of the greeting",
      sentence: { "The server refused this client before any command: \"\($0.words)\"" }, telling: { it.turnedAway($0) }
    )
  }
}

extension Case {
  /// What is told of a greeting that is a refusal for good.
  fileprivate func turnedAway(_ refusal: Refusal) -> Telling {
    let reason = CallerTelling.reason(refusal)
    let what = reason.map { "By its words it \($0)." } ?? "The words do not say what it minds."
    return Telling(
      meaning:
        "The server's first words were a permanent refusal, before the client had said anything: it decided by the client's address alone. \(what) TLS was never reached, so no TLS setting of either side matters here.",
      unknowable: reason == nil ? nil : "",
      remedies: CallerTelling.remedies(refusal, in: session), keeping: [.server])
  }
}
