import PlainWords
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Case {
  /// What a rule says of a server that owed an answer at `place` until the client gave up, or until all the time that the standard
  /// grants was over; `nil` where it did not, or where the command may not have arrived.
  ///
  /// - Parameters:
  ///   - evidence: What the command's line shows.
  ///   - sentence: From the wait, in words, and what was not answered.
  func silence(
    at place: Points, evidence meaning: String, sentence: (_ waited: String, _ what: String) -> String
  ) -> Match? {
    guard point.place == place, case .silent(.server) = point.manner, let turn = point.turn, session.seesAllOfServer,
      session.clientFlow.unacknowledgedTail == nil, let exchange = turn.exchange, exchange < session.exchanges.count
    else { return nil }
    let command = session.exchanges[exchange].command
    let what = turn.isAboutMessage ? "the whole message" : command.verb.name ?? "the command"
    let waited = point.waitedSeconds
    let (session, at) = (session, leave.at)
    let closed = leave.side == .server ? "the server closes without having answered" : "the client gives up waiting"
    let end = leave.kind == .none ? "the connection as last seen, still without an answer" : closed
    let words = sentence(LengthOfTime.spoken(waited), what)
    return Match(
      waited >= 30 ? .strong : .probable, words,
      cause: Cause(.stopped, by: .server, basis: .ending, holdsWithoutIntent: true),
      evidence: [
        turn.isAboutMessage
          ? Evidence(packets: [turn.since.packet], meaning: "the message ends here; no answer follows")
          : session.evidence(command, meaning: meaning),
        Evidence(packets: [at.packet], meaning: end),
      ], stage: stage(of: command.verb), remedies: patienceRemedies)
  }

  /// What is to be tried first where the client gave up long before anybody would call the server dead.
  var patienceRemedies: [Remedy] {
    guard leave.side == .client, point.waitedSeconds < 60 else { return [] }
    // RFC 5321 section 4.5.3.2 is about replies; nothing is laid down for a handshake.
    let granted =
      session.tls == nil ? ", and the standard grants a server minutes for each answer (RFC 5321 section 4.5.3.2)" : ""
    return [
      Remedy(
        .client,
        "Try again with a time limit of some minutes: this client gave up after \(LengthOfTime.spoken(point.waitedSeconds))\(granted). If the server stays silent then, it is for its side to look."
      )
    ]
  }

  private func stage(of verb: Verb) -> Stage? {
    switch verb {
    case .mail: .mail
    case .rcpt: .rcpt
    case .data, .bdat: .data
    default: nil
    }
  }
}
