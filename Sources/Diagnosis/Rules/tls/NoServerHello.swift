import PlainWords
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsNoServerHello = Rule(
    id: "tls/no-server-hello",
    title: "server received the client's TLS offer and never answered",
    stage: .clientHello,
    severity: .problem,
    needs: .tls,
    points: .handshake,
    meaning: """
      The client's first TLS message arrived, and nothing came back until the time ran out. The server, or a device that answers for it, \
      took the beginning of TLS and froze.
      """,
    distinction:
      "The whole message was confirmed by the server's TCP, and not a byte came back. A message that was not confirmed is a matter of the path.",
    unknowable: "Whether the server or a device in front of it is silent.",
    remedies: [
      Remedy(
        .server,
        "Look in the server's log for the beginning of TLS from {source} {time}: did the client's message arrive, and what became of it? If there is nothing, a device in front of the server has it."
      ),
      .tlsPath,
    ],
    nextCommands: [.smallHello, .version12, .messages],
    references: ["RFC 8446 section 4"],
    captures: [
      "tls-no-server-hello"
    ]
  ) { it in
    guard let ending = it.tlsEnding, ending.kind == .noServerHello else { return nil }
    let until = ending.handshake.closer == .client ? "until the client gave up" : "and the capture shows no end"
    return Match(
      .strong,
      "The server took the client's first TLS message and said nothing for \(LengthOfTime.spoken(ending.handshake.waited)), \(until).",
      cause: Cause(.stopped, by: .server, basis: .ending),
      evidence: ending.handshake.helloEvidence + [ending.handshake.endEvidence], remedies: it.patienceRemedies)
  }
}
