import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsClosedAfterClientHello = Rule(
    id: "tls/closed-after-client-hello",
    title: "server hung up on the client's TLS offer without a word",
    stage: .clientHello,
    severity: .problem,
    needs: .tls,
    points: .handshake,
    meaning: """
      The client had sent its first TLS message, and the server closed the connection instead of answering or finishing its answer. \
      Servers on Windows and some load balancers do that where others would name a reason: a version or a cipher suite \
      that they do not allow, a name they do not know, a certificate whose key they cannot read.
      """,
    distinction: """
      The whole ClientHello arrived, no alert came back, and the end of the connection came from the server's address. An end that does not \
      look like the server's own (another hop count) is reported as the network's.
      """,
    unknowable: "Why it closed. Its log says so; trying versions one by one narrows it down.",
    remedies: [
      .tlsServerLog,
      Remedy(
        .server,
        "Check that the certificate's private key can be read by the mail service. Windows: Schannel event 36871 says that it cannot."
      ),
    ],
    nextCommands: [.version13, .version12, .smallHello],
    logMessages: [
      LogMessage("Exchange", "TLS negotiation failed with error SocketError"),
      LogMessage("Exchange", "421 4.4.2 Connection dropped due to SocketError"),
    ],
    references: ["RFC 8446 section 6"],
    captures: [
      "tls-closed-after-client-hello",
      "tls-reset-after-client-hello",
    ]
  ) { it in
    guard let ending = it.tlsEnding, ending.kind == .serverAtHello, let hello = ending.handshake.hello,
      ending.handshake.flight != .serverFlight, !hello.isSSL2Format || ending.handshake.serverHelloMoment != nil
    else { return nil }
    let handshake = ending.handshake
    let verb = it.leave.kind == .reset ? "reset" : "closed"
    let place: String
    if handshake.serverHelloMoment == nil {
      place = "in answer to it, without a reason"
    } else {
      place = "in the middle of its own part of the handshake"
    }
    let old =
      handshake.serverHelloMoment == nil && hello.highestOfferedVersion < .tls12
      ? "; servers of today want TLS 1.2 or later" : ""
    return Match(
      .strong, "The client offered \(TLSWords.versions(hello)), and the server \(verb) the connection \(place)\(old).",
      cause: Cause(.stopped, by: .server, basis: .ending),
      evidence: handshake.helloEvidence + handshake.serverHelloEvidence + [handshake.endEvidence],
      remedies: old.isEmpty ? [] : [.tlsModernVersions])
  }
}
