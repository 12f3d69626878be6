import PacketLayers
import PlainWords
import SMTPSession

extension Rule {
  static let port25Redirected = Rule(
    id: "transport/port25-redirected",
    title: "several destinations answered with the same greeting",
    stage: .greeting,
    severity: .note,
    meaning: """
      One client called several addresses in different networks and met the same server at all of them, one without \
      STARTTLS. Access providers, hotels and mobile networks redirect port 25 to a relay of their own; then it is that relay whose \
      extensions are seen.
      """,
    distinction: """
      At least three addresses of different networks must have greeted with the same words and named themselves alike within a day. A farm \
      of servers with one name looks the same, and is the other explanation.
      """,
    unknowable: "Whether the addresses belong to one operator.",
    remedies: [
      Remedy(.client, "Try from another network, or through port 587 or 465, which are seldom redirected."),
      Remedy(.network, "Ask the access provider whether it redirects port 25, and to be exempted."),
    ],
    references: ["RFC 5321 section 7.8"],
    captures: [],
    examineAll: { survey in
      var visits: [String: [(server: Endpoint, visit: Survey.Visit)]] = [:]
      for (server, clients) in survey.servers where server.port == 25 {
        for (client, list) in clients {
          guard list.hasVisit(where: { $0.offersSTARTTLS == false }), let visit = list.inTime.first,
            let name = visit.serverName, let greeting = visit.greetingText,
            visit.offersSTARTTLS == false
          else { continue }
          visits["\(client) \(name) \(greeting)", default: []].append((server, visit))
        }
      }
      return visits.values.compactMap { group -> SurveyMatch? in
        let networks = Set(
          group.map { $0.server.address.isIPv6 ? $0.server.address.high >> 32 : $0.server.address.low >> 16 })
        guard networks.count >= 3 else { return nil }
        let sorted = group.sorted { Survey.Visit.isEarlier($0.visit, $1.visit) }
        guard let entry = sorted.first, let last = sorted.last else { return nil }
        let first = entry.visit
        let seconds = first.distance(to: last.visit)
        // In a longer time one operator may have moved.
        guard seconds <= Siblings.day else { return nil }
        let match = Match(
          .probable,
          "\(first.client.address) met the same server, \(first.serverName ?? "unnamed") without STARTTLS, at \(group.count) addresses of different networks within \(LengthOfTime.rough(seconds)).",
          evidence: sorted.prefix(3).compactMap { entry in
            entry.visit.listPacket.map {
              Evidence(
                packets: [$0], quote: entry.visit.greetingText, meaning: "the greeting at \(entry.server.address)",
                session: entry.visit.session)
            }
          })
        return SurveyMatch(match, sessions: sorted.map(\.visit.session), server: entry.server, visit: first)
      }.sorted { ($0.sessions.first ?? 0) < ($1.sessions.first ?? 0) }
    })
}
