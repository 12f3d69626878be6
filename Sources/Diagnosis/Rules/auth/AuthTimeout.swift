import CaptureFiles
import PlainWords
import SMTPSession
import SMTPTranscript

extension Rule {
  static let authTimeout = Rule(
    id: "auth/timeout",
    title: "server was slow to answer the login, or did not answer",
    stage: .auth,
    severity: .problem,
    needs: .auth,
    meaning: """
      The client had sent its whole login, and the server took very long to judge it or said nothing until the client gave up. Mail \
      servers ask a directory or another service for that; a delay here is that service's delay.
      """,
    distinction: """
      All bytes were captured. Servers also delay the answer to a refused login on purpose, by a few seconds; only more than ten \
      seconds count.
      """,
    unknowable: "Which service the server waited for.",
    remedies: [
      Remedy(
        .server,
        "See how long the service that checks passwords took to answer the mail server {time}, and whether all its replicas and name servers can be reached.",
        products: [
          .postfix: "saslauthd or Dovecot, behind smtpd_sasl_path", .exim: "what server_condition asks",
          .exchange: "the domain controllers",
        ])
    ],
    nextCommands: [.login],
    references: ["RFC 4954 section 4"],
    captures: []
  ) { it in
    let session = it.session
    if let match = it.authMatch(
      .noReply, basis: .ending, meaning: "",
      sentence: {
        "The server did not answer the login by \($0.mechanism) for \(LengthOfTime.spoken(it.point.waitedSeconds)), and \(it.leave.side == .server ? "closed the connection" : "the client gave up")"
      })
    {
      var match = match
      match.evidence.append(session.leavingEvidence)
      return match
    }
    for exchange in session.authentications where exchange.exchange < session.exchanges.count {
      let command = session.exchanges[exchange.exchange].command
      // With challenges in between the time may be the client's: only the plain case is the server's own delay.
      guard let reply = exchange.reply, exchange.challenges == 0, exchange.responses == 0 else { continue }
      let seconds = reply.first.time.seconds(since: command.at.time)
      guard seconds > 10 else { continue }
      return Match(
        .strong, "The server took \(Int(min(seconds, 86_400))) seconds to answer the login.",
        evidence: [
          session.evidence(command, meaning: "the client has sent its login"),
          session.evidence(reply, meaning: "the answer comes only here"),
        ], severity: .note)
    }
    return nil
  }
}
