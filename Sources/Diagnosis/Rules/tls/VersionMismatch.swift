import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsVersionMismatch = Rule(
    id: "tls/version-mismatch",
    title: "no version of TLS that both sides allow",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The client says in its first message which versions of TLS it speaks, and the server chooses one. Here one of the two \
      refused the other's offer because of the version. Usually one side has switched off everything below TLS 1.2 and the other is \
      too old for that.
      """,
    distinction: """
      The refusal names the version itself, or it is the internal_error with which OpenSSL 3 answers a client that offers nothing \
      newer than TLS 1.1. A refusal of the cipher suites has another number.
      """,
    unknowable: "The versions that the server would have taken: it does not list them.",
    remedies: [
      .tlsModernVersions,
      Remedy(
        .server,
        "If old clients must be served, lower the floor knowingly: OpenSSL MinProtocol and SECLEVEL, the system's crypto policy, smtpd_tls_protocols on Postfix."
      ),
    ],
    nextCommands: [.version13, .version12, .version10],
    logMessages: [
      LogMessage("Postfix", "Cannot start TLS: handshake failure"),
      LogMessage("Exchange", "TLS negotiation failed with error SocketError"),
    ],
    references: ["RFC 8446 section 6.2", "RFC 8996"],
    captures: [
      "retry-in-clear",
      "tls-no-common-version",
      "tls-no-common-version-old-client",
      "tls-no-common-version-old-client-floor",
      "tls-no-common-version-postfix",
    ]
  ) { it in
    TLSRefusal.match(it, .versionMismatch) { refusal in
      let isNamed = refusal.alert == .protocolVersion
      func summary() -> String {
        let offer = refusal.handshake.hello.map { TLSWords.versions($0) } ?? "versions that were not captured"
        guard refusal.sender == .server else {
          let chosen = refusal.handshake.tls.version.map { "The server chose \($0)" } ?? "The server answered"
          return "\(chosen), and the client, which offered \(offer), refused it: \(refusal.words)."
        }
        return isNamed
          ? "The client offered \(offer), and the server answered that it allows no such version: \(refusal.words)."
          : "The client offered \(offer), and the server broke off with \(refusal.words), which is how OpenSSL 3 refuses so old a version."
      }
      return Match(
        isNamed ? .certain : .strong, summary(), cause: refusal.cause, evidence: refusal.story, stage: refusal.stage)
    }
  }
}
