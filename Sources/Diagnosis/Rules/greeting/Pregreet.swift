import SMTPSession
import SMTPTranscript

extension Rule {
  static let greetingPregreet = Rule(
    id: "greeting/pregreet",
    title: "client spoke before the server had greeted",
    stage: .greeting,
    severity: .problem,
    meaning: """
      In SMTP the server speaks first, and the client must wait until the greeting is complete. This client did not wait. \
      Servers take that for the mark of spam software, and many refuse such a caller at once. The usual harmless reasons are a \
      script that pipes its commands into the connection, and a load balancer that sends a proxy header to a server that does \
      not expect one.
      """,
    distinction: """
      The capture holds the connection from its first packet, and the command stands before the first byte, or before the last \
      line, of the greeting. A TLS hello in place of the greeting is another finding.
      """,
    remedies: [
      Remedy(
        .client,
        "Make the client wait for the whole greeting, up to the line with a space after 220, before it sends EHLO; do not test with printf and a pipe."
      ),
      Remedy(
        .network, "If a load balancer adds a PROXY header, tell the server to expect it, or switch it off.",
        products: [
          .postfix: "smtpd_upstream_proxy_protocol or postscreen_upstream_proxy_protocol",
          .exim: "hosts_proxy",
        ]),
    ],
    nextCommands: [.byHand],
    logMessages: [
      LogMessage("Postfix postscreen", "PREGREET"),
      LogMessage("Exim", "input sent without waiting for greeting"),
    ],
    references: ["RFC 5321 section 3.1", "RFC 5321 section 4.3.1"],
    captures: ["pregreet"]
  ) { it in
    let session = it.session
    guard !session.succeeded, session.greeting != nil || session.ending.by == .server else { return nil }
    let header = session.proxyHeader != nil && (session.greeting?.isNegative ?? false)
    let early = it.earlyCommand
    guard header || early != nil else { return nil }
    var evidence: [Evidence] = []
    if let early {
      evidence.append(session.evidence(early, meaning: "the client speaks before the greeting is complete"))
    }
    let answers = [session.greeting, session.exchanges.first?.reply].compactMap { $0 }
    let what = header && early == nil ? "sent a proxy header" : "sent its first command"
    guard let refusal = answers.first(where: \.isNegative) else {
      return Match(
        .certain, "The client \(what) before the server had greeted.", evidence: evidence, severity: .note)
    }
    evidence.append(session.evidence(refusal, meaning: "the server refuses"))
    return Match(
      .certain, "The client \(what) before the server had greeted, and the server answered \"\(refusal.brief)\".",
      cause: Cause(.stopped, by: .server, basis: .statement), evidence: evidence)
  }
}
