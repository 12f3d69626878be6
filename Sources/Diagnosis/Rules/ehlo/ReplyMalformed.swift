import SMTPSession
import SMTPTranscript

extension Rule {
  static let ehloReplyMalformed = Rule(
    id: "ehlo/reply-malformed",
    title: "server's list of extensions breaks the rules",
    stage: .capabilities,
    severity: .note,
    needs: [.hello, .clearOnly],
    meaning: """
      The answer to EHLO is not formed as the standard asks: its last line never comes, its lines carry different codes, or no \
      space or hyphen follows a code. A strict client waits for the end of such a list until its time is up, or does not \
      recognise a word in it, such as STARTTLS.
      """,
    distinction:
      "No byte of the server is missing from the capture, so the form is the server's, or that of a device on the way.",
    remedies: [
      Remedy(
        .server,
        "Update or repair the software that writes the list: the last line must have a space after 250, all others a hyphen."
      ),
      .inspection,
    ],
    nextCommands: [.byHand],
    references: ["RFC 5321 section 4.2.1"]
  ) { it in
    let session = it.session
    guard session.tls == nil, session.seesAllOfServer, let hello = session.lastClearHello,
      let reply = session.reply(to: hello), reply.code == 250
    else { return nil }
    if !reply.isComplete && hello.exchange + 1 == session.exchanges.count && session.ending.by != .server
      && session.waitedSeconds >= 10
    {
      return Match(
        .strong,
        "The server never finished its list of extensions, and the client waited for the last line until the end.",
        cause: Cause(.stopped, by: .server, basis: .ending),
        evidence: [session.evidence(reply, meaning: "a hyphen after 250 announces another line; none came")],
        severity: .problem)
    }
    guard let fault = faults.first(where: { reply.flags.contains($0.0) }) else { return nil }
    return Match(
      .strong, "The server's answer to EHLO breaks the rules: \(fault.1).",
      evidence: [session.evidence(reply, meaning: fault.1)])
  }
}

/// What a line of the list should not have.
private let faults: [(ElementFlags, String)] = [
  (.codeMismatch, "its lines carry different codes"), (.missingSeparator, "neither space nor hyphen follows a code"),
  (.bareLF, "a line ends without carriage return"), (.containsNUL, "it holds zero bytes"),
]
