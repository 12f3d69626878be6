import PlainWords
import SMTPSession
import SMTPTranscript

extension Rule {
  static let greetingSlow = Rule(
    id: "greeting/slow-banner",
    title: "server took long to greet",
    stage: .greeting,
    severity: .note,
    needs: [.greeting, .pause],
    meaning: """
      The server greeted only several seconds after it had accepted the connection. Usually it looks the caller up first: the \
      name of the address in the DNS, block lists, an ident query. A delay near a multiple of five seconds points to a DNS \
      server that does not answer. Some servers wait on purpose, to see who cannot wait.
      """,
    distinction:
      "The network's own round trip is short, so the delay lies in the server; a first line at once and a second one later is the waiting room of postscreen.",
    unknowable: "What the server did in the meantime.",
    remedies: [
      Remedy(
        .server,
        "Check the DNS servers that the mail host uses. Exim: rfc1413_query_timeout=0s switches the ident query off."),
      Remedy(
        .client,
        "Give {source} a reverse name that resolves back to it, and let your firewall refuse port 113 rather than drop it."
      ),
    ],
    nextCommands: [.reverseName, .byHand],
    references: ["RFC 5321 section 4.5.3.2.1", "RFC 1413"],
    captures: ["slow-banner"]
  ) { it in
    let session = it.session
    guard let greeting = session.greeting, let delay = session.greetingDelaySeconds, delay >= 5 else { return nil }
    let left = session.exchanges.isEmpty && session.ending.by == .client && session.tls == nil
    return Match(
      left ? .probable : .certain,
      left
        ? "The server greeted after \(LengthOfTime.spoken(delay)); the client did not wait for it or left at once."
        : "The server took \(LengthOfTime.spoken(delay)) to greet.",
      cause: left ? Cause(.stopped, by: .server, basis: .ending) : nil,
      evidence: [
        session.evidence(
          greeting, quoting: 0,
          meaning: "the greeting comes \(LengthOfTime.spoken(delay)) after the connection was accepted")
      ],
      severity: left ? .problem : nil)
  }
}
