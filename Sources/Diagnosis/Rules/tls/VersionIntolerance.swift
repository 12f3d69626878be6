import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsVersionIntolerance = Rule(
    id: "tls/version-intolerance",
    title: "client retried with an older version, and the server refused the retreat",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The client marked its first message as a second attempt with an older version of TLS, after one with a newer version had failed. \
      The server speaks the newer one and refuses to be talked down. The question is therefore why the first attempt \
      failed: a server or a device on the way that breaks when it hears of newer TLS, or a connection that broke by chance.
      """,
    distinction:
      "The alert inappropriate_fallback says exactly this; the mark (TLS_FALLBACK_SCSV) stands in the client's list of suites.",
    unknowable: "Why the attempt before failed, unless it is in the capture as well.",
    remedies: [
      Remedy(
        .server,
        "Look in the server's log for an earlier attempt of {source}, before the one {time}: why did TLS with the newer version fail?"
      ),
      Remedy(
        .client,
        "Switch off the retry with older versions, or set the versions for this destination by hand. Postfix: protocols= in smtp_tls_policy_maps."
      ),
      Remedy(
        .network,
        "If the server knows nothing of an earlier attempt, look for a firewall that inspects TLS and breaks the newer version."
      ),
    ],
    nextCommands: [.version13, .version12],
    references: ["RFC 7507", "RFC 8446 appendix D"],
    captures: [
      "tls-fallback-scsv"
    ]
  ) { it in
    TLSRefusal.match(it, .versionIntolerance) { refusal in
      let offer = refusal.handshake.hello.map { TLSWords.versions($0) } ?? "an older version"
      return Match(
        .certain,
        "The client came back with \(offer) after a failed attempt, and the server refused the older version: \(refusal.words).",
        cause: refusal.cause, evidence: refusal.story, stage: refusal.stage)
    }
  }
}
