import PacketLayers
import PlainWords
import SMTPSession

extension Rule {
  static let captureNATBothSides = Rule(
    id: "capture/nat-both-sides",
    title: "one conversation was captured twice, on both sides of a device",
    stage: .connect,
    severity: .note,
    meaning: """
      Two connections of the capture carry the same conversation: a firewall, a router with address translation or a proxy stands \
      between, and packets were captured before and behind it. They are one client and one server, however many addresses are seen. What \
      differs between the two is the work of that device.
      """,
    distinction: """
      Names, envelope and replies are the same, and the two interlock turn by turn: nearer to the client each command is seen earlier and \
      each reply later, within a second. Two clients that do the same at the same time do not interlock. Where TCP's own numbers or TLS's \
      random bytes agree as well, it is certain.
      """,
    unknowable: "Which device stands between; only the two places of capture tell.",
    remedies: [
      Remedy(
        .network,
        "Where the two differ, look at the device between the two places of capture and at its inspection of mail.")
    ],
    references: ["RFC 3022", "RFC 3207 section 6"],
    captures: [],
    examineAll: { survey in
      survey.pairs.map { near, far, isCertain in
        let lost = far.offersSTARTTLS == true && near.offersSTARTTLS == false
        let gained = near.offersSTARTTLS == true && far.offersSTARTTLS == false
        let fewer = Survey.names(far).subtracting(Survey.names(near)).sorted()
        let more = Survey.names(near).subtracting(Survey.names(far)).sorted()
        var words =
          "Sessions \(near.session) and \(far.session), which began \(LengthOfTime.rough(near.distance(to: far))) apart, are one conversation, captured on both sides of a device"
        if fewer.isEmpty, more.isEmpty {
          words += "; the server's list is the same on both."
        } else {
          words += ", which changes the server's list: nearer to the client it is"
          if !fewer.isEmpty { words += " without \(fewer.joined(separator: ", "))" }
          if !fewer.isEmpty, !more.isEmpty { words += " and" }
          if !more.isEmpty { words += " with \(more.joined(separator: ", "))" }
          words += "."
        }
        return SurveyMatch(
          Match(
            isCertain ? .certain : .strong, words,
            evidence: [
              Evidence(
                packets: [near.listPacket ?? near.firstPacket],
                quote: near.keywords.isEmpty ? nil : near.keywords.joined(separator: ", "),
                meaning: "session \(near.session), \(near.client.address) to \(near.server), nearer to the client",
                session: near.session),
              Evidence(
                packets: [far.listPacket ?? far.firstPacket],
                quote: far.keywords.isEmpty ? nil : far.keywords.joined(separator: ", "),
                meaning: "session \(far.session), \(far.client.address) to \(far.server), nearer to the server",
                session: far.session),
            ], severity: lost || gained ? .exposure : nil),
          sessions: [near.session, far.session].sorted(), server: far.server, visit: near)
      }
    })
}
