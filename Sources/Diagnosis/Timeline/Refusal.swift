import SMTPSession
import SMTPTranscript

/// One negative reply, or a goodbye that nobody asked for, with the one reason that fits it best: all rules about refusals share
/// these, so that they exclude each other.
struct Refusal {
  let reply: Reply
  /// What it answers; `nil` for a greeting and for a reply that nobody waited for.
  let command: Command?
  /// Of the command; ``Verb/data`` where the message itself was refused, `nil` for a greeting and an unasked reply.
  let verb: Verb?
  /// Where the session was.
  let stage: Stage
  /// The place in `Session.exchanges` of the command; the one before where there is none. -1 for a greeting.
  let exchange: Int
  let reading: ReplyReading
  /// Whether a login had been accepted before.
  let isAfterLogin: Bool
  /// Whether it answers the message, not a command.
  let isAboutMessage: Bool
  /// How many transactions had begun by then.
  let transaction: Int
  /// Whether a later reply showed that it stopped nothing.
  fileprivate(set) var isOvercome = false

  var reason: ReplyReason { reading.reason }
  var isTemporary: Bool { reply.isTransientNegative }

  /// What was refused, in words.
  var object: String {
    switch verb {
    case nil: exchange < 0 ? "the connection" : "to go on"
    case .ehlo, .helo, .lhlo: "the introduction"
    case .startTLS, .xAnonymousTLS: "to begin TLS"
    case .auth, .xExps: "the login"
    case .mail: "the sender (MAIL)"
    case .rcpt: "the recipient (RCPT)"
    case .data, .bdat: "the message"
    case let verb?: verb.name ?? "the command"
    }
  }

  static let highestRank = 6

  /// How far into a session the command belongs: what is answered positively there, or later, shows that an earlier refusal was
  /// survived. 0 for commands that no session needs.
  static func rank(_ verb: Verb?) -> Int {
    switch verb {
    case .ehlo, .helo, .lhlo: 1
    case .startTLS, .xAnonymousTLS: 2
    case .auth, .xExps: 3
    case .mail: 4
    case .rcpt: 5
    case .data, .bdat: 6
    default: 0
    }
  }
}

extension Case {
  /// The refusals of this session, in order. Those that only follow from an earlier one (RCPT after MAIL was refused, DATA after
  /// all recipients were) are left out: they answer commands that were on their way already.
  func collectRefusals() -> [Refusal] {
    var walk = RefusalWalk(session: session, leave: leave)
    walk.run()
    return walk.refusals
  }

  /// The refusal that nothing later overcame, and that the session came to nothing over; `nil` where there is none.
  ///
  /// A final "too many errors", or the end of patience, points back at what was wrong before.
  var standingRefusal: Refusal? {
    let standing = refusals.filter { !$0.isOvercome }
    guard let last = standing.last else { return nil }
    if !last.reason.pointsBack { return standing.last { !$0.reason.pointsBack && Refusal.rank($0.verb) > 0 } ?? last }
    return standing.last { !$0.reason.pointsBack && Refusal.rank($0.verb) > 0 } ?? last
  }
}

extension ReplyReason {
  /// Whether the server says by it that it had enough of what it refused before.
  var pointsBack: Bool {
    switch self {
    case .tooManyErrors, .idle, .loginAttempts: true
    default: false
    }
  }
}

/// Walks a session and keeps what the server refused.
private struct RefusalWalk {
  let session: Session
  let leave: LeaveTaking
  var refusals: [Refusal] = []
  private var senderIsRefused = false
  private var acceptedRecipients = 0
  private var refusedRecipients = 0
  private var isLoggedIn = false
  /// MAIL commands that were accepted so far.
  private var transactions = 0
  private var stage = Stage.greeting
  /// The places of those in `refusals` that nothing has overcome yet, by the rank of what they answer.
  private var standing: [[Int]] = Array(repeating: [], count: Refusal.highestRank + 1)
  /// The same of recipients of earlier mails.
  private var earlierRecipients: [Int] = []

  init(session: Session, leave: LeaveTaking) {
    self.session = session
    self.leave = leave
  }

