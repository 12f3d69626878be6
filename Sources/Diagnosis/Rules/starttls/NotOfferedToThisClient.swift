import PacketLayers
import SMTPSession

extension Rule {
  /// The whole founding story: one client sees STARTTLS, another does not.
  static let startTLSNotOfferedToThisClient = Rule(
    id: "starttls/not-offered-to-this-client",
    title: "server offers STARTTLS to one client address and not to another",
    stage: .capabilities,
    severity: .problem,
    meaning: """
      The same server, at the same address and port, put STARTTLS into its list of extensions for one client and left it out for \
      another. So TLS works there in principle, and something chooses by who is calling: a policy by the client's address or \
      reputation, a connector or listener bound to address ranges, or a device that only one of the two clients passes. That is \
      why a test from elsewhere succeeds while the mail server itself keeps failing.
      """,
    distinction: """
      Both lists were captured whole, none of their words is written over, and the two sessions lie within a day: lists further \
      apart prove that something was changed, and not for whom. Within an hour the claim is strong. Where the two replies carry \
      different host names, they may come from different machines behind one address; the finding then says so and is less sure. One \
      conversation that was captured on both sides of a device is not taken for two clients.
      """,
    unknowable:
      "The capture shows the difference, not the rule behind it: policy on the server, or a device in front of it.",
    remedies: [
      Remedy(
        .server,
        "Find the policy that the refused address falls under and allow TLS in it. On a gateway that sorts callers into sender groups by reputation, look up the group of that address and the TLS setting of the group's policy; on Exchange, the receive connector whose RemoteIPRanges holds the address."
      ),
      Remedy(
        .client,
        "Send the other side both addresses, the UTC times and the two EHLO replies shown here: they prove that the difference lies in how the caller is treated."
      ),
    ],
    nextCommands: [.hello],
    references: ["RFC 3207 section 4"],
    captures: ["capabilities-differ", "not-offered-to-this-client"],
    examineAll: { survey in
      survey.servers.sorted { $0.key < $1.key }.compactMap { server, clients in
        // A server that stopped offering it after a failure is another story.
        guard clients.values.contains(where: Survey.showsRefusal),
          !clients.values.contains(where: { Survey.suppressed($0) != nil }),
          let pair = survey.unequalOffers(clients), pair.seconds <= Siblings.day,
          let refusedList = pair.refused.listPacket, let offeredList = pair.offered.listPacket
        else { return nil }
        let (refused, offered) = (pair.refused, pair.offered)
        let sameName = refused.meetsSameName(as: offered)
        let match = Match(
          sameName && pair.seconds <= Siblings.hour ? .strong : .probable,
          "\(server) offered STARTTLS to \(offered.client.address) and not to \(refused.client.address), which called \(SpokenTime.place(refused, from: offered))"
            + (sameName ? "." : ", under two host names: these may be two machines."),
          evidence: [
            Evidence(
              packets: [offeredList], quote: offered.keywords.first { $0.uppercased() == "STARTTLS" },
              meaning:
                "the list for \(offered.client.address) (session \(offered.session), \(SpokenTime.utc(offered.start))) holds STARTTLS",
              session: offered.session
            ),
            Evidence(
              packets: [refusedList], quote: refused.keywords.joined(separator: ", "),
              meaning:
                "the whole list for \(refused.client.address) (session \(refused.session), \(SpokenTime.utc(refused.start))) does not",
              session: refused.session
            ),
          ],
          // Who sends its mail in clear is not stopped by it.
          severity: clients[refused.client.address]?.clearMail.isEmpty ?? true ? nil : .exposure)
        return SurveyMatch(match, sessions: [offered.session, refused.session], server: server, visit: refused)
      }
    })
}
