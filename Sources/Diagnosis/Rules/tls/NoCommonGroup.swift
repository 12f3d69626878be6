import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsNoCommonGroup = Rule(
    id: "tls/no-common-group",
    title: "no key-exchange group that both sides have",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      Both sides must share a group (a curve such as X25519 or P-256) to agree on keys. The client's list of groups is short, or holds \
      none of the usual ones, and the handshake was refused.
      """,
    distinction: """
      The server refused the ClientHello while the versions and suites offered are usual and the groups are not; or the server asked for a \
      group that the client had not offered.
      """,
    unknowable: "The server's own groups, and whether it was the groups that it minded: it names no list.",
    remedies: [
      Remedy(.client, "Offer X25519 and P-256 both (OpenSSL: Groups in openssl.cnf; Postfix: tls_eecdh_auto_curves)."),
      Remedy(.server, "Allow X25519 and P-256 both; the log says \"no suitable key share\" where that was the reason."),
    ],
    nextCommands: [.smallHello, .messages],
    references: ["RFC 8446 section 4.2.7", "RFC 8446 section 4.1.4"],
    captures: [
      "tls-no-common-group"
    ]
  ) { it in
    TLSRefusal.match(it, .noCommonGroup) { refusal in
      let offered = refusal.handshake.hello.map { TLSWords.groups($0) } ?? "unseen groups"
      if let wanted = refusal.handshake.negotiation.helloRetryRequest?.keyShare?.group {
        return Match(
          .strong,
          "The server asked for key exchange with \(wanted), the client had offered \(offered), and the \(refusal.sender.noun) broke off with \(refusal.words).",
          cause: refusal.cause, evidence: refusal.story, stage: refusal.stage)
      }
      let isUnusual = !(refusal.handshake.hello?.supportedGroups?.contains(where: TLSRefusal.isUsual) ?? false)
      return Match(
        isUnusual ? .strong : .probable,
        "The client offered \(offered) and nothing else, and the server turned the offer down with \(refusal.words).",
        cause: refusal.cause, evidence: refusal.story, stage: refusal.stage)
    }
  }
}
