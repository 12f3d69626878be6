import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsRecordFragmentation = Rule(
    id: "tls/record-fragmentation",
    title: "the ClientHello was cut into several records, and TLS failed",
    stage: .clientHello,
    severity: .note,
    needs: .tlsUnfinished,
    meaning: """
      The client's first message lies in more than one TLS record. That is allowed, but some servers and devices cannot put it together \
      again. It did not get an answer here, so this may be the reason.
      """,
    distinction: "Only said where the handshake failed at this message.",
    unknowable: "Whether the same message in one record would have passed.",
    remedies: [
      Remedy(.network, "Look for a device that cuts or rewrites TLS records on the client's side.")
    ],
    nextCommands: [.messages],
    references: ["RFC 8446 section 5.1"]
  ) { it in
    guard let handshake = it.failedHandshake, handshake.serverHelloMoment == nil,
      let message = handshake.clientHelloMessage, message.isComplete, message.recordCount > 1
    else { return nil }
    return Match(
      .probable, "The client's first TLS message was cut into \(message.recordCount) records, and TLS failed there.",
      evidence: handshake.helloEvidence)
  }
}
