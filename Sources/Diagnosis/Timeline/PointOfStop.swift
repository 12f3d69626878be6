import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// The points of a session at which an explanation can speak. A rule names its own, and is not asked where the session stopped
/// at none of them.
package struct Points: OptionSet, Sendable, Hashable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// The connection was not made.
  package static let connection = Points(rawValue: 1 << 0)
  /// The greeting did not come, or was a refusal.
  package static let greeting = Points(rawValue: 1 << 1)
  /// The introduction was not answered, or was refused.
  package static let hello = Points(rawValue: 1 << 2)
  /// The client had the list of extensions and asked for nothing.
  package static let list = Points(rawValue: 1 << 3)
  /// STARTTLS was not answered, or was refused.
  package static let startTLS = Points(rawValue: 1 << 4)
  /// The server had agreed to TLS and the client did not begin it.
  package static let agreement = Points(rawValue: 1 << 5)
  /// The TLS handshake did not complete.
  package static let handshake = Points(rawValue: 1 << 6)
  /// Inside TLS, where nothing can be read.
  package static let sealed = Points(rawValue: 1 << 7)
  /// The login was not answered, not continued, or refused.
  package static let login = Points(rawValue: 1 << 8)
  /// The sender, a recipient, DATA or the message was not answered, or was refused.
  package static let mail = Points(rawValue: 1 << 9)
  /// The message was not sent to its end.
  package static let message = Points(rawValue: 1 << 10)
  /// Between commands, after the client had asked for something.
  package static let command = Points(rawValue: 1 << 11)
  /// The session went on, without the protection that it could have had.
  package static let withoutTLS = Points(rawValue: 1 << 12)

  /// Every point at which commands and replies are exchanged.
  package static let dialogue: Points = [.hello, .list, .startTLS, .login, .mail, .message, .command]
  package static let all: Points = [
    .connection, .greeting, .dialogue, .agreement, .handshake, .sealed,
  ]
}

/// Where a session stopped: the last thing that was owed when the first side left, or the refusal that nothing overcame.
///
/// A class, because a dozen rules look at the one point of a session, and what it holds is large.
final class PointOfStop {
  enum Manner {
    /// Nothing was left to be done.
    case done
    /// The server refused, and nothing later overcame it. Indirect, because a refusal is large and few sessions end with one.
    indirect case refused(Refusal)
    /// The side that owed something said nothing until the other gave up, or until all the time that the standard grants was over.
    case silent(Side)
    /// The side that owed something left instead, or the server left where nothing was owed to it.
    case cut(Side)
    /// The client left in its own turn.
    case left
    /// The client left after a few seconds of waiting for the server: nobody failed, as far as one can see.
    case impatient
    /// The session is open, and whoever is to speak has time left.
    case open
  }

  let place: Points
  let manner: Manner
  /// What was owed; `nil` where nothing was, where a refusal stopped the session, and where TLS hides it.
  let turn: Turn?
  /// Seconds from when it was owed to the leave-taking, to the end of the connection, or of the capture.
  let waitedSeconds: Double

  /// From this wait on it is the silent side that kept the other waiting, and not the other that had no patience.
  static let patienceSeconds = 5.0

  static func find(_ it: Case) -> PointOfStop {
    let session = it.session
    if let tls = session.tls, let handshake = it.handshake, !handshake.meetsClearText {
      // Where the handshake is known and nobody said anything between it and an alert, that is the answer to the handshake.
      if let leaver = it.leave.side, it.leave.kind == .alert, tls.opening.knowsHandshake,
        isFirstWord(it, tls, handshake)
      {
        return PointOfStop(.handshake, .cut(leaver), waitedSeconds: handshake.waited)
      }
      guard tls.opening.readsDialogue else {
        return tls.completed ? Self.sealed(it, tls) : Self.handshake(it, tls)
      }
      // Opened: words that were said inside are as readable as others.
      if session.saysOnlyQuitInside, it.leave.side == .client {
        return PointOfStop(.sealed, .left, waitedSeconds: handshake.waited)
      }
      if !tls.opening.speaks {
        if !handshake.isThrough {
          return Self.handshake(it, tls)
        }
      }
    }
    return dialogue(it)
  }

