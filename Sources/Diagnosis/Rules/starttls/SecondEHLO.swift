import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSSecondEHLO = Rule(
    id: "starttls/offered-on-second-ehlo",
    title: "two lists in one session differ about STARTTLS",
    stage: .capabilities,
    severity: .note,
    needs: .hello,
    meaning: """
      The client introduced itself twice in clear, and only one of the two lists held STARTTLS. A client that reads the list once \
      may conclude that there is no TLS. A proxy that learns the session as it goes does this, or a server whose offer depends on \
      what came between.
      """,
    distinction: "Both lists belong to this session, were captured whole, and stand before any TLS.",
    remedies: [
      Remedy(.server, "Update the proxy or device that answers first, or let the mail server answer itself."),
      .inspection,
    ],
    nextCommands: [.byHand],
    references: ["RFC 5321 section 4.1.4"]
  ) { it in
    let session = it.session
    guard session.hellos.count > 1 else { return nil }
    let lists = session.hellos.filter { $0.verb == .ehlo && !$0.isProtected && $0.listIsComplete }
    guard let first = lists.first, session.exchange(of: .xClient) == nil,
      let other = lists.first(where: { $0.offersSTARTTLS != first.offersSTARTTLS }),
      let before = session.listEvidence(
        first, meaning: first.offersSTARTTLS ? "STARTTLS stands in this list" : "no STARTTLS in this list"),
      let after = session.listEvidence(
        other, meaning: other.offersSTARTTLS ? "STARTTLS stands in this one" : "no STARTTLS in this one")
    else { return nil }
    return Match(
      .certain,
      other.offersSTARTTLS
        ? "The server offered STARTTLS only when it was greeted again."
        : "The server offered STARTTLS at first, and not when it was greeted again.",
      evidence: [before, after])
  }
}
