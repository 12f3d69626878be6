import SMTPSession
import SMTPTranscript

extension Case {
  /// What a rule says of the exchanges that failed for the reason `kind`: of the one that decided the session, or else of the
  /// last one, as a note.
  ///
  /// `sentence` is without its full stop.
  func authMatch(
    _ kind: AuthFailure.Kind, by actor: Actor = .server, basis: Cause.Basis = .statement, meaning: String,
    sentence: (AuthFailure) -> String, telling: ((AuthFailure) -> Telling?)? = nil
  ) -> Match? {
    let failures = authFailures.filter { $0.kind == kind }
    guard let failure = failures.first(where: \.isDeciding) ?? failures.last else { return nil }
    var pieces = [session.evidence(failure.command, meaning: "the client asks to log in here")]
    if let reply = failure.exchange.reply { pieces.append(session.evidence(reply, meaning: meaning)) }
    var summary = sentence(failure)
    if failure.wasFollowedByLogin { summary += "; a later login in the same session was accepted" }
    let complete = failure.exchange.reply?.isComplete ?? false
    let cause = failure.isDeciding ? Cause(.stopped, by: actor, basis: basis) : nil
    let match = Match(
      min(failure.certainty, complete ? .certain : .strong), summary + ".", cause: cause, evidence: pieces,
      severity: cause == nil ? .note : nil)
    guard let telling else { return match }
    return match.telling { telling(failure) }
  }

}

extension Session {
  /// Whether the session ended with the client's own leaving after an EHLO reply, before it asked for anything.
  var leftAfterList: Hello? {
    guard !beganTLS, !hasAskedForService, clientLeft, visibility.seesBothDirections, let hello = lastClearHello,
      hello.verb == .ehlo, hello.listIsComplete, !hello.hasMaskedKeywords
    else { return nil }
    return hello
  }

  /// Whether a server offered nothing but mechanisms that need a domain account, a ticket or a token, so that a client
  /// with a name and a password can use none of them.
  func offersOnlyUncommonMechanisms(_ hello: Hello) -> Bool {
    let offered = hello.mechanisms + hello.legacyMechanisms
    guard !offered.isEmpty else { return false }
    return !offered.contains { ["PLAIN", "LOGIN"].contains($0) }
  }
}

extension Hello {
  /// The mechanisms of a line in the form of old drafts, `AUTH=LOGIN`; in upper case.
  var legacyMechanisms: [String] {
    hasLegacyAuth ? keywords.flatMap { $0.isLegacyAuth ? $0.legacyMechanisms : [] } : []
  }

  /// Whether the AUTH line is there but its mechanisms are blanked out with X.
  var hasMaskedMechanisms: Bool {
    let offered = mechanisms
    return !offered.isEmpty && offered.allSatisfy { $0.count >= 4 && $0.utf8.allSatisfy { $0 == 0x58 } }
  }

  /// The mechanisms as they stood, for a sentence.
  var mechanismList: String {
    let offered = mechanisms.isEmpty ? legacyMechanisms : mechanisms
    return offered.joined(separator: " ")
  }
}

extension Session {
  /// A note on what the messages of one exchange show.
  func mechanismMatch(_ exchange: AuthExchange, name: String) -> Match {
    let command = exchanges[exchange.exchange].command
    let shown = exchange.detailsLine
    var evidence = [evidence(command, meaning: shown.isEmpty ? "the login begins" : "the exchange shows: \(shown)")]
    let outcome: String
    switch exchange.outcome {
    case .accepted: outcome = "accepted"
    case .rejected:
      outcome = "refused after \(exchange.responses) answer\(exchange.responses == 1 ? "" : "s") of the client"
    case .cancelled: outcome = "broken off by the client"
    case .noReply, .hidden: outcome = "not finished"
    }
    if let reply = exchange.reply { evidence.append(self.evidence(reply, meaning: "how the login ended")) }
    let who = exchange.user.map { " as \"\($0)\"" } ?? ""
    return Match(.certain, "The client used \(name)\(who) in clear; the login was \(outcome).", evidence: evidence)
  }
}
