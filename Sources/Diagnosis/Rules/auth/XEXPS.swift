import SMTPSession
import SMTPTranscript

extension Rule {
  static let authXEXPS = Rule(
    id: "auth/x-exps",
    title: "Exchange's own login (X-EXPS)",
    stage: .capabilities,
    severity: .note,
    needs: .vendorWords,
    meaning: """
      The server offers X-EXPS, or the client used it: the login by which Exchange servers of one organization know each other. Other \
      senders pass it over, and nothing is wrong with it.
      """,
    distinction: "The keyword stands in the list, or the command was sent.",
    unknowable: "",
    remedies: [
      Remedy(
        .server,
        "Only if mail between Exchange servers of one organization fails here: check Kerberos (service names, clocks) between them, and that the receive connector allows ExchangeServers."
      )
    ],
    references: ["RFC 4954 section 3"],
    captures: ["auth-no-common-mechanism", "auth-required-530", "x-anonymoustls"]
  ) { it in
    let session = it.session
    if let used = session.exchange(of: .xExps) {
      return Match(
        .certain, "The client used X-EXPS, the login between Exchange servers.",
        evidence: [session.evidence(used.command, meaning: "the login between Exchange servers")])
    }
    guard
      let hello = session.hellos.first(where: { hello in
        hello.keywords.contains { $0.name.utf8.first == 0x58 && $0.name.begins(with: "X-EXPS") }
      }), let list = session.listEvidence(hello, meaning: "this list holds X-EXPS")
    else { return nil }
    return Match(.certain, "The server offers X-EXPS, the login between Exchange servers.", evidence: [list])
  }
}
