import CaptureFiles
import PlainWords
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let greetingNoBanner = Rule(
    id: "greeting/no-banner",
    title: "server accepted the connection and never greeted",
    stage: .greeting,
    severity: .problem,
    points: .greeting,
    meaning: """
      The connection was opened, and then nothing: the server owes the first word in SMTP and did not say it until the client \
      gave up. The mail service behind the port hangs or is overloaded, a filter or firewall in front of it holds the \
      conversation back, or the port expects something else first, such as TLS from the first byte or a proxy header.
      """,
    distinction: """
      Both directions and the opening of the connection were captured, the server sent no byte of data and no end, and the \
      client sent none either. A server that hangs up at once, and port 465, where the client speaks first, are other findings.
      """,
    unknowable: "Why the server stayed silent, and whether the mail service ever learned of the connection.",
    remedies: [
      Remedy(
        .server,
        "Look whether the mail service itself is alive behind the port: look for {source} in its log {time}, and restart it and any filter in front of it if they hang."
      ),
      Remedy(
        .network,
        "Exempt SMTP to this server from deep inspection and see whether the greeting appears: inspection of SSL in firewalls has been seen to produce exactly this."
      ),
      Remedy(
        .client, "If the port is meant for TLS from the first byte, set the client to implicit TLS instead of STARTTLS."
      ),
    ],
    nextCommands: [.byHand, .implicitTLS],
    logMessages: [LogMessage("Postfix", "timed out while receiving the initial server greeting")],
    references: ["RFC 5321 section 3.1", "RFC 5321 section 4.5.3.2.1"],
    captures: ["no-banner"]
  ) { it in
    let session = it.session
    guard it.point.place == .greeting, case .silent(.server) = it.point.manner, session.greeting == nil,
      session.servicePort != .submissions, session.tls == nil, session.notSMTP == nil, session.visibility.isWhole,
      session.serverFlow.sentEnd == 0, session.clientFlow.sentEnd == 0, let answer = session.serverFlow.syn,
      answer.acknowledges, answer.retransmissions == 0
    else { return nil }
    let waited = it.point.waitedSeconds
    let ended = it.leave.kind == .none ? "and the client was still waiting" : "until the client gave up"
    return Match(
      waited >= 30 ? .strong : .probable,
      "The server accepted the connection and said nothing for \(LengthOfTime.spoken(waited)), \(ended).",
      cause: Cause(.stopped, by: .server, basis: .ending, holdsWithoutIntent: true),
      evidence: [
        Evidence(packets: [answer.at.packet], meaning: "the server accepts the connection, and never speaks"),
        session.endingEvidence("the connection ends without a greeting"),
      ], remedies: it.patienceRemedies)
  }
}
