import PacketLayers
import SMTPSession

extension Rule {
  static let startTLSSuppressed = Rule(
    id: "starttls/suppressed-after-failure",
    title: "server stopped offering STARTTLS after TLS had failed",
    stage: .capabilities,
    severity: .problem,
    meaning: """
      The server offered STARTTLS, TLS with this client failed, and in a later session the offer was gone for the same client. \
      Some servers remember with whom TLS failed and do not offer it to them for a while, so that mail gets through in clear. Haraka \
      does so for an hour unless told otherwise.
      """,
    distinction:
      "Both lists were captured whole, the server called itself by the same name, and no other session with the offer lies between.",
    unknowable:
      "Whether the server remembers, or its settings changed just then; an offer that returns later speaks for memory.",
    remedies: [
      Remedy(
        .server,
        "Haraka: disable_for_failed_hosts and disable_inbound_expiry in tls.ini; forget the client's entry once TLS is repaired."
      ),
      Remedy(.client, "Find out why TLS failed in the first session: its own finding says what is known."),
    ],
    references: ["RFC 3207 section 4"],
    captures: ["suppressed-after-failure"],
    examineAll: { survey in
      survey.servers.sorted { $0.key < $1.key }.flatMap { server, clients in
        clients.values.compactMap { client in
          guard Survey.showsRefusal(client), let story = Survey.suppressed(client), let list = story.without.listPacket
          else { return nil }
          var evidence = [
            Evidence(
              packets: [story.failed.lastPacket],
              meaning: "session \(story.failed.session): STARTTLS was offered, and TLS did not complete",
              session: story.failed.session),
            Evidence(
              packets: [list], quote: story.without.keywords.joined(separator: ", "),
              meaning: "session \(story.without.session): the whole list, without STARTTLS",
              session: story.without.session),
          ]
          if let again = story.again, let packet = again.listPacket {
            evidence.append(
              Evidence(
                packets: [packet], meaning: "session \(again.session): STARTTLS is offered again",
                session: again.session))
          }
          let match = Match(
            story.again == nil ? .probable : .strong,
            "After TLS with \(story.failed.client.address) had failed, \(server) no longer offered STARTTLS to it \(SpokenTime.place(story.without, from: story.failed)).",
            evidence: evidence)
          return SurveyMatch(
            match, sessions: [story.failed.session, story.without.session], server: server, visit: story.without)
        }.sorted { $0.sessions.lexicographicallyPrecedes($1.sessions) }
      }
    })
}
