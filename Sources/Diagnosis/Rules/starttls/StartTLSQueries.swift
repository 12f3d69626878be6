import SMTPSession
import SMTPTranscript

/// How a server can turn down a request for TLS. Each refusal is one of these and no other, so that the rules about them
/// exclude each other.
enum StartTLSRefusal: Equatable {
  /// The refusal is about a command that a device wrote over.
  case mangled
  /// The offer was written over, so that nobody can say that it was not made.
  case masked
  case alreadyActive, beforeHello, syntax, rateLimited, temporary, notAdvertised, permanent
}

/// A request for TLS with its exchange.
struct StartTLSAttempt {
  var request: StartTLSRequest
  var exchange: Exchange
  /// `nil` where no reply was seen.
  var reply: Reply? { _read { yield exchange.reply } }

  var wasAccepted: Bool { reply?.isPositiveCompletion ?? false }
}

extension Session {
  func collectStartTLSAttempts() -> [StartTLSAttempt] {
    startTLSRequests.compactMap { request in
      guard request.exchange < exchanges.count else { return nil }
      return StartTLSAttempt(request: request, exchange: exchanges[request.exchange])
    }
  }

  /// The last request that the server accepted, in clear.
  var acceptedStartTLS: StartTLSAttempt? { startTLSAttempts.last { $0.wasAccepted } }

  /// The last request that was refused in the given way, where none was accepted after it.
  func refusedStartTLS(_ kind: StartTLSRefusal) -> (attempt: StartTLSAttempt, reply: Reply)? {
    guard let last = startTLSAttempts.last(where: { $0.reply?.isNegative ?? false }), let reply = last.reply,
      !startTLSAttempts.contains(where: { $0.request.exchange > last.request.exchange && $0.wasAccepted }),
      refusal(last, reply) == kind
    else { return nil }
    return (last, reply)
  }

  private func refusal(_ attempt: StartTLSAttempt, _ reply: Reply) -> StartTLSRefusal {
    if reply.echoesMask(of: attempt.exchange.command) { return .mangled }
    if reply.mentions("tls already active", "already in tls", "already secured") { return .alreadyActive }
    let introduced = hellos.contains {
      $0.exchange < attempt.request.exchange && self.reply(to: $0)?.isPositiveCompletion ?? true
    }
    if !introduced, visibility.seesStart, !visibility.lacksBytes(from: .client) { return .beforeHello }
    if reply.code == 501 { return .syntax }
    if reply.isTransientNegative { return reply.mentions("too many new tls sessions") ? .rateLimited : .temporary }
    if hellos.last(where: { $0.exchange < attempt.request.exchange })?.mayHideSTARTTLS ?? false { return .masked }
    return attempt.request.wasAdvertised == false ? .notAdvertised : .permanent
  }

  /// What a session without TLS ended in, for a sentence: how it goes on after a refusal.
  func afterword(_ outcome: Cause.Outcome?) -> String {
    switch outcome {
    case .downgraded: ", and the mail went in clear"
    case .stopped: ", and the session ended without TLS"
    case nil: ""
    }
  }

  /// A refusal in clear that demands TLS, where no TLS followed: the exchange (RFC 3207 section 4).
  func findTLSDemand() -> Exchange? {
    guard tls == nil, acceptedStartTLS == nil, acceptedClearMail == nil else { return nil }
    return clearExchanges.last { exchange in
      guard let reply = exchange.reply, reply.isNegative, !exchange.command.verb.asksForTLSInClear else { return false }
      return reply.demandsTLS
    }
  }

  /// Whether a device on the way left its mark on the greeting or on the list of extensions.
  func findMask() -> Bool {
    greetingIsMasked || hellos.contains { !$0.maskedKeywords.isEmpty } || mangledExchange != nil
  }

  /// The match for a refusal of STARTTLS: what it cost the session is the same question for all of them.
  func refusalMatch(
    _ refused: (attempt: StartTLSAttempt, reply: Reply), by actor: Actor, _ summary: String, command: String,
    answer: String
  ) -> Match {
    let outcome = outcomeWithoutTLS(after: refused.attempt.request.exchange)
    var evidence = [
      evidence(refused.attempt.exchange.command, meaning: command), evidence(refused.reply, meaning: answer),
    ]
    if let demand = tlsDemand, let reply = demand.reply {
      evidence.append(self.evidence(reply, meaning: "without TLS the server takes no mail"))
    }
    return Match(
      .certain, summary + afterword(outcome) + ".", cause: outcome.map { Cause($0, by: actor, basis: .statement) },
      evidence: evidence, severity: outcome == .downgraded ? .exposure : outcome == nil ? .note : nil)
  }
}

extension Verb {
  /// Whether the command is a request for TLS.
  var asksForTLSInClear: Bool { self == .startTLS || self == .xAnonymousTLS }
}

extension Reply {
  /// Whether a refusal says that the command needs TLS first. A demand that is about a login mechanism (538) is another.
  var demandsTLS: Bool {
    guard isNegative, code != 538 else { return false }
    return mentions(
      "starttls command first", "start tls command first", "starttls is required", "must issue a starttls",
      "must issue starttls", "starttls first") || (code == 530 && mentions("starttls"))
  }
}
