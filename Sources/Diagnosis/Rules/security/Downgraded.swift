import PacketLayers
import SMTPSession
import SMTPTranscript

extension Rule {
  static let downgraded = Rule(
    id: "security/downgraded",
    title: "mail went in clear although TLS had been offered to the same client before",
    stage: .mail,
    severity: .exposure,
    meaning: """
      The same client met the same server several times. Once the server offered STARTTLS; another time it did not, and the \
      mail went without encryption. Senders that use TLS only when it is offered lose it without a word in such a case, and \
      a device that removes the offer from the list has the same effect as a server that stops offering.
      """,
    distinction: """
      Both lists were captured whole, and mail was accepted in clear in the session without the offer. A client that had the \
      offer before it and did not use it is another finding.
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
        clients.sorted { $0.key < $1.key }.compactMap { client, visits -> SurveyMatch? in
          guard let offered = visits.first(where: { $0.offersSTARTTLS == true }), let list = offered.listPacket,
            let clear = visits.first(where: { $0.offersSTARTTLS == false && $0.clearMailPacket != nil }),
            let mail = clear.clearMailPacket,
            // Two machines behind one address may well differ.
            offered.serverName == clear.serverName
          else { return nil }
          let match = Match(
            .strong,
            "\(server) offered STARTTLS to \(client) in session \(offered.session); in session \(clear.session) it did not, and mail went in clear.",
            evidence: [
              Evidence(
                packets: [list], quote: offered.keywords.first { $0.uppercased() == "STARTTLS" },
                meaning: "session \(offered.session): the list holds STARTTLS"),
              Evidence(packets: [mail], meaning: "session \(clear.session): mail is accepted in clear"),
            ])
          return SurveyMatch(match, sessions: [offered.session, clear.session].sorted(), server: server, visit: clear)
        }
      }
    })
}
