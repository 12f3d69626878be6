import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsClientHelloIncomplete = Rule(
    id: "tls/clienthello-incomplete",
    title: "the client's first TLS message never became whole",
    stage: .starttls,
    severity: .problem,
    needs: .tls,
    points: .handshake,
    meaning: """
      The client's first TLS message announces more bytes than ever came. The client stopped in the middle of it, or a part of it was lost on \
      the way.
      """,
    distinction: "The capture holds all that was sent: nothing was cut by it and nothing is known to be missing.",
    unknowable: "Whether the client never sent the rest, or lost it before the place of the capture.",
    remedies: [
      .tlsClientLog,
      Remedy(.network, "Capture at the client itself and compare; check the packet size that the path allows."),
    ],
    nextCommands: [.path("tracepath {server}"), .smallHello],
    references: ["RFC 8446 section 5.1"]
  ) { it in
    guard let ending = it.tlsEnding, ending.kind == .helloIncomplete else { return nil }
    let record = ending.handshake.tls.clientStream.firstRecords.first
    let size = record.map { " of \($0.length) bytes" } ?? ""
    let evidence =
      record.map { ending.handshake.evidence(.client, $0, meaning: "the message begins here") } ?? []
    return Match(
      .probable, "The client began its first TLS message\(size) and never completed it.",
      cause: Cause(.stopped, by: ending.handshake.closer == .server ? .unknown : .client, basis: .ending),
      evidence: evidence + [ending.handshake.endEvidence])
  }
}
