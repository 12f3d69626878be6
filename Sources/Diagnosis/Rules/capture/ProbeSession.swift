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
    guard mayNameTool(name), tools.contains(where: { name.contains(folded: $0) }) else { return nil }
    return Match(
      .strong, "The client introduced itself as \(hello.clientName), the name of a testing tool.",
      evidence: [session.evidence(session.exchanges[hello.exchange].command, meaning: "the name of a testing tool")])
  }
}

/// Names by which tools introduce themselves.
private let tools = ["openssl.client.net", "testssl", "checktls", "nmap.scanme.org"].map { Array($0.utf8) }

/// Whether two letters in a row begin one of those names: every introduction is asked, and most have none of them.
private func mayNameTool(_ name: Span<UInt8>) -> Bool {
  var before: UInt8 = 0
  for place in name.indices {
    let letter = asciiLowercase(name[place])
    switch (before, letter) {
    case (0x6F, 0x70), (0x74, 0x65), (0x63, 0x68), (0x6E, 0x6D): return true
    default: before = letter
    }
  }
  return false
}
