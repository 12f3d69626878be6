import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehloRejected = Rule(
    id: "ehlo/rejected-no-fallback",
    title: "server refused EHLO and the client left",
    stage: .ehlo,
    severity: .problem,
    needs: [.hello, .refusal],
    meaning: """
      The server refused the introduction, and the client did not try the older HELO: it needs what only EHLO can give, TLS or a \
      login, or it was not welcome at all. Nothing more was asked or answered.
      """,
    distinction:
      "The refusal is the server's answer to EHLO, it does not speak of the name, it is not 421, and no later introduction was accepted.",
    remedies: [
      Remedy(.server, "Find in the server's log {time} why it refused EHLO from {source}."), .inspection, .showThem,
    ],
    nextCommands: [.hello, .byHand],
    references: ["RFC 5321 section 3.2", "RFC 5321 section 4.1.1.1"]
  ) { it in
    guard it.mangledExchange == nil, it.refusedHello?.accepted == nil else { return nil }
    return it.refusalMatch(
      [.unknownCommand, .unknown, .outOfOrder, .policy, .noMailHere], answering: .hello, meaning: "the server refuses",
      sentence: { "The server refused the client's introduction: \"\($0.words)\"" })
  }
}
