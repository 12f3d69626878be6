import CaptureFiles
import SMTPSession
import SMTPTranscript

/// Concludes from the turns how it came out.
struct SealedDecision {
  typealias Turn = SealedDialogue.Turn
  typealias Outcome = SealedDialogue.Outcome

  let turns: [Turn]
  let ending: SealedEnding
  let prepared: SealedPreparation
  let setting: SealedDialogue.Setting
  private let helloWasRepeated: Bool
  private let listIsFraction: Bool

  struct Result {
    var outcome: Outcome
    var certainty: Certainty
    var otherStages: [Stage] = []
    /// The turns on which it rests, with what each is taken for.
    var turns: [(place: Int, meaning: String)] = []
    /// A record that is in no turn.
    var record: (SealedDialogue.Record, meaning: String)?
  }

  /// Seconds after which it is the silent side that stopped the conversation: less may be a reply on its way.
  private static let patience = 5.0
  private static let silence = 10.0
  /// What RFC 5321 section 4.5.3.2 grants for a command, and for the end of a message, in seconds.
  private static let commandLimit = 300.0
  private static let messageLimit = 600.0

  init(
    _ shapes: SealedShapes, ending: SealedEnding, prepared: SealedPreparation, setting: SealedDialogue.Setting
  ) {
    turns = shapes.turns
    helloWasRepeated = shapes.helloWasRepeated
    listIsFraction = shapes.listIsFraction ?? false
    self.ending = ending
    self.prepared = prepared
    self.setting = setting
  }

  func decide() -> Result {
    guard setting.isWhole else { return untold }
    if let refusal = refusalOfTheHandshake ?? refusalUnasked { return refusal }
    guard let asked = ending.lastAsked else { return nothingSaid }
    if ending.answer == nil, !ending.isQuit {
      return unanswered(asked)
    }
    if let delivered { return delivered }
    guard ending.end != nil else { return untold }
    if let refusal = refusalOfHello { return refusal }
    if let silent = silenceOfTheClient(asked) { return silent }
    if !turns.contains(where: \.isIntent) { return looked }
    return refusalOfCommand
  }

  private var untold: Result { Result(outcome: .cannotBeTold, certainty: .undetermined) }

  // MARK: - Before the client's first command

  /// TLS 1.3: the server's first record after the client's Finished is an alert, so that it did not accept what it got.
  private var refusalOfTheHandshake: Result? {
    guard setting.isTLS13, let alert = prepared.alert, alert.side == .server, !prepared.sawTickets,
      prepared.unasked == nil, ending.end?.at.packet == alert.last.packet,
      !turns.contains(where: { $0.side == .server })
    else { return nil }
    // A client that asked long before was left without an answer.
    if let first = turns.first, first.last.packet < alert.first.packet {
      guard alert.first.time.seconds(since: first.last.time) < 1, setting.sentEmptyCertificate else { return nil }
    }
    return Result(
      outcome: .refused(.clientFlight, alert.last),
      certainty: setting.sentEmptyCertificate && setting.finishedIsExact ? .strong : .probable,
      record: (alert, "as long as an alert: the server's first word after the client's Finished"))
  }

  private var refusalUnasked: Result? {
    guard let word = prepared.unasked else { return nil }
    return Result(
      outcome: .refused(.protected, word.last), certainty: .probable,
      record: (word, "as long as a reply: the server said it before the client's first command, and left"))
  }

  private var nothingSaid: Result {
    let since = turns.last?.last ?? setting.handshakeEnd
    guard let end = ending.end else {
      // Only a greeting is owed by the server.
      guard setting.isImplicit, turns.isEmpty, let since, let open = setting.open else { return untold }
      let waited = open.last.time.seconds(since: since.time) + open.seconds
      guard waited >= Self.commandLimit else { return untold }
      return Result(outcome: .unanswered(by: .server, since: since, seconds: waited), certainty: .probable)
    }
    if setting.isImplicit, turns.isEmpty, let since {
      let waited = end.at.time.seconds(since: since.time)
      if end.by == .client ? waited >= Self.patience : true {
        return Result(outcome: .unanswered(by: .server, since: since, seconds: waited), certainty: .probable)
      }
    }
    let isSure = !setting.isTLS13 || setting.finishedIsExact
    return Result(outcome: .nothingSaid, certainty: isSure ? .strong : .probable)
  }

  // MARK: - The last turn had no answer

  /// Whether the server answered within the time that a goodbye takes to reach it.
  private func answerCrossed(_ end: SealedDialogue.Setting.End, after place: Int) -> Bool {
    guard place + 1 < turns.count, turns[place + 1].side == .server else { return false }
    return turns[place + 1].first.time.seconds(since: end.at.time) < SealedPreparation.promptSeconds
  }

