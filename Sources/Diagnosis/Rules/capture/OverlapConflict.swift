import ByteParsing
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Rule {
  static let captureOverlapConflict = Rule(
    id: "capture/overlap-conflict",
    title: "two packets carry different bytes for the same place",
    stage: .connect,
    severity: .caveat,
    needs: .trouble,
    meaning: """
      The same place of the conversation was captured twice with different content. Either a device on the way rewrites the \
      conversation and the capture shows it before and after, or the packets were damaged, or somebody tries to make two readers \
      read different things. The transcript shows the bytes that were captured first.
      """,
    unknowable: "Which of the two versions the receiver took.",
    remedies: [.captureAgain],
    references: ["RFC 9293 section 3.10.7"],
    captures: []
  ) { it in
    let session = it.session
    for side in [Side.server, .client] {
      guard let conflict = session[flow: side].conflicts.first else { continue }
      let count = session[flow: side].conflicts.count
      return Match(
        .certain,
        "Packets of the \(Session.word(side)) contradict each other in \(count == 1 ? "one place" : "\(count) places").",
        evidence: [
          Evidence(
            packets: [conflict.firstPacket, conflict.laterPacket].compactMap { $0 },
            meaning: "\(conflict.count) bytes at offset \(conflict.offset) differ between these packets")
        ])
    }
    return nil
  }
}
