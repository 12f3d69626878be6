import PacketLayers
import PlainWords
import SMTPSession

extension Rule {
  /// Two lists of one server that differ in more than what the finer rules about STARTTLS explain.
  static let ehloCapabilitiesDiffer = Rule(
    id: "ehlo/capabilities-differ",
    title: "server gave different lists of extensions in different sessions",
    stage: .capabilities,
    severity: .note,
    meaning: """
      The same address and port answered EHLO with different lists. Either the server treats callers, or moments, differently, or \
      several machines with different settings stand behind the one address. It explains why something works in one session and \
      not in the next.
      """,
    distinction:
      "Both lists were captured whole and are compared word by word, without their parameters. Different host names in the replies point to different machines.",
    unknowable: "The rule behind the difference.",
    remedies: [
      Remedy(
        .server,
        "Compare the settings of all machines behind the address; on gateways, the policies of the groups that both clients fall into; on Exchange, the receive connectors and their RemoteIPRanges."
      )
    ],
    nextCommands: [.hello],
    references: ["RFC 5321 section 4.1.1.1"],
    captures: ["capabilities-differ", "port-reuse"],
    examineAll: { survey in
      survey.servers.sorted { $0.key < $1.key }.compactMap { server, clients in
        guard showsLists(clients) else { return nil }
        // What a device wrote over is not the server's list.
        let visits = clients.values.flatMap { $0.visits { $0.offersSTARTTLS != nil && !$0.listIsMasked } }
        guard let first = visits.min(by: Survey.Visit.isEarlier), let firstPacket = first.listPacket else { return nil }
        // Most lists are the same word for word.
        let unequal = visits.filter { $0.keywords != first.keywords && !survey.areCopies($0, first) }
        guard !unequal.isEmpty else { return nil }
        let words = Survey.names(first)
        let finer =
          survey.unequalOffers(visits) != nil || survey.offerChange(clients) != nil
          || clients.values.contains { Survey.suppressed($0) != nil }
        let other = unequal.sorted(by: Survey.Visit.isEarlier).first { visit in
          let difference = Survey.names(visit).symmetricDifference(words)
          return !difference.isEmpty && !(finer && difference == ["STARTTLS"])
        }
        guard let other, let otherPacket = other.listPacket else { return nil }
        let fewer = words.subtracting(Survey.names(other)).sorted()
        let more = Survey.names(other).subtracting(words).sorted()
        var changes: [String] = []
        if !fewer.isEmpty { changes.append("without \(fewer.joined(separator: ", "))") }
        if !more.isEmpty { changes.append("with \(more.joined(separator: ", "))") }
        let sameName = first.serverName == other.serverName
        let match = Match(
          .certain,
          "\(server) gave session \(other.session) another list than session \(first.session), which began \(LengthOfTime.rough(first.distance(to: other))) before it: \(changes.joined(separator: "; "))"
            + (sameName ? "." : ", under another host name."),
          evidence: [
            Evidence(
              packets: [firstPacket], quote: first.keywords.joined(separator: ", "),
              meaning: "the list in session \(first.session), for \(first.client.address)", session: first.session),
            Evidence(
              packets: [otherPacket], quote: other.keywords.joined(separator: ", "),
              meaning: "the list in session \(other.session), for \(other.client.address)", session: other.session),
          ])
        return SurveyMatch(match, sessions: [first.session, other.session], server: server, visit: other)
      }
    })
}

/// Whether the visits of a server's clients show two lists: most servers give all the same, and what is the same is remembered once.
private func showsLists(_ clients: [IPAddress: Survey.Client]) -> Bool {
  var first: Survey.VisitWords?
  return clients.values.contains { client in
    client.hasVisit { visit in
      guard visit.offersSTARTTLS != nil, !visit.listIsMasked else { return false }
      guard let known = first else {
        first = visit.words
        return false
      }
      return known !== visit.words && known.keywords != visit.words.keywords
    }
  }
}