  private func unanswered(_ place: Int) -> Result {
    let turn = turns[place]
    let isMessage = turn.shape == .message
    let what = isMessage ? "a long transfer of the client's" : "the client's last words"
    let basis = [(place: place, meaning: what)]
    guard let end = ending.end else {
      let limit = isMessage ? Self.messageLimit : Self.commandLimit
      guard let open = setting.open, isAcknowledged(turn) else { return earlierDelivery ?? untold }
      let waited = open.last.time.seconds(since: turn.last.time) + open.seconds
      guard waited >= limit else { return earlierDelivery ?? untold }
      return Result(
        outcome: .unanswered(by: .server, since: turn.last, seconds: waited), certainty: .probable, turns: basis)
    }
    let waited = max(0, end.at.time.seconds(since: turn.last.time))
    let isLongWait = waited >= Self.patience && isAcknowledged(turn)
    // An answer that crossed the client's goodbye on its way was sent before the server knew of it.
    if end.by == .client, !isLongWait, answerCrossed(end, after: place) { return earlierDelivery ?? untold }
    if isMessage, end.by == .server || !isLongWait {
      return Result(
        outcome: .cutInMessage(by: end.by, end.at), certainty: turn.isLong ? .strong : .probable, turns: basis)
    }
    if isLongWait || (end.by == .server && !isMessage) {
      let isSure = waited >= 60 && isAcknowledged(turn)
      return Result(
        outcome: .unanswered(by: .server, since: turn.last, seconds: waited), certainty: isSure ? .strong : .probable,
        turns: basis)
    }
    // The client left before anybody could have answered.
    return earlierDelivery ?? (turns.contains(where: \.isIntent) ? untold : looked)
  }

  private func isAcknowledged(_ turn: Turn) -> Bool {
    setting.acknowledged.map { $0 >= turn.endOffset } ?? false
  }

  private func silenceOfTheClient(_ asked: Int) -> Result? {
    guard let end = ending.end, end.by == .server, !ending.isQuit, let place = ending.answer else { return nil }
    // Where the server's own last word came long after its answer, it waited for the client until then.
    let answered = turns[place].first
    let waited = end.at.time.seconds(since: answered.time)
    guard waited >= Self.silence else { return nil }
    return Result(
      outcome: .unanswered(by: .client, since: answered, seconds: waited),
      certainty: waited >= 60 ? .strong : .probable,
      turns: [(asked, "the client's last words"), (place, "their answer, after which the client was silent")])
  }

  // MARK: - The last turn was answered

  private var delivered: Result? {
    if ending.isQuit || ending.answer != nil { return earlierDelivery }
    return nil
  }

  /// The last message that was answered before the end.
  private var earlierDelivery: Result? {
    let message = turns.lastIndex { turn in
      turn.shape == .message && (ending.end.map { turn.last.packet <= $0.at.packet } ?? true)
    }
    guard let message, message + 1 < turns.count, isBeforeEnd(turns[message + 1]) else { return nil }
    return Result(
      outcome: .delivered(turns[message + 1].first), certainty: .probable,
      turns: [(message, "as long as a message"), (message + 1, "as long as a reply to it")])
  }

  private func isBeforeEnd(_ turn: Turn) -> Bool { ending.end.map { turn.first.packet <= $0.at.packet } ?? true }

  private var refusalOfHello: Result? {
    guard listIsFraction, !turns.contains(where: \.isIntent),
      let hello = turns.lastIndex(where: { $0.shape == .hello }), hello + 1 < turns.count, isBeforeEnd(turns[hello + 1])
    else { return nil }
    let answer = turns[hello + 1]
    // A server may have little to offer inside TLS; it does not close over that, and hardly leaves out two thirds.
    let isFarLess = setting.hello?.leastList.map { answer.plaintext.upperBound * 3 < $0 } ?? false
    let serverLeft = ending.end?.by == .server && !ending.isQuit
    let isSure =
      helloWasRepeated && answer.isExact && setting.finishedIsExact
      && (serverLeft || (isFarLess && ending.leave != nil))
    return Result(
      outcome: .refused(.secondEHLO, answer.first), certainty: isSure ? .strong : .probable,
      turns: [
        (hello, helloWasRepeated ? "as long as the EHLO in clear" : "the client's first words"),
        (hello + 1, "a fraction of the list in clear"),
      ])
  }

  private var looked: Result {
    guard let end = ending.end, end.by == .client || ending.isQuit else { return untold }
    let basis = turns.indices.filter { turns[$0].side == .client }.prefix(3).map { place in
      (place: place, meaning: turns[place].shape == .hello ? "EHLO by its length" : "a verb of four letters")
    }
    let isExact = turns.allSatisfy { $0.side == .server || $0.isExact }
    let isSure = isExact && setting.finishedIsExact && (helloWasRepeated || turns.count <= 2) && ending.leave != nil
    return Result(outcome: .looked, certainty: isSure ? .strong : .probable, turns: basis)
  }

