import CaptureFiles
import PacketLayers
import PlainWords
import SMTPSession

extension Rule {
  static let startTLSRetryInClear = Rule(
    id: "starttls/retry-in-clear",
    title: "TLS failed, and the client sent its mail in clear the next time",
    stage: .starttls,
    severity: .exposure,
    meaning: """
      In one session TLS failed; in a later one the same client did not ask for TLS, although the server offered it again, and \
      sent its mail in clear. Senders that prefer delivery to encryption do this on their own. Nobody is told: to the sender it is a \
      delivery like any other.
      """,
    distinction:
      "Both sessions are in the capture, between the same addresses, within an hour, with no TLS that worked in between.",
    remedies: [
      .requireTLS,
      Remedy(.client, "Find out why TLS failed in the first session: its own finding says what is known."),
      Remedy(
        .client, "",
        products: [
          .exim: "tls_tempfail_tryclear = false stops the fallback",
          .sendmail: "TLSFallbacktoClear off",
        ]),
    ],
    logMessages: [
      LogMessage("Exim", "delivering unencrypted to"),
      LogMessage("OpenSMTPD", "opportunistic TLS failed, downgrading to plain"),
    ],
    references: ["RFC 7435", "RFC 3207 section 6"],
    captures: ["retry-in-clear", "retry-in-clear-opensmtpd"],
    examineAll: { survey in
      survey.servers.sorted { $0.key < $1.key }.flatMap { server, clients in
        clients.values.compactMap { client in
          guard Survey.showsClearMail(client), let pair = Survey.retried(client), let mail = pair.clear.clearMailPacket
          else { return nil }
          var evidence = [
            Evidence(
              packets: [pair.failed.lastPacket],
              meaning: "session \(pair.failed.session): TLS was begun and did not complete",
              session: pair.failed.session),
            Evidence(
              packets: [mail], meaning: "session \(pair.clear.session): mail in clear", session: pair.clear.session),
          ]
          if let list = pair.clear.listPacket {
            evidence.insert(
              Evidence(
                packets: [list], meaning: "session \(pair.clear.session): STARTTLS is offered again",
                session: pair.clear.session), at: 1)
          }
          let seconds = pair.clear.start.seconds(since: pair.failed.start)
          return SurveyMatch(
            Match(
              .strong,
              "TLS from \(pair.clear.client.address) to \(server) failed, and \(LengthOfTime.rough(seconds)) later the client sent its mail in clear.",
              cause: Cause(.downgraded, by: .client, basis: .ending), evidence: evidence),
            sessions: [pair.failed.session, pair.clear.session], server: server, visit: pair.clear)
        }.sorted { $0.sessions.lexicographicallyPrecedes($1.sessions) }
      }
    })
}
