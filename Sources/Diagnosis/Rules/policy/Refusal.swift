import SMTPSession
import SMTPTranscript

/// One refusal of MAIL, RCPT, DATA or the message, with the one reason that fits it best: the rules of this group share it, so
/// that they exclude each other.
struct Refusal {
  enum Kind {
    /// 503: no EHLO or HELO came before.
    case helloMissing
    /// 421: the client was silent too long.
    case idleTimeout
    /// Too many bad commands before.
    case tooManyErrors
    /// Wants STARTTLS first.
    case needsTLS
    /// TLS is in use, or a login is, and does not satisfy the server.
    case weakProtection
    /// TLS must not be used for this mail.
    case mustNotUseTLS
    /// Wants a login first.
    case needsLogin
    /// The rules of pipelining or the order of commands were broken.
    case protocolViolation
    /// 503: not the turn of this command; or a chunk whose size cannot be read.
    case outOfOrder
    /// Refused on first sight, by the words of the reply.
    case greylisted
    /// A passing refusal in words that greylisting servers use.
    case perhapsGreylisted
    /// The client's address is on a block list.
    case blockList
    /// Too much at a time.
    case rate
    case messageSize
    /// A parameter of MAIL or RCPT that the server does not know.
    case parameter
    case relay
    /// The name in EHLO.
    case helloName
    /// The client's address or host name, without a block list being named.
    case client
    case sender
    case recipient
    /// DATA or the message itself.
    case message
  }

  var kind: Kind
  /// What was refused; ``Verb/data`` for the message, too.
  var verb: Verb
  var reply: Reply
  /// `nil` where the message itself was refused.
  var command: Command?
  /// Its place in `Session.exchanges`; that of MAIL where the message was refused.
  var exchange: Int
  /// Whether a login had been accepted before.
  var isAfterLogin: Bool
  /// Whether the session came to nothing over it.
  var isDeciding: Bool

  var isTemporary: Bool { reply.isTransientNegative }
  /// What was refused, in words.
  var object: String {
    switch verb {
    case .mail: "the sender (MAIL)"
    case .rcpt: "the recipient (RCPT)"
    default: "the message"
    }
  }
}

extension Session {
  /// The refusals of mail in this session, in order. Refusals that only follow from an earlier one (DATA after all
  /// recipients were refused) are left out.
  func collectRefusals() -> [Refusal] {
    var collector = RefusalCollector(session: self)
    for (index, exchange) in exchanges.enumerated() { collector.take(exchange, at: index) }
    for transaction in transactions { collector.take(transaction) }
    var refusals = collector.refusals.sorted { $0.exchange < $1.exchange }
    if let deciding = decidingIndex(of: refusals, collector.partlyAccepted) { refusals[deciding].isDeciding = true }
    return refusals
  }

  /// The refusal that the session came to nothing over: the last one, unless mail was accepted, a failed login came first,
  /// TLS hides what followed, the mail went on to other recipients, or the capture ended too early to tell.
  private func decidingIndex(of refusals: [Refusal], _ partlyAccepted: Set<Int>) -> Int? {
    guard !refusals.isEmpty, !acceptedMail, !failedOverAuth, !isCutShort else { return nil }
    let candidates = refusals.indices.filter { !partlyAccepted.contains(refusals[$0].exchange) }
    // A final "too many errors", or the end of patience, points back at what was wrong before.
    let roots = candidates.filter { refusals[$0].kind != .tooManyErrors && refusals[$0].kind != .idleTimeout }
    guard let last = roots.last ?? candidates.last, !isHidden(after: refusals[last].exchange) else { return nil }
    return last
  }

  /// Whether the capture ended while the session was open, so that what came next is not known.
  var isCutShort: Bool {
    completion == .captureEnded && ending.kind == .none && quit == nil
  }

  /// What a rule says of the refusals for `kind`: of the one that decided the session, or else of the last one, as a note.
  ///
  /// `sentence` is without its full stop.
  func refusalMatch(
    _ kinds: Refusal.Kind..., certainty: Certainty = .certain, afterLogin: Bool? = nil, meaning: String,
    sentence: (Refusal) -> String
  ) -> Match? {
    let matching = refusals.filter { refusal in
      kinds.contains(refusal.kind) && (afterLogin == nil || refusal.isAfterLogin == afterLogin)
    }
    guard let refusal = matching.first(where: \.isDeciding) ?? matching.last else { return nil }
    var pieces: [Evidence] = []
    if let command = refusal.command { pieces.append(evidence(command, meaning: "this is what was refused")) }
    pieces.append(evidence(refusal.reply, quoting: 0, meaning: meaning))
    let cause = refusal.isDeciding ? Cause(.stopped, by: .server, basis: .statement) : nil
    var summary = sentence(refusal)
    if cause == nil, acceptedMail { summary += "; other mail of this session was accepted" }
    let stage: Stage =
      switch refusal.verb {
      case .mail: .mail
      case .rcpt: .rcpt
      default: .data
      }
    let complete = refusal.reply.isComplete && !refusal.reply.flags.contains(.uncertainPairing)
    return Match(
      complete ? certainty : min(certainty, .strong), summary + ".", cause: cause, evidence: pieces, stage: stage,
      severity: cause == nil ? .note : nil)
  }
}

/// Walks a session and keeps what refuses mail.
private struct RefusalCollector {
  let session: Session
  var refusals: [Refusal] = []
  /// Places of RCPT commands that were refused while the mail went on to other recipients.
  var partlyAccepted: Set<Int> = []
  private var senderRefused = false
  private var acceptedRecipients = 0
  private var refusedRecipients: [Int] = []
  private var loggedInSince: Int?

  init(session: Session) {
    self.session = session
    loggedInSince = session.authentications.first { $0.outcome == .accepted }?.exchange
  }

  mutating func take(_ exchange: Exchange, at index: Int) {
    guard let reply = exchange.reply else { return }
    switch exchange.command.verb {
    case .mail:
      senderRefused = reply.isNegative
      acceptedRecipients = 0
      refusedRecipients = []
    case .rcpt where senderRefused: return
    case .rcpt:
      if reply.isNegative { refusedRecipients.append(index) } else { acceptedRecipients += 1 }
    case .data, .bdat:
      if acceptedRecipients > 0 { partlyAccepted.formUnion(refusedRecipients) }
      if senderRefused || (acceptedRecipients == 0 && !refusedRecipients.isEmpty) { return }
    default: return
    }
    guard reply.isNegative else { return }
    append(exchange.command.verb, reply, exchange.command, at: index)
  }

  /// The reply after the message.
  mutating func take(_ transaction: MailTransaction) {
    guard let reply = transaction.finalReply, reply.isNegative else { return }
    let isKnown = refusals.contains {
      $0.reply.said == reply.said && !reply.said.isEmpty
    }
    if !isKnown { append(.data, reply, nil, at: transaction.exchange) }
  }

  private mutating func append(_ verb: Verb, _ reply: Reply, _ command: Command?, at index: Int) {
    let afterLogin = loggedInSince.map { $0 < index } ?? false
    let kind = Refusal.Kind(verb, reply, parameters: command?.argument ?? "")
    refusals.append(
      Refusal(
        kind: kind, verb: verb == .bdat ? .data : verb, reply: reply, command: command, exchange: index,
        isAfterLogin: afterLogin, isDeciding: false))
  }
}
