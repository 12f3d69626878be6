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
  /// Not about TLS: the server closes, or has no room.
  case server
}

/// A request for TLS with its exchange.
struct StartTLSAttempt {
  var request: StartTLSRequest
  var exchange: Exchange
  /// `nil` where no reply was seen.
  var reply: Reply? { exchange.reply }

  var wasAccepted: Bool { reply?.isPositiveCompletion ?? false }
}

extension Session {
  func collectStartTLSAttempts() -> [StartTLSAttempt] {
    startTLSRequests.compactMap { request in
      guard request.exchange < exchanges.count else { return nil }
      return StartTLSAttempt(request: request, exchange: exchanges[request.exchange])
    }
  }
}

extension Case {
  /// What a session without TLS ended in, for a sentence: how it goes on after a refusal.
  static func afterword(_ outcome: Cause.Outcome?) -> String {
    switch outcome {
    case .downgraded: ", and the mail went in clear"
    case .stopped: ", and the session ended without TLS"
    case nil: ""
    }
  }

  /// The last request that the server accepted, in clear.
  var acceptedStartTLS: StartTLSAttempt? {
    for request in session.startTLSRequests.reversed() where request.exchange < session.exchanges.count {
      let attempt = StartTLSAttempt(request: request, exchange: session.exchanges[request.exchange])
      if attempt.wasAccepted { return attempt }
    }
    return nil
  }

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
    let reason = refusals.first { $0.reply === reply }?.reason ?? .unknown
    if reason == .tlsAlreadyActive { return .alreadyActive }
    let introduced = session.hellos.contains {
      $0.exchange < attempt.request.exchange && self.session.reply(to: $0)?.isPositiveCompletion ?? true
    }
    if !introduced, session.visibility.seesStart, !session.visibility.lacksBytes(from: .client) { return .beforeHello }
    // A bare STARTTLS is no wrong syntax, whatever the server says (RFC 3207 section 4).
    if reply.code == 501, !attempt.exchange.command.argument.isEmpty { return .syntax }
    if reason == .tlsRate { return .rateLimited }
    if reason == .shuttingDown || reason == .serverTrouble && reply.code == 421 || reason == .busy { return .server }
    if reply.isTransientNegative { return .temporary }
    if session.hellos.last(where: { $0.exchange < attempt.request.exchange })?.mayHideSTARTTLS ?? false {
      return .masked
    }
    return attempt.request.wasAdvertised == false ? .notAdvertised : .permanent
  }

  /// A refusal in clear that demands TLS, where no TLS followed (RFC 3207 section 4).
  func findTLSDemand() -> Refusal? {
    guard session.tls == nil, acceptedStartTLS == nil, session.acceptedClearMail == nil else { return nil }
    func demandsTLS(_ refusal: Refusal) -> Bool {
      guard refusal.reason == .tlsRequired, let verb = refusal.verb else { return false }
      return !verb.asksForTLS && (!verb.beginsSASL || refusal.reply.code == 530)
    }
    return point.refusal.flatMap { demandsTLS($0) ? $0 : nil } ?? refusals.last(where: demandsTLS)
  }
  /// The match for a refusal of STARTTLS: what it cost the session is the same question for all of them.
  func startTLSMatch(
    _ refused: (attempt: StartTLSAttempt, reply: Reply), by actor: Actor,
    _ summary: @autoclosure @escaping () -> String, command: String, answer: String
  ) -> Match {
    let outcome =
      session.outcomeWithoutTLS(after: refused.attempt.request.exchange)
      ?? (point.refusal?.reply === refused.reply ? .stopped : nil)
    let demand = tlsDemand.flatMap { $0.reply === refused.reply ? nil : $0.reply }
    func evidence(_ session: Session) -> [Evidence] {
      [
        session.evidence(refused.attempt.exchange.command, meaning: command),
        session.evidence(refused.reply, meaning: answer),
      ] + (demand.map { [session.evidence($0, meaning: "without TLS the server takes no mail")] } ?? [])
    }
    return Match(
      .certain, summary() + Self.afterword(outcome) + ".",
      cause: outcome.map { Cause($0, by: actor, basis: .statement) },
      evidence: evidence(self.session), severity: outcome == .downgraded ? .exposure : outcome == nil ? .note : nil)
  }
}
