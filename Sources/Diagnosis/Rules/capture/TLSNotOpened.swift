import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let captureTLSNotOpened = Rule(
    id: "capture/tls-not-opened",
    title: "keys of the session are there, and a part of it could not be opened",
    stage: .protected,
    severity: .caveat,
    needs: .tls,
    meaning: """
      There are keys of this session, from a key log or in the capture itself, and some or all of what TLS sealed stayed closed: the \
      cipher is none that can be opened here, the log lacks the keys that this version of TLS needs, or bytes of records are missing from \
      the capture. What stayed closed is not told, and what follows from it is less sure.
      """,
    distinction: "A record authenticates under its key or it does not: nothing that was opened is a guess.",
    remedies: [
      Remedy(
        .network,
        "Capture whole packets (tcpdump -s 0), from the beginning of the connection, and let the program write its key log from its start on. The ciphers that can be opened: AES in GCM, CCM and CBC mode, and ChaCha20-Poly1305."
      )
    ],
    references: ["RFC 8446 section 5.2", "RFC 9850 section 2"],
    captures: ["keys-aria-tls12", "keys-cut-tls13"]
  ) { it in
    let session = it.session
    guard let tls = session.tls else { return nil }
    let summary: String
    switch tls.opening {
    case .noSecrets, .traced(unopened: 0), .opened(unopened: 0, speaks: _): return nil
    case .opened(let unopened, _):
      summary =
        "Of what TLS sealed, \(unopened) \(unopened == 1 ? "record" : "records") could not be opened, because bytes of \(unopened == 1 ? "it" : "them") or before are missing, because more waited for keys than is kept, or because the key does not fit."
    case .traced(let unopened):
      summary =
        "Of \(unopened) sealed \(unopened == 1 ? "record" : "records") of the handshake's time the trace does not tell what \(unopened == 1 ? "it holds" : "they hold"): it ends early, or it and the capture do not fit."
    case .nothingFits(let unopened):
      summary =
        "There are keys of this session, and none of the \(unopened) sealed \(unopened == 1 ? "record" : "records") opens with them: they are wrong, or belong to the other direction, or no record was captured whole."
    case .unknownCipher:
      summary =
        "There are keys of this session, and its cipher (\(tls.cipherSuite ?? "of a suite that is not known")) is none that can be opened here."
    case .otherSecrets:
      summary = "There are keys of this session, but not those that \(tls.version ?? "its version of TLS") needs."
    }
    let at = it.handshake?.serverHelloMoment ?? session.end
    return Match(
      .certain, summary,
      evidence: [
        Evidence(
          packets: [at.packet], meaning: "the suite is chosen",
          transcriptLines: session.tlsLines(at, from: .server, [.message(.serverHello)]))
      ])
  }
}
