import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsProtocolName = Rule(
    id: "tls/alpn-mismatch",
    title: "client asked for an application protocol that the server does not speak",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The client announced inside TLS which protocol it means to speak, and the server speaks none of those. Mail hardly uses such \
      announcements: they come from a library made for the web, or from a client that took this for a web server.
      """,
    distinction: "The alert no_application_protocol says exactly this, and the names stand in the ClientHello.",
    remedies: [
      Remedy(.client, "Leave out the protocol names (ALPN) for mail."),
      Remedy(.server, "Ignore the names on mail ports, unless refusing foreign protocols is meant as a protection."),
    ],
    nextCommands: [.messages],
    references: ["RFC 7301 section 3.2"],
    captures: [
      "tls-alpn-mismatch"
    ]
  ) { it in
    TLSRefusal.match(it, .protocolName) { refusal in
      let names = refusal.handshake.hello?.protocolNames ?? []
      let offered = names.isEmpty ? "a protocol" : TLSWords.list(names, "protocol")
      return Match(
        .certain,
        "The client wanted to speak \(offered) inside TLS, and the \(refusal.sender.noun) refused: \(refusal.words).",
        cause: refusal.cause, evidence: refusal.story, stage: refusal.stage)
    }
  }
}
