import PlainWords
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsClosedAfterServerFlight = Rule(
    id: "tls/closed-after-server-flight",
    title: "client looked at what the server presented and left without a word",
    stage: .serverFlight,
    severity: .problem,
    needs: .tls,
    points: .handshake,
    meaning: """
      The server had sent its part of the handshake, and the client closed the connection without an alert. Clients on Windows, .NET \
      and Java do so when the certificate does not suit them; so does a mail program while its user is asked and says no.
      """,
    distinction:
      "All of the server's messages arrived, it was the client's turn, and the end came from the client. Lost packets would show as repetitions.",
    unknowable: "What it minded. A silent leave is no proof that it was the certificate.",
    remedies: [
      .tlsClientLog,
      Remedy(
        .server,
        "Check the certificate as this client sees it: name, dates, intermediate certificates, an authority that it knows."
      ),
    ],
    nextCommands: [.verify, .messages],
    references: ["RFC 8446 section 6.1"],
    captures: [
      "tls-closed-without-alert"
    ]
  ) { it in
    guard let ending = it.tlsEnding, ending.kind == .clientAfterServerFlight else { return nil }
    let handshake = ending.handshake
    // A short prime explains it better.
    if let bits = handshake.negotiation.primeBits, bits < TLSRefusal.shortPrime { return nil }
    let verb = it.leave.kind == .reset ? "reset" : "closed"
    let place: String =
      switch handshake.flight {
      case .clientFlight: "right after its own part of the handshake"
      case .serverFlight: "after the server's part of the handshake"
      default: "before the server's part of the handshake was whole"
      }
    let pause = handshake.waited >= 1 ? ", \(LengthOfTime.spoken(handshake.waited)) later" : ""
    return Match(
      .strong, "The client \(verb) the connection \(place)\(pause), and gave no reason.",
      cause: it.certificateExplains ? nil : Cause(.stopped, by: .client, basis: .ending),
      evidence: handshake.serverHelloEvidence
        + handshake.lastWords(of: .server, meaning: "the last that the server sent") + [handshake.endEvidence],
      stage: handshake.flight == .clientFlight ? .clientFlight : .serverFlight,
      severity: it.certificateExplains ? .note : nil)
  }
}
