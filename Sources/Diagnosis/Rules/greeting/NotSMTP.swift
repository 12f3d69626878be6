import PacketLayers
import SMTPSession
import SMTPTranscript

extension Rule {
  static let greetingNotSMTP = Rule(
    id: "greeting/not-smtp",
    title: "server does not speak SMTP on this port",
    stage: .greeting,
    severity: .problem,
    needs: .notSMTP,
    meaning: """
      The first bytes of the server are not an SMTP greeting, which begins with three digits. Another service answers on this \
      port: a port or an address is set wrongly, or a translation of addresses leads to the wrong machine.
      """,
    distinction: "The connection was captured from its first packet, and the server's first bytes are no reply code.",
    remedies: [
      Remedy(
        .server,
        "Check what listens on port {port} of {server}, and where address translation or a load balancer sends it."),
      Remedy(.client, "Check host name and port of the mail server in the client's settings."),
    ],
    nextCommands: [.byHand],
    references: ["RFC 5321 section 4.2", "RFC 5321 section 3.1"],
    captures: ["not-smtp", "not-smtp-imap"]
  ) { it in
    let session = it.session
    guard session.greeting == nil, let other = session.notSMTP, other.from == .server, session.tls == nil,
      session.visibility.seesStart, !session.visibility.lacksBytes(from: .server), !session.succeeded
    else { return nil }
    let what = other.looksLike.map { "speaks \($0)" } ?? "speaks something else than SMTP"
    return Match(
      .certain, "What answers on port \(session.server.port) \(what).",
      cause: Cause(.stopped, by: .server, basis: .residue),
      evidence: [Evidence(packets: [other.at.packet], meaning: "the server's first bytes are no SMTP greeting")])
  }
}
