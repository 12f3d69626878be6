import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSXAnonymousTLS = Rule(
    id: "starttls/x-anonymoustls",
    title: "Exchange servers use their own way into TLS",
    stage: .starttls,
    severity: .note,
    needs: .vendorWords,
    meaning: """
      X-ANONYMOUSTLS is how Exchange servers of one organisation encrypt among themselves. It works as STARTTLS does, with a \
      certificate that nobody verifies; they prove who they are by a login inside. A complaint about that certificate means nothing.
      """,
    distinction: "The keyword stands in the server's list, or the command was used.",
    remedies: [
      Remedy(
        .server,
        "If an outside client meets a list with X-ANONYMOUSTLS and no STARTTLS, it has reached a receive connector meant for internal servers: check RemoteIPRanges and AuthMechanism of the connectors."
      )
    ],
    references: ["RFC 3207 section 4"],
    captures: ["x-anonymoustls"]
  ) { it in
    let session = it.session
    if let used = it.startTLSAttempts.first(where: { $0.request.verb == .xAnonymousTLS }) {
      return Match(
        .certain, "The client asked for TLS by X-ANONYMOUSTLS, as Exchange servers of one organisation do.",
        evidence: [session.evidence(used.exchange.command, meaning: "Exchange's own request for TLS")])
    }
    guard let hello = session.wholeHello, !hello.offersSTARTTLS, hello.keyword("X-ANONYMOUSTLS") != nil,
      let list = session.listEvidence(hello, meaning: "X-ANONYMOUSTLS stands in this list, STARTTLS does not")
    else { return nil }
    return Match(
      .certain, "The server offers only Exchange's internal way into TLS, X-ANONYMOUSTLS, and not STARTTLS.",
      evidence: [list])
  }
}
