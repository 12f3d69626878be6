import PacketLayers
import SMTPSession
import SMTPTranscript

extension Rule {
  static let downgraded = Rule(
    id: "security/downgraded",
    title: "mail went in clear although the same client had TLS, or the offer of it, before",
    stage: .mail,
    severity: .exposure,
    meaning: """
      The same client met the same server several times. First the server offered STARTTLS; later it did not, or the client no longer \
      used it, and the mail went without encryption. Senders that use TLS only when it is offered lose it without a word in such a \
      case, and a device that removes the offer from the list has the same effect as a server that stops offering.
      """,
    distinction: """
      Both lists were captured whole, the session with TLS or its offer came first, and mail was accepted in clear in the later one. Where \
      the offer appears later, TLS was switched on, and nothing was lost. A client that goes on in clear right after TLS had failed is \
      another finding.
      """,
    unknowable: "Whether the server, its operator or a device on the way took the offer away.",
    remedies: [
      Remedy(
        .client,
        "Require TLS for this destination, so that mail waits rather than travels in clear (Postfix: encrypt in smtp_tls_policy_maps), or follow its MTA-STS or DANE policy if it has one."
      ),
      .captureOnBothSides,
    ],
    references: ["RFC 7435 section 3", "RFC 8461"],
    captures: ["suppressed-after-failure"],
    examineAll: { survey in
      survey.servers.sorted { $0.key < $1.key }.flatMap { server, clients in
        clients.filter { Survey.showsClearMail($0.value) }.sorted { $0.key < $1.key }.compactMap {
          client, visits -> SurveyMatch? in
          guard let pair = Survey.downgraded(visits), let list = pair.protected.listPacket,
            let mail = pair.clear.clearMailPacket
          else { return nil }
          let (before, clear) = (pair.protected, pair.clear)
          let isGone = clear.offersSTARTTLS == false
          let place = SpokenTime.place(clear, from: before)
          let match = Match(
            isGone && before.distance(to: clear) <= Siblings.day ? .strong : .probable,
            isGone
              ? "\(server) offered STARTTLS to \(client) in session \(before.session); \(place) it did not, and mail went in clear."
              : "\(client) set up TLS with \(server) in session \(before.session); \(place) it did not, although STARTTLS was offered, and mail went in clear.",
            evidence: [
              Evidence(
                packets: [list], quote: before.keywords.first { $0.uppercased() == "STARTTLS" },
                meaning:
                  "session \(before.session), \(SpokenTime.utc(before.start)): \(isGone ? "the list holds STARTTLS" : "the list before TLS was set up")",
                session: before.session
              ),
              Evidence(
                packets: [mail],
                meaning: "session \(clear.session), \(SpokenTime.utc(clear.start)): mail is accepted in clear",
                session: clear.session),
            ])
          return SurveyMatch(match, sessions: [before.session, clear.session], server: server, visit: clear)
        }
      }
    }
  ).told(by: "starttls/suppressed-after-failure")
}