  /// Whether nothing was said inside TLS before the alert with which a side left: what crossed it on the way was no answer to anything.
  private static func isFirstWord(_ it: Case, _ tls: TLSFacts, _ handshake: Handshake) -> Bool {
    guard tls.opening.speaks else { return handshake.records.client.data.isEmpty }
    return it.session.transcript.allSatisfy { line in
      line.layer != .tls || line.kind == .tls || it.leave.isBefore(line.at.packet)
    }
  }

  private init(_ place: Points, _ manner: Manner, turn: Turn? = nil, waitedSeconds: Double = 0) {
    self.place = place
    self.manner = manner
    self.turn = turn
    self.waitedSeconds = waitedSeconds
  }

  /// The refusal that stopped the session; `nil` where none did.
  var refusal: Refusal? {
    if case .refused(let refusal) = manner { refusal } else { nil }
  }

  // MARK: - In readable words

  private static func dialogue(_ it: Case) -> PointOfStop {
    let session = it.session
    let unmet = it.timeline.unmet
    if let refusal = it.standingRefusal, isDecisive(refusal, it), !isLater(unmet, than: refusal, in: session) {
      return PointOfStop(place(of: refusal, in: session), .refused(refusal))
    }
    guard let unmet else { return PointOfStop([], .done) }
    if unmet.duty == .command, session.lastTransactionIsDone { return PointOfStop([], .done) }
    let waited = it.waited(since: unmet)
    let place = place(of: unmet, in: session)
    return PointOfStop(
      place, manner(of: unmet, waited: waited, it), turn: unmet, waitedSeconds: waited)
  }

  /// Whether a refusal may have decided the session: of commands that no session needs only one with which the server ended it.
  private static func isDecisive(_ refusal: Refusal, _ it: Case) -> Bool {
    if it.session.acceptedMail || it.session.isCutShort { return false }
    if Refusal.rank(refusal.verb) > 0 || refusal.exchange < 0 { return true }
    return refusal.reply.code == 421 || it.leave.side == .server || refusal.reason == .synchronization
      || refusal.reason == .tooManyErrors || refusal.reason == .helloRequired
  }

  /// Whether something that a session needs was asked for after a refusal, and stayed without an answer.
  private static func isLater(_ turn: Turn?, than refusal: Refusal, in session: Session) -> Bool {
    guard let turn, let exchange = turn.exchange, refusal.exchange >= 0, exchange > refusal.exchange,
      // What was on its way already was not asked for after it.
      turn.since.packet > refusal.reply.last.packet
    else { return false }
    guard turn.duty == .reply, !refusal.reason.pointsBack else { return false }
    return Refusal.rank(session.exchanges[exchange].command.verb) > Refusal.rank(refusal.verb)
  }

  private static func manner(of turn: Turn, waited: Double, _ it: Case) -> Manner {
    guard let leaver = it.leave.side else {
      let session = it.session
      let isOver =
        turn.duty == .connection
        ? session.hasGivenUpConnecting || !session.unreachableErrors.isEmpty : waited >= turn.grantedSeconds
      return isOver ? .silent(turn.by) : .open
    }
    if leaver == turn.by {
      // QUIT in the place of what was owed, or a server that closes instead of answering.
      if leaver == .client { return .left }
      return waited >= 10 && turn.duty != .command ? .silent(.server) : .cut(.server)
    }
    if turn.by == .client {
      // The server ended the wait, or hung up.
      return waited >= 10 ? .silent(.client) : .cut(.server)
    }
    return waited >= patienceSeconds ? .silent(.server) : .impatient
  }

  private static func place(of refusal: Refusal, in session: Session) -> Points {
    switch refusal.verb {
    case nil: refusal.exchange < 0 ? .greeting : session.hasAskedForService ? .command : .list
    case .ehlo, .helo, .lhlo: .hello
    case .startTLS, .xAnonymousTLS: .startTLS
    case .auth, .xExps: .login
    case .mail, .rcpt, .data, .bdat: .mail
    default: session.hasAskedForService ? .command : .list
    }
  }

