import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly

/// A dialogue in clear that one side broke off without a word of leave.
struct Interruption {
  var by: Side
  /// What was broken off: completes "The server closed the connection …".
  var words: String
  var certainty: Certainty
}

extension Case {
  /// What a FIN or an RST broke off; `nil` where somebody had said that he leaves, where a refusal or TLS explains the end
  /// better, where a client left in its own turn before it had asked for anything (which is a decision), or where bytes are
  /// missing that might.
  func interruption(by kind: Ending.Kind) -> Interruption? {
    guard leave.kind == (kind == .fin ? .fin : .reset), let by = leave.side, session.tls == nil,
      session.dialogueIsWhole, session.notSMTP == nil, forgedReset == nil, session.unreachableErrors.isEmpty,
      session.zeroWindowStall == nil, session.serverFlow.sentEnd > 0, acceptedStartTLS == nil, let turn = point.turn
    else { return nil }
    switch point.manner {
    case .cut, .left, .impatient, .silent: break
    case .done, .refused, .open: return nil
    }
    guard let words = words(of: turn, broken: by) else { return nil }
    let isOwn = turn.by == by || turn.by == .client && by == .server
    return Interruption(by: by, words: words, certainty: isOwn ? .strong : .probable)
  }

  /// What was broken off; `nil` where leaving at this point is a decision and no interruption, or a wait that ran out.
  private func words(of turn: Turn, broken by: Side) -> String? {
    if case .silent(let silent) = point.manner, silent != by { return nil }
    let name = turn.exchange.flatMap { session.exchanges[$0].command.verb.name } ?? "the last command"
    switch turn.duty {
    case .connection, .tlsStart: return nil
    case .greeting: return nil
    case .message: return "in the middle of the message"
    case .challengeAnswer: return by == .server ? "while it was the client's turn in the login" : nil
    case .reply where turn.isAboutMessage: return "while the answer to the message was outstanding"
    case .reply: return by == .server ? "instead of answering \(name)" : "before the answer to \(name) came"
    case .command:
      if turn.exchange == nil { return by == .server ? "after its greeting, before the client had said a word" : nil }
      if by == .server { return "after its positive answer to \(name), unasked" }
      return session.hasAskedForService ? "after the positive answer to \(name)" : nil
    }
  }

  /// Evidence that the connection was broken off.
  func interruptionEvidence(_ interruption: Interruption, _ act: String) -> [Evidence] {
    let end = session.wireEvidence(
      [leave.at.packet], meaning: "the \(interruption.by.noun) \(act) the connection here")
    return [session.lastSpeechEvidence(before: leave.at), end].compactMap { $0 }
  }
}

extension Verb {
  /// Whether the client introduces itself with it.
  var introduces: Bool { self == .ehlo || self == .helo || self == .lhlo }
}