  /// MAIL, RCPT, DATA or AUTH was answered, and the client, or the server, left without a message.
  private var refusalOfCommand: Result {
    guard let last = turns.lastIndex(where: { $0.isIntent && isBeforeEnd($0) }), last + 1 < turns.count,
      isBeforeEnd(turns[last + 1]), !turns[last...].contains(where: { $0.shape == .unknown && $0.side == .client })
    else { return untold }
    let since = turns[..<last].lastIndex { $0.shape == .hello || $0.shape == .message } ?? turns.startIndex
    var (stage, others) = stages(turns[since...last], last: last)
    var asked = last
    // DATA itself: a verb of four letters behind recipients that were taken, with a long answer, and another one or the end.
    if stage == .rcpt, last + 2 < turns.count, turns[last + 2].shape == .shortCommand, last + 3 < turns.count,
      isBeforeEnd(turns[last + 3]), !ending.isQuit || last + 2 != ending.lastAsked,
      turns[last + 3].plaintext.lowerBound > SealedShapes.plainReply,
      turns[last + 1].plaintext.upperBound < turns[last + 3].plaintext.upperBound
    {
      (stage, asked, others) = (.data, last + 2, [])
    }
    let answer = turns[asked + 1]
    // As short as a plain yes, or as the yes before: nothing speaks of a refusal.
    let before = asked >= 1 && turns[asked - 1].shape == .reply ? turns[asked - 1] : nil
    guard answer.plaintext.lowerBound > SealedShapes.plainReply, before?.plaintext != answer.plaintext else {
      return untold
    }
    let what = stage == .auth ? "a login" : stage == .data ? "DATA" : "a command such as MAIL or RCPT"
    return Result(
      outcome: .refused(stage, answer.first), certainty: .probable, otherStages: others,
      turns: [(asked, "as long as \(what)"), (asked + 1, "its answer, after which nothing more was asked for")])
  }

  /// The stage of the last command among `turns`, and the one that its size admits as well.
  ///
  /// AUTH with its first words is told from MAIL by nothing but a challenge, or by being too short for MAIL.
  private func stages(_ turns: ArraySlice<Turn>, last: Int) -> (stage: Stage, others: [Stage]) {
    let logins = turns.filter { $0.shape == .login }
    let isSureLogin =
      turns.contains { $0.shape == .challenge } || logins.contains { $0.isExact && $0.plaintext.upperBound < 14 }
    let commands = turns.count { $0.shape == .command }
    if self.turns[last].shape == .login {
      if isSureLogin { return (.auth, []) }
      return setting.expectsLogin ? (.auth, [.mail]) : (.mail, [.auth])
    }
    guard commands == 1, !isPipelined(last) else { return (.rcpt, []) }
    guard !logins.isEmpty, !isSureLogin else { return (.mail, []) }
    return setting.expectsLogin ? (.mail, [.rcpt]) : (.rcpt, [.mail])
  }

  /// Whether MAIL and RCPT stand in one turn, by its length and that of the answer.
  private func isPipelined(_ place: Int) -> Bool {
    turns[place].records > 1 || (turns[place].plaintext.lowerBound >= 42 && turns[place + 1].plaintext.lowerBound >= 50)
  }
}

extension SealedDecision.Result {
  func basis(
    of all: [SealedDialogue.Turn], records: [SealedDialogue.Record], leave: SealedDialogue.Leave?
  ) -> [SealedDialogue.Basis] {
    var result = turns.compactMap { place, meaning -> SealedDialogue.Basis? in
      guard let start = all[place].places.first, start < records.count else { return nil }
      return Self.basis(records[start], plaintext: all[place].plaintext, meaning)
    }
    if let record { result.append(Self.basis(record.0, plaintext: record.0.plaintext, record.meaning)) }
    if let leave, leave.kind == .quit, outcome != .looked,
      let quit = records.last(where: { $0.side == .client && $0.last == leave.at })
    {
      result.append(Self.basis(quit, plaintext: quit.plaintext, "the client's last words, as long as QUIT"))
    }
    return result
  }

  private static func basis(
    _ record: SealedDialogue.Record, plaintext: ClosedRange<Int>, _ meaning: String
  ) -> SealedDialogue.Basis {
    SealedDialogue.Basis(
      side: record.side, offset: record.offset, length: record.length, plaintext: plaintext, at: record.first,
      meaning: meaning)
  }
}

extension SealedDialogue.Turn {
  var isIntent: Bool { shape == .command || shape == .login || shape == .message }
}
