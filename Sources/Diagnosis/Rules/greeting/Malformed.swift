import SMTPSession
import SMTPTranscript

extension Rule {
  static let greetingMalformed = Rule(
    id: "greeting/malformed",
    title: "server's greeting breaks the rules",
    stage: .greeting,
    severity: .note,
    needs: .greeting,
    meaning: """
      The greeting is not formed as the standard asks: its last line is missing, its lines carry different codes, a line ends \
      without carriage return, or it holds bytes that do not belong into it. Tolerant clients go on; a strict one waits for the \
      end of the greeting until its time is up.
      """,
    distinction:
      "No byte of the server is missing from the capture, so the form is the server's, or that of a device on the way.",
    remedies: [
      Remedy(
        .server, "Correct the greeting text in the server's settings, or update the software or device that writes it."),
      .inspection,
    ],
    nextCommands: [.byHand],
    references: ["RFC 5321 section 4.2", "RFC 5321 section 4.5.3.1.5"]
  ) { it in
    let session = it.session
    guard let flags = session.greeting?.flags, let isComplete = session.greeting?.isComplete,
      !isComplete || faults.contains(where: { flags.contains($0.flag) }),
      let greeting = session.greeting, session.seesAllOfServer, session.notSMTP == nil, it.earlyCommand == nil
    else { return nil }
    if !greeting.isComplete && session.exchanges.isEmpty && session.waitedSeconds >= 10 {
      return Match(
        .probable, "The server never finished its greeting, and the client waited for its last line until the end.",
        cause: Cause(.stopped, by: .server, basis: .ending),
        evidence: [session.evidence(greeting, meaning: "a hyphen after the code announces another line; none came")],
        severity: .problem)
    }
    guard let fault = faults.first(where: { flags.contains($0.flag) }) else { return nil }
    return Match(
      .strong, "The server's greeting breaks the rules: \(fault.words).",
      evidence: [session.evidence(greeting, meaning: fault.words)])
  }
}

/// What a line of a greeting should not have.
private let faults: [(flag: ElementFlags, words: String)] = [
  (.codeMismatch, "its lines carry different codes"), (.missingSeparator, "no space follows the code"),
  (.bareLF, "a line ends without carriage return"), (.containsNUL, "it holds zero bytes"),
]
