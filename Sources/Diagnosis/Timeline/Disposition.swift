import SMTPSession
import SMTPTranscript

/// What became of a session, before any rule is asked why.
public enum Disposition: String, Sendable, CaseIterable {
  /// A message was accepted, or by all that sizes show.
  case delivered
  /// Refused for now (4yz): the sender keeps the mail and tries again.
  case deferred
  /// Refused for good (5yz).
  case refused
  /// The connection broke, or one side fell silent, before the client had what it came for.
  case aborted
  /// The client left in its own turn, after it had shown that it wanted something.
  case abandoned
  /// The client looked and left: it asked neither for mail nor for a login.
  case noIntent
  /// The capture does not show it.
  case unknown

  init(_ it: Case) {
    let session = it.session
    if case .delivered? = it.sealed?.outcome {
      self = .delivered
      return
    }
    let point = it.point
    switch point.manner {
    case .done: self = session.acceptedMail ? .delivered : it.showsIntent ? .unknown : .noIntent
    case .refused(let refusal): self = refusal.isTemporary ? .deferred : .refused
    case .silent, .cut:
      // Whoever ends a session in which the mail is through harms nothing.
      self = session.lastTransactionIsDone ? .delivered : .aborted
    case .left: self = it.showsIntent || point.place == .agreement || point.place == .handshake ? .abandoned : .noIntent
    case .impatient: self = it.showsIntent ? .abandoned : .noIntent
    case .open:
      // The way that fails is seen while it fails: bytes that nobody confirms, a window that stays shut.
      self = session.acceptedMail ? .delivered : session.isHeldUpOnTheWay ? .aborted : .unknown
    }
    if point.place == .sealed, case .done = point.manner, self != .delivered { self = .unknown }
    // That a client asked for nothing can be said only where all that it sent was captured.
    if self == .noIntent, !session.visibility.seesAllOfClient { self = .unknown }
  }
}

extension Case {
  /// Whether the client showed that it wanted to send or to log in.
  var showsIntent: Bool {
    sealed?.showsIntent ?? false || !session.transactions.isEmpty || !session.authentications.isEmpty
      || session.exchanges.contains { exchange in
        switch exchange.command.verb {
        case .mail, .rcpt, .data, .bdat, .auth, .xExps, .etrn, .turn, .atrn: true
        default: false
        }
      }
  }
}
