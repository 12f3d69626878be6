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
      The client announces a name in EHLO or HELO, and this server did not accept it: no name at all, no dot in it, an underscore, the \
      server's own name, a name that the DNS does not know, or an address without brackets. Nothing that follows, TLS included, is tried.
      """,
    distinction:
      "The refusal answers the introduction, or says in so many words that it is about it; a refusal by the caller's address would come whatever the name.",
    unknowable: "Which name the server would accept.",
    remedies: [
      Remedy(
        .client, "Announce the full host name that the DNS knows for {source}.",
        products: [
          .exchange: "the send connector's Fqdn",
          .postfix: "smtp_helo_name",
          .exim: "primary_hostname",
        ]),
      Remedy(.server, "If the name is right, look at the rule that refused it. Postfix: smtpd_helo_restrictions."),
    ],
    nextCommands: [.hello, .reverseName],
    logMessages: [
      LogMessage("Postfix", "501 Syntax: EHLO hostname"),
      LogMessage("Exim", "501 Syntactically invalid EHLO argument(s)"),
      LogMessage("Exchange", "501 5.5.4 Invalid domain name"),
      LogMessage("OpenSMTPD", "EHLO rejected:"),
    ],
    references: ["RFC 5321 section 4.1.1.1", "RFC 5321 section 4.1.4"],
    captures: ["ehlo-421", "ehlo-rejected-name"]
  ) { it in
    guard it.mangledExchange == nil else { return nil }
    let session = it.session
    return it.refusalMatch(
      [.helloName, .syntax], answering: .hello, meaning: "the server refuses it",
      sentence: { refusal in
        Self.sentence(refusal.command?.argument ?? "", refusal)
      }, telling: { nameTelling($0.command?.argument ?? "", $0) })
      // Postfix holds the refusal back until the first recipient.
      ?? it.refusalMatch([.helloName], answering: .transaction, meaning: "the server refuses it, at this command only")
    { refusal in
      let name = session.lastHello(before: refusal.exchange)?.clientName ?? ""
      return "The server refused the mail for the name \"\(name)\" in the client's introduction: \"\(refusal.words)\""
    } telling: { refusal in
      nameTelling(session.lastHello(before: refusal.exchange)?.clientName ?? "", refusal)
    }
  }
}

extension Rule {
  private static func sentence(_ name: String, _ refusal: Refusal) -> String {
    if name.isEmpty {
      return "The client introduced itself without a name, and the server refused: \"\(refusal.words)\""
    }
    let fault = HelloName.fault(name).map { ", which \($0)" } ?? ""
    return "The server refused the name \"\(name)\"\(fault): \"\(refusal.words)\""
  }
}

/// What is wrong with the form of a name in EHLO (RFC 5321 section 4.1.2, RFC 1123 section 2.1).
enum HelloName {
  /// Completes "which …"; `nil` where nothing is.
  static func fault(_ name: String) -> String? {
    if name.contains("..") { return "holds two dots in a row" }
    if name.utf8.contains(0x20) { return "holds a blank, as no host name may" }
    if name.utf8.contains(0x5F) { return "holds an underscore, as no host name may" }
    if name.hasPrefix("[") { return nil }
    if name.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }), name.utf8.contains(0x2E) {
      return "is an address without brackets"
    }
    return name.utf8.contains(0x2E) ? nil : "has no dot, so that the DNS cannot know it"
  }
}

/// What the server may have minded in this name.
private func nameTelling(_ name: String, _ refusal: Refusal) -> Telling {
  let fault =
    name.isEmpty
    ? "The client gave none, which no server has to accept."
    : HelloName.fault(name).map { "This one \($0), and so servers may turn it down." }
      ?? "This one has none of the usual faults of form: the server minds something else in it, such as what the DNS says of the name, or that it is the server's own."
  let isPassing = refusal.isTemporary
  return Telling(
    meaning:
      "The client announces a name in EHLO or HELO, and this server did not accept it. \(fault) \(isPassing ? "The refusal is a passing one: the client tries again, and meets it again while nothing changes." : "Nothing that follows, TLS included, is tried.")"
  )
}
