import ByteParsing
import SMTPSession

extension Rule {
  static let captureProbeSession = Rule(
    id: "capture/probe-session",
    title: "client is a known testing tool",
    stage: .ehlo,
    severity: .note,
    needs: .hello,
    meaning: """
      The client introduced itself with the name of a testing tool and sent no mail. What such a session did not do says \
      nothing about real mail.
      """,
    distinction: "The name in EHLO is what the tool sends by default, and no message was begun.",
    captures: []
  ) { it in
    let session = it.session
    guard session.transactions.isEmpty, let hello = session.hellos.first else { return nil }
    let name = hello.clientName.utf8Span.span
    guard tools.contains(where: { name.contains(folded: $0) }) else { return nil }
    return Match(
      .strong, "The client introduced itself as \(hello.clientName), the name of a testing tool.",
      evidence: [session.evidence(session.exchanges[hello.exchange].command, meaning: "the name of a testing tool")])
  }
}

/// Names by which tools introduce themselves.
private let tools = ["openssl.client.net", "testssl", "checktls", "nmap.scanme.org"].map { Array($0.utf8) }
