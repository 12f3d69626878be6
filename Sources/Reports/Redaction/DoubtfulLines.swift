package import Diagnosis
package import SMTPSession
import SMTPTranscript

/// Lines that may be part of a message although they were read as commands.
///
/// Where bytes are missing, the command or the reply that begins a message may be among them, and then the message's lines look
/// like commands that nobody knows. A reader elsewhere loses little with them, and the writer of the message would lose much.
package enum DoubtfulLines {
  /// Whether a session of this kind can hold any.
  package static func arePossible(in session: Session) -> Bool {
    let lacksBytes = !session.visibility.holes.isEmpty || session.visibility.unlistedHoles > 0
    return lacksBytes && session.transcript.contains { $0.kind == .gap }
  }

  /// Whether a line of the client is one, where any can be.
  package static func isDoubtful(_ line: [UInt8]) -> Bool {
    !line.isEmpty && !Verb.leading(line.span).isKnown
  }

  /// The session without them, in its transcript and in what is quoted from it.
  package static func withheld(_ diagnosed: DiagnosedSession) -> DiagnosedSession {
    let (session, hidden) = withheld(diagnosed.session)
    guard !hidden.isEmpty else { return diagnosed }
    var result = diagnosed
    result.session = session
    for finding in result.findings.indices {
      for place in result.findings[finding].evidence.indices {
        guard let quote = result.findings[finding].evidence[place].quote, hidden.contains(quote) else { continue }
        result.findings[finding].evidence[place].quote = "[withheld]"
      }
      result.findings[finding].summary = without(hidden, in: result.findings[finding].summary)
    }
    result.verdict.sentence = without(hidden, in: result.verdict.sentence)
    return result
  }

  /// The session without them in its transcript, and what they were.
  static func withheld(_ session: Session) -> (session: Session, hidden: Set<String>) {
    var hidden: Set<String> = []
    guard arePossible(in: session) else { return (session, hidden) }
    var transcript = session.transcript
    for (index, line) in session.transcript.enumerated()
    where line.from == .client && isDoubtful(line) {
      hidden.insert(line.text)
      transcript[index].text =
        "[\(line.text.unicodeScalars.count) characters withheld: with bytes missing, this may be a part of a message]"
    }
    var result = session
    if !hidden.isEmpty { result.transcript = transcript }
    return (result, hidden)
  }

  /// A command that nobody knows, or words that were read as no command at all; what the transcript says of bytes without showing
  /// them begins with a bracket, or is withheld already.
  private static func isDoubtful(_ line: TranscriptLine) -> Bool {
    switch line.kind {
    case .command: isDoubtful(Array(line.text.utf8))
    case .data: !line.text.hasPrefix("[") && !line.text.hasSuffix("withheld]")
    default: false
    }
  }

  private static func without(_ hidden: Set<String>, in text: String) -> String {
    // A word of one or two letters stands anywhere.
    hidden.filter { $0.utf8.count >= 4 }.reduce(text) { text, line in
      text.split(separator: line, omittingEmptySubsequences: false).joined(separator: "[withheld]")
    }
  }
}
