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
    let early = it.earlyCommand
    let header = session.proxyHeader != nil && early == nil
    guard header || early != nil, !session.succeeded else { return nil }
    var evidence: [Evidence] = []
    if let early {
      evidence.append(session.evidence(early, meaning: "the client speaks before the greeting is complete"))
    } else if let place = session.transcript.firstIndex(where: { $0.from == .client }) {
      evidence.append(
        Evidence(
          packets: [session.transcript[place].at.packet], meaning: "a header of the PROXY protocol",
          transcriptLines: [place]))
    }
    let what = header ? "sent a PROXY protocol header, as load balancers do," : "sent its first command"
    guard let refusal = it.point.refusal ?? it.refusals.first else {
      // A server that expects the header answers as if nothing were amiss.
      guard !header else { return nil }
      return Match(
        .certain, "The client \(what) before the server had greeted.", evidence: evidence, severity: .note)
    }
    evidence.append(
      session.evidence(refusal.reply, quoting: refusal.reading.line ?? 0, meaning: "the server refuses"))
    let isPlain = refusal.reason == .synchronization || refusal.exchange < 0 || header
    let match = Match(
      isPlain ? .certain : .probable,
      "The client \(what) before the server had greeted, and the server answered \"\(refusal.words)\".",
      cause: it.decides(refusal) ? Cause(.stopped, by: .client, basis: .statement) : nil, evidence: evidence,
      severity: it.decides(refusal) ? nil : .note)
    return match.telling { header ? headerTelling : commandTelling }
  }
}

/// A load balancer spoke, in the client's name.
private let headerTelling = Telling(
  meaning:
    "In SMTP the server speaks first. Here a header of the PROXY protocol came before the greeting: a load balancer sends it to tell the server who is calling. A server that is not told to expect it takes it for a command, and refuses.",
  remedies: [
    Remedy(
      .network,
      "Whoever runs the load balancer: switch the PROXY header off, or tell the server to expect it.",
      products: [
        .postfix: "smtpd_upstream_proxy_protocol or postscreen_upstream_proxy_protocol", .exim: "hosts_proxy",
      ])
  ])

/// The client spoke, in commands.
private let commandTelling = Telling(
  meaning:
    "In SMTP the server speaks first, and the client must wait until the greeting is complete. This client did not wait. Servers take that for the mark of spam software, and many refuse such a caller at once. The usual harmless reason is a script that pipes its commands into the connection.",
  remedies: [], keeping: [.client])
