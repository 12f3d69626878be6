import PacketLayers
import SMTPSession

extension Rule {
  static let addressFamilyFallback = Rule(
    id: "transport/address-family-fallback",
    title: "one family of addresses did not work, and the other did at once",
    stage: .connect,
    severity: .note,
    meaning: """
      The client tried the server over IPv6, got no connection, and went on over IPv4 within seconds (or the other way round), where it \
      was served. Programs do so on their own wherever a name has addresses of both families. Nothing was lost but the time of the first \
      attempt; but if that runs into a time-out each time, every mail is late by it.
      """,
    distinction: """
      The first attempt was refused or not answered; the session of the other family began right after, on the same port, and is the only one \
      that began then. On one machine (::1 and 127.0.0.1) nothing else can be meant.
      """,
    unknowable: "Whether both addresses belong to one name: the capture shows addresses. A look at DNS tells.",
    remedies: [
      Remedy(
        .server,
        "Let the mail server listen on both families, or take the address that does not answer out of DNS (AAAA or A)."),
      Remedy(
        .client,
        "Where the family has no way out, tell the mail server to leave it out (Postfix: inet_protocols = ipv4; Exim: disable_ipv6 = true)."
      ),
    ],
    nextCommands: [.reach],
    references: ["RFC 8305", "RFC 5321 section 5.2"],
    captures: [],
    examineAgain: { it in
      let visit = it.visit
      guard !visit.isServed, it.verdict.finding?.hasPrefix("transport/") ?? false else { return nil }
      let isIPv6 = visit.client.address.isIPv6
      let isLocal = visit.server.address.isLoopback
      let near = it.survey.arrivals(from: visit.start, seconds: it.patienceSeconds).filter {
        visit.isBefore($0) && $0.server.port == visit.server.port && $0.client.address.isIPv6 != isIPv6
          && $0.server.address.isLoopback == isLocal
      }
      guard let next = near.first, isLocal || near.count == 1 else { return nil }
      let (failed, other) = isIPv6 ? ("IPv6", "IPv4") : ("IPv4", "IPv6")
      let how = it.verdict.finding == "transport/no-syn-ack" ? "was not answered" : "was refused"
      return SiblingMatch(
        Match(
          isLocal ? .strong : .probable,
          "The attempt over \(failed) \(how), and the client went on over \(other) \(SpokenTime.place(next, from: visit)), where it was served.",
          evidence: [
            Evidence(packets: [visit.firstPacket], meaning: "the attempt over \(failed)"),
            Evidence(
              packets: [next.firstPacket], meaning: "session \(next.session): the next one, over \(other)",
              session: next.session),
          ]),
        others: [next.session])
    })
}
