import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehloNoExtensions = Rule(
    id: "ehlo/no-extensions",
    title: "server offers hardly anything to this client",
    stage: .capabilities,
    severity: .note,
    needs: .hello,
    meaning: """
      The server's list of extensions is empty or holds only the plainest of them. Modern mail servers offer a dozen. A list this \
      short is what a strict policy, a gateway, or a filter that has already decided against the caller gives.
      """,
    distinction: "The list was captured whole, from its first to its last line.",
    unknowable: "Whether other clients get the same list; a test from another address shows it.",
    remedies: [
      Remedy(
        .server,
        "Check which policy {source} falls under: gateways that sort callers by reputation have one for each group, with a TLS setting of its own."
      )
    ],
    nextCommands: [.hello],
    references: ["RFC 5321 section 4.1.1.1"],
    captures: ["not-offered", "not-offered-to-this-client", "slow-banner", "suppressed-after-failure", "zero-window"]
  ) { it in
    let session = it.session
    guard let hello = session.wholeHello, hello.verb == .ehlo,
      hello.keywords.allSatisfy({ isPlain($0.name) }),
      let list = session.listEvidence(hello, meaning: "the whole list ends here")
    else { return nil }
    let words = hello.keywords.map(\.name).joined(separator: ", ")
    return Match(
      .certain,
      words.isEmpty
        ? "The server's answer to EHLO lists no extension at all." : "The server's list holds only \(words).",
      evidence: [list])
  }
}

/// What a server offers that offers nothing.
private func isPlain(_ keyword: String) -> Bool {
  // Every introduction is asked, and most words of a list differ from these in their length.
  switch keyword.utf8.count {
  case 4: keyword == "SIZE" || keyword == "HELP"
  case 8: keyword == "8BITMIME"
  case 19: keyword == "ENHANCEDSTATUSCODES"
  default: false
  }
}
