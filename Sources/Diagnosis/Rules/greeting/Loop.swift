import SMTPSession

extension Rule {
  static let greetingLoop = Rule(
    id: "greeting/loop",
    title: "server calls itself by the client's own name",
    stage: .greeting,
    severity: .problem,
    needs: [.greeting, .hello],
    points: .list,
    meaning: """
      The name in the server's greeting is the name by which the client introduced itself, and the client left: it has \
      reached itself, or a machine that claims to be it. Mail sent this way would go round in a circle. The mail exchanger record, \
      a relay setting or a translation of addresses leads back to the sender.
      """,
    distinction:
      "Both names were read in this session, and the client left without sending mail. With accepted mail, equal names are only noted.",
    remedies: [
      Remedy(
        .client,
        "If this server should take the mail itself, add the recipient's domain to its local domains ({products}). If not, correct the MX record or the relay host.",
        products: [.postfix: "mydestination or relay_domains", .exim: "local_domains"]),
      Remedy(
        .network,
        "Check address translation: a connection to the public address from inside may lead back to the sender."),
    ],
    nextCommands: [.mxLookup, .byHand],
    logMessages: [
      LogMessage("Postfix", "greeted me with my own hostname"),
      LogMessage("Postfix", "loops back to myself"),
    ],
    references: ["RFC 5321 section 5.1", "RFC 5321 section 6.3"],
    captures: ["loop"]
  ) { it in
    let session = it.session
    guard session.transactions.isEmpty, session.tls == nil, !session.staysInside, let greeting = session.greeting,
      greeting.isPositiveCompletion, let hello = session.hellos.first, !hello.isProtected,
      let host = session.greetingHost ?? hello.serverName, host.contains("."),
      host.lowercased() == hello.clientName.lowercased(), session.clientLeft, !session.succeeded,
      hello.exchange < session.exchanges.count
    else { return nil }
    return Match(
      .strong, "The server calls itself \(host), which is the client's own name, and the client left.",
      cause: Cause(.stopped, by: .client, basis: .residue),
      evidence: [
        session.evidence(greeting, meaning: "the server's name"),
        session.evidence(session.exchanges[hello.exchange].command, meaning: "the client gives the same name"),
      ])
  }
}