  mutating func run() {
    if let greeting = session.greeting { take(greeting, answering: nil, nil, at: -1) }
    for index in session.exchanges.indices {
      let command = session.exchanges[index].command
      if let reply = session.exchanges[index].reply { take(reply, answering: command.verb, command, at: index) }
      if command.verb.beginsSASL {
        takeLogin(index, command)
      } else if command.verb == .data, let reply = session.exchanges[index].reply,
        let final = session.transaction(of: reply, at: index)?.finalReply, final !== reply
      {
        take(final, answering: .data, nil, at: index, isAboutMessage: true)
      }
    }
    let last = max(session.exchanges.count - 1, 0)
    let inside = session.tls.flatMap { $0.opening.speaks ? session.stage(.clientFlight).at : nil }
    // What nobody had asked for any more, because somebody had left, refuses nothing.
    for reply in session.unsolicitedReplies where !leave.isBefore(reply.first.packet) {
      // A command that nobody saw, inside TLS, was no STARTTLS.
      if let inside, stage < .protected, reply.first.packet > inside.packet { stage = .protected }
      if reply.isNegative || reply.code == 221 {
        take(reply, answering: nil, nil, at: last)
      } else if !session.visibility.seesClient || session.visibility.lacksBytes(from: .client) {
        // Nobody saw what the server said yes to; it went on all the same.
        overcomeEarlierRecipients()
        for rank in standing.indices { overcome(rank) }
      }
    }
  }

  /// The reply that ends a login with challenges.
  private mutating func takeLogin(_ index: Int, _ command: Command) {
    guard let login = session.authentication(at: index) else { return }
    if login.outcome == .accepted { isLoggedIn = true }
    if let final = login.reply, final !== session.exchanges[index].reply {
      take(final, answering: command.verb, command, at: index)
    }
  }

  private mutating func take(
    _ reply: Reply, answering verb: Verb?, _ command: Command?, at index: Int, isAboutMessage: Bool = false
  ) {
    if let verb, let reached = Self.stage(of: verb) { stage = reached }
    if reply.isNegative || (reply.code == 221 && verb != .quit) {
      refuse(reply, verb, command, at: index, isAboutMessage: isAboutMessage)
    } else {
      accept(verb)
    }
  }

  private mutating func accept(_ verb: Verb?) {
    switch verb {
    case .mail:
      senderIsRefused = false
      acceptedRecipients = 0
      refusedRecipients = 0
      transactions += 1
      earlierRecipients += standing[Refusal.rank(.rcpt)]
      standing[Refusal.rank(.rcpt)].removeAll(keepingCapacity: true)
    case .rcpt where senderIsRefused: return
    case .rcpt: acceptedRecipients += 1
    // The sender was refused: what a pipeline sent after it means nothing.
    case .data where senderIsRefused, .bdat where senderIsRefused: return
    case .rset:
      senderIsRefused = false
      return
    default: break
    }
    let rank = Refusal.rank(verb)
    guard rank > 0 else { return }
    for lower in 0..<rank { overcome(lower) }
    if rank >= Refusal.rank(.rcpt) { overcomeEarlierRecipients() }
    // That another recipient of the same mail is taken helps the refused one only when the mail goes on.
    if verb != .rcpt { overcome(rank) }
  }

  /// Each is overcome once, however much the server takes afterwards.
  private mutating func overcome(_ rank: Int) {
    for place in standing[rank] { refusals[place].isOvercome = true }
    standing[rank].removeAll(keepingCapacity: true)
  }

  private mutating func overcomeEarlierRecipients() {
    for place in earlierRecipients { refusals[place].isOvercome = true }
    earlierRecipients.removeAll(keepingCapacity: true)
  }

  private mutating func refuse(
    _ reply: Reply, _ verb: Verb?, _ command: Command?, at index: Int, isAboutMessage: Bool
  ) {
    switch verb {
    case .mail:
      senderIsRefused = true
      acceptedRecipients = 0
      refusedRecipients = 0
    case .rcpt where senderIsRefused: return
    case .rcpt: refusedRecipients += 1
    case .data, .bdat:
      if senderIsRefused || (acceptedRecipients == 0 && refusedRecipients > 0) { return }
    case .quit: return
    default: break
    }
    let reading = ReplyReasons.reading(of: reply, answering: verb)
    // A goodbye that says nothing but goodbye is no refusal.
    if !reply.isNegative, reading.reason == .unknown { return }
    if index >= 0 { standing[Refusal.rank(verb)].append(refusals.count) }
    refusals.append(
      Refusal(
        reply: reply, command: command, verb: verb, stage: index < 0 ? .greeting : stage, exchange: index,
        reading: reading, isAfterLogin: isLoggedIn, isAboutMessage: isAboutMessage,
        transaction: transactions))
  }

  private static func stage(of verb: Verb) -> Stage? {
    switch verb {
    case .ehlo, .helo, .lhlo: .ehlo
    case .startTLS, .xAnonymousTLS: .starttls
    case .auth, .xExps: .auth
    case .mail: .mail
    case .rcpt: .rcpt
    case .data, .bdat: .data
    default: nil
    }
  }
}