  private static func place(of turn: Turn, in session: Session) -> Points {
    switch turn.duty {
    case .connection: return .connection
    case .greeting: return .greeting
    case .tlsStart: return .agreement
    case .challengeAnswer: return .login
    case .message: return .message
    case .reply:
      guard let exchange = turn.exchange else { return .command }
      switch session.exchanges[exchange].command.verb {
      case .ehlo, .helo, .lhlo: return .hello
      case .startTLS, .xAnonymousTLS: return .startTLS
      case .auth, .xExps: return .login
      case .mail, .rcpt, .data, .bdat: return .mail
      default: return .command
      }
    case .command:
      guard let exchange = turn.exchange else { return .greeting }
      if session.hasAskedForService { return .command }
      return exchange < session.exchanges.count ? .list : .command
    }
  }

  // MARK: - In TLS

  private static func handshake(_ it: Case, _ tls: TLSFacts) -> PointOfStop {
    guard let handshake = it.handshake, !handshake.isThrough else { return sealed(it, tls) }
    let waited = handshake.waited
    func stop(_ manner: Manner) -> PointOfStop { PointOfStop(.handshake, manner, waitedSeconds: waited) }
    guard let leaver = it.leave.side else { return stop(waited >= 300 ? .silent(handshake.due ?? .server) : .open) }
    // Who says why it leaves, or leaves in its own turn, broke the handshake off.
    guard let due = handshake.due, it.leave.kind != .alert else { return stop(.cut(leaver)) }
    if leaver == .server { return stop(waited >= Handshake.longSilence ? .silent(due) : .cut(.server)) }
    guard due == .server else { return stop(.cut(.client)) }
    if waited >= patienceSeconds { return stop(.silent(.server)) }
    return stop(handshake.serverAnswered ? .cut(.client) : .impatient)
  }

  private static func sealed(_ it: Case, _ tls: TLSFacts) -> PointOfStop {
    guard let handshake = it.handshake, handshake.isThrough else { return Self.handshake(it, tls) }
    let waited = handshake.waited
    func stop(_ manner: Manner) -> PointOfStop { PointOfStop(.sealed, manner, waitedSeconds: waited) }
    guard it.leave.kind != .none || it.sealed?.outcome.isOver ?? false else { return stop(.open) }
    switch it.sealed?.outcome {
    case .delivered?: return PointOfStop([], .done)
    // What is missing may be what was answered, or the answer.
    case nil, .cannotBeTold?: return stop(.done)
    case _? where !handshake.seesAll: return stop(.done)
    case .refused?: return stop(.cut(.server))
    // A client that has shown no wish owes nobody a word, however long it idles.
    case .unanswered(.client, _, _)? where !it.showsIntent: return stop(.done)
    case .unanswered(let side, _, let seconds)?:
      return PointOfStop(.sealed, .silent(side), waitedSeconds: seconds)
    case .cutInMessage(let side, _)?: return stop(.cut(side))
    case .looked?, .nothingSaid?:
      if it.leave.side == .client { return stop(.left) }
      return stop(waited >= Handshake.longSilence ? .done : .cut(.server))
    }
  }
}

extension SealedDialogue.Outcome {
  /// Whether it holds although nobody left: all the time is over that anybody grants.
  fileprivate var isOver: Bool {
    switch self {
    case .delivered, .unanswered: true
    case .refused, .cutInMessage, .looked, .nothingSaid, .cannotBeTold: false
    }
  }
}

extension Case {
  /// Seconds for which a turn was owed: to the first leave-taking, or to the end of what the capture shows.
  func waited(since turn: Turn) -> Double {
    if leave.kind != .none { return max(0, leave.at.time.seconds(since: turn.since.time)) }
    let silence = session.end.time.seconds(since: turn.since.time)
    return max(0, silence) + (session.ending.captureWentOnSeconds ?? 0)
  }
}

extension Session {
  /// Whether the last mail transaction was accepted, so that nothing was left to be done.
  var lastTransactionIsDone: Bool { transactions.last?.outcome == .accepted }
}
