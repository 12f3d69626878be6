import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsNoCommonSignature = Rule(
    id: "tls/no-common-signature",
    title: "client accepts no signature that the server's key can make",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The client says which kinds of signatures it accepts. Its list leaves out a whole kind of keys, and the server refused. A \
      server with one certificate only, of just that kind, has nothing to sign with.
      """,
    distinction:
      "The server refused the ClientHello; suites, versions and groups offered are usual, and the list of signatures is one-sided.",
    unknowable: "The kind of key that the server has: it never came to show its certificate.",
    remedies: [
      Remedy(.server, "Install a certificate of the other kind (RSA beside ECDSA), signed with SHA-256 or better."),
      Remedy(
        .client,
        "Accept both kinds: look for SignatureAlgorithms in openssl.cnf and for the system's crypto policy."),
    ],
    nextCommands: [
      .handshake("-sigalgs RSA+SHA256:RSA-PSS+SHA256"),
      .handshake("-sigalgs ECDSA+SHA256"),
    ],
    references: ["RFC 8446 section 4.2.3", "RFC 9155"],
    captures: [
      "tls-no-common-signature"
    ]
  ) { it in
    TLSRefusal.match(it, .noCommonSignature) { refusal in
      let hello = refusal.handshake.hello
      let offered = hello.map { TLSWords.schemes($0) } ?? "unseen signatures"
      let lacking = hello?.signatureAlgorithms.map { SchemeFamilies($0).lacking } ?? "some signatures"
      return Match(
        .probable,
        "The client accepts \(offered) and no \(lacking), and the server turned the offer down with \(refusal.words).",
        cause: refusal.cause, evidence: refusal.story, stage: refusal.stage)
    }
  }
}
