import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsCorruptedRecords = Rule(
    id: "tls/corrupted-records",
    title: "a check on the handshake's integrity failed",
    stage: .clientFlight,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      One side found that what it received does not fit the keys: a signature, a checksum or the final check of the handshake failed. \
      Something changed bytes on the way, a device re-terminates TLS badly, or one side's certificate and key do not belong together.
      """,
    distinction: "The alert itself (bad_record_mac, decryption_failed or decrypt_error) stands in clear.",
    unknowable: "Which of the two it was, and where bytes were changed if they were: compare captures of both sides.",
    remedies: [
      .tlsPath,
      Remedy(
        .server, "Check that the certificate and the private key belong together, and the network card's offloading."),
    ],
    nextCommands: [.messages],
    references: ["RFC 8446 section 6.2"]
  ) { it in
    TLSRefusal.match(it, .corrupted) { refusal in
      Match(
        .certain,
        "The \(refusal.sender.noun) found the \(refusal.sender.opposite.noun)'s messages damaged or signed with the wrong key: \(refusal.words).",
        cause: refusal.cause, evidence: refusal.story, stage: refusal.stage)
    }
  }
}
