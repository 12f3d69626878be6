import PacketLayers
import SMTPSession

extension Rule {
  /// Lists of different times: something was switched on or off, and nobody was treated differently.
  static let startTLSOfferChanged = Rule(
    id: "starttls/offer-changed",
    title: "server offered STARTTLS at one time and not at another",
    stage: .capabilities,
    severity: .note,
    meaning: """
      At one time the server's list of extensions held STARTTLS, at another it did not. Most often somebody switched TLS on or off in \
      between, put in a certificate or let one expire, or put another machine behind the address. It explains why something works now that \
      failed before, or the other way round.
      """,
    distinction: """
      All lists before the change are alike in this, and all after it, for the same client; or the two lists were given to two clients \
      more than a day apart. Two clients that are treated differently within a day are another finding, and so is an offer that is gone right \
      after TLS had failed. Lists with words that a device wrote over do not count.
      """,
    unknowable:
      "What was changed, and by whom: the server's settings, its certificate, the machine behind the address, or a device before it.",
    remedies: [
      Remedy(
        .server, "Compare the two times with what was changed on the server, on its certificate and in front of it.")
    ],
    nextCommands: [.hello],
    references: ["RFC 3207 section 4"],
    captures: [],
    examineAll: { survey in
      survey.servers.sorted { $0.key < $1.key }.compactMap { server, clients -> SurveyMatch? in
        guard let (before, after) = survey.offerChange(clients), let earlyList = before.listPacket,
          let lateList = after.listPacket
        else { return nil }
        let begins = after.offersSTARTTLS == true
        let isSameClient = before.client.address == after.client.address
        let who = isSameClient ? "\(before.client.address)" : "another client"
        let match = Match(
          isSameClient ? .strong : .probable,
          begins
            ? "\(server) did not offer STARTTLS in session \(before.session) and did \(SpokenTime.place(after, from: before)), to \(who): it was switched on in between, or another machine answered."
            : "\(server) offered STARTTLS in session \(before.session) and no longer did \(SpokenTime.place(after, from: before)), to \(who): it was switched off in between, or another machine answered.",
          evidence: [
            Evidence(
              packets: [earlyList], quote: before.keywords.joined(separator: ", "),
              meaning: "the list in session \(before.session), \(SpokenTime.utc(before.start))", session: before.session
            ),
            Evidence(
              packets: [lateList], quote: after.keywords.joined(separator: ", "),
              meaning: "the list in session \(after.session), \(SpokenTime.utc(after.start))", session: after.session),
          ])
        return SurveyMatch(match, sessions: [before.session, after.session], server: server, visit: after)
      }
    })
}
