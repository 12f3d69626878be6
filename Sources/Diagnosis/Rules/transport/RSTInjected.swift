import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let rstInjected = Rule(
    id: "transport/rst-injected",
    title: "the packet that cut the connection does not look like its sender's",
    stage: .connect,
    severity: .problem,
    needs: .reset,
    points: .all,
    meaning: """
      The connection was cut by a reset that carries the address of one side but not the marks of its other packets. A device \
      between the two made it: an intrusion prevention system, a firewall, a filter of the provider. The two mail servers \
      may both be in order, and both will log that the other hung up.
      """,
    distinction: """
      Compared are the TTL (hop limit), the IP identification, packets of the same host after the reset, and resets to both sides \
      at one moment. Two marks together are taken for strong, one alone for probable: some hosts and load balancers send \
      resets with a TTL of their own.
      """,
    unknowable: "Which device it was. The difference between the two TTLs hints at how far away it is.",
    remedies: [
      Remedy(
        .network,
        "Search the logs of the firewalls and intrusion prevention systems on the way for {source} and {server} {time}, and exempt mail on port {port} from the rule that fired."
      ),
      .captureOnBothSides,
    ],
    nextCommands: [.path("traceroute -T -p {port} {server}")],
    logMessages: [LogMessage("Exchange Online", "450 4.4.318 Connection was closed abruptly")],
    references: ["RFC 3360", "RFC 9293 section 3.5.2"],
    captures: ["rst-injected", "tls-rst-from-middle"]
  ) { it in
    let session = it.session
    guard let forged = it.forgedReset, session.isUnfinished else { return nil }
    let who = Session.word(forged.from)
    return Match(
      forged.marks.count >= 2 ? .strong : .probable,
      "The connection was reset in the name of the \(who), but the packet does not look like the \(who)'s: \(forged.marks.joined(separator: "; ")).",
      cause: Cause(.stopped, by: .network, basis: .residue),
      evidence: [
        session.lastSpeechEvidence(before: session.ending.at),
        session.wireEvidence(
          [forged.reset.at.packet], meaning: "the reset: \(forged.marks.first ?? "it does not fit")"),
      ].compactMap { $0 }, stage: session.reachedStage)
  }
}
