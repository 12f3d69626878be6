import SMTPSession
import SMTPTranscript
import TLSHandshake

/// Sorts records into turns, and tells by length and order what each can be.
struct SealedShapes {
  typealias Turn = SealedDialogue.Turn
  typealias Record = SealedDialogue.Record
  typealias Setting = SealedDialogue.Setting

  private(set) var turns: [Turn] = []
  private(set) var helloWasRepeated = false
  /// Whether the answer to the first EHLO is a fraction of what it should be; `nil` where that is not known.
  private(set) var listIsFraction: Bool?

  private let setting: Setting
  /// Whether a login can follow: as the lists tell; `nil` where they do not.
  private var offersLogin: Bool?
  /// Since the last hello or message: turns as long as MAIL or RCPT, logins, and whether DATA was accepted.
  private var commands = 0
  private var logins = 0
  private var dataWasAsked = false
  private var sawHello = false

  /// Bytes that only a message takes where MAIL or RCPT can stand, and where a login or many recipients can.
  private static let messageAfterCommand = 300
  private static let messageAfterHello = 4096
  /// The shortest MAIL, RCPT and DATA in one, and the shortest three replies to them.
  private static let pipelinedCommands = 42
  private static let pipelinedReplies = 35
  /// The shortest message behind those that is told from a RCPT.
  private static let messageAfterPipelined = 80
  /// A reply of more bytes is hardly a bare `250 2.1.0 Ok`.
  static let plainReply = 16
  /// `MAIL FROM:<>` has 14 bytes: what is shorter, and longer than a verb, opens a login.
  private static let shortestMail = 14
  /// The shortest `AUTH XOAUTH2` with a token.
  private static let shortestToken = 120
  /// The longest EHLO (RFC 5321 section 4.5.3.1.2).
  private static let longestHello = 512

  init(_ prepared: SealedPreparation, _ setting: Setting) {
    self.setting = setting
    collect(prepared.records)
    offersLogin = loginOffer()
    for place in turns.indices { turns[place].shape = shape(at: place) }
  }

  private mutating func collect(_ records: [Record]) {
    var start = 0
    while start < records.count {
      let side = records[start].side
      let end = records[start...].firstIndex { $0.side != side } ?? records.count
      let run = records[start..<end]
      var low = 0
      var high = 0
      var count = 0
      for record in run {
        low = low.addingReportingOverflow(record.plaintext.lowerBound).partialValue
        high = high.addingReportingOverflow(record.plaintext.upperBound).partialValue
        count &+= record.count
      }
      if let first = run.first, let last = run.last {
        turns.append(
          Turn(
            side: side, records: count, plaintext: min(low, high)...max(low, high), first: first.first, last: last.last,
            shape: .unknown, lastRecord: last.plaintext, places: start..<end, endOffset: last.endOffset))
      }
      start = end
    }
  }

  /// What the list in clear and the length of the one inside say of AUTH.
  private func loginOffer() -> Bool? {
    guard let hello = setting.hello else { return nil }
    if hello.offersLogin { return true }
    guard let list = hello.list, let answer = firstAnswer, answer.isExact else { return nil }
    if answer.plaintext.upperBound == list { return false }
    // `250-AUTH PLAIN` and its line end.
    return answer.plaintext.upperBound >= list + 16 ? true : nil
  }

  /// The server's turn behind the client's first.
  private var firstAnswer: Turn? {
    guard let first = turns.firstIndex(where: { $0.side == .client }), first + 1 < turns.count else { return nil }
    return turns[first + 1]
  }

  // MARK: - One turn

  private mutating func shape(at place: Int) -> SealedDialogue.Shape {
    turns[place].side == .client ? clientShape(at: place) : serverShape(at: place)
  }

  private mutating func serverShape(at place: Int) -> SealedDialogue.Shape {
    guard place > 0 else { return setting.isImplicit ? .greeting : .unknown }
    let turn = turns[place]
    switch turns[place - 1].shape {
    case .hello:
      if let list = setting.hello?.leastList {
        let isFraction = turn.plaintext.upperBound * 2 < list && list - turn.plaintext.upperBound > 30
        if listIsFraction != false { listIsFraction = isFraction }
        return isFraction ? .reply : .list
      }
      return turn.plaintext.upperBound >= Self.messageAfterPipelined / 2 ? .list : .reply
    case .login:
      return isChallenge(turn, at: place) ? .challenge : .reply
    case .shortCommand where commands > 0:
      // `354` explains itself at length; the answer to RSET is as short as those before.
      dataWasAsked = turn.isExact && turn.plaintext.lowerBound > Self.plainReply
      return .reply
    case .command:
      if setting.hello?.offersPipelining ?? true {
        let asked = turns[place - 1]
        dataWasAsked =
          asked.records > 1 && asked.lastRecord.contains(RecordProtection.shortCommandPlaintext)
          && turn.plaintext.lowerBound > Self.plainReply
      }
      return .reply
    default:
      return .reply
    }
  }

  private func isChallenge(_ turn: Turn, at place: Int) -> Bool {
    let size = turn.plaintext.upperBound
    guard turn.isExact, turn.records == 1, place + 1 < turns.count else { return false }
    if size == 18 || size == 6 { return true }
    // `334` and base64, which is answered with base64.
    let next = turns[place + 1]
    return size > 18 && size % 4 == 2 && next.isExact && next.plaintext.upperBound % 4 == 2 && !next.isShort
      && turns[place - 1].plaintext.upperBound < 30
  }

  private mutating func clientShape(at place: Int) -> SealedDialogue.Shape {
    let turn = turns[place]
    // A user's name in base64 may be as short as QUIT; it is not the last word.
    let answersChallenge = place > 0 && turns[place - 1].shape == .challenge
    if answersChallenge, !turn.isShort || turns[(place + 1)...].contains(where: { $0.side == .client }) {
      logins += 1
      return .login
    }
    if turn.isShort, setting.hello.map({ !turn.plaintext.contains($0.length) || sawHello || turn.isExact }) ?? true {
      return .shortCommand
    }
    if isHello(turn, at: place) {
      if !sawHello, let hello = setting.hello, turn.records == 1, turn.plaintext.contains(hello.length) {
        helloWasRepeated = true
      }
      sawHello = true
      (commands, logins, dataWasAsked) = (0, 0, false)
      return .hello
    }
    if isMessage(turn, at: place) {
      (commands, dataWasAsked) = (0, false)
      return .message
    }
    dataWasAsked = false
    if isLogin(turn, at: place) {
      logins += 1
      return .login
    }
    if followsPipelined(place), turn.plaintext.lowerBound < Self.messageAfterPipelined { return .unknown }
    commands += 1
    return .command
  }

  private func isHello(_ turn: Turn, at place: Int) -> Bool {
    guard commands == 0, logins == 0, turn.records == 1 else { return false }
    guard sawHello else { return (8...Self.longestHello).contains(turn.plaintext.upperBound) }
    // HELO after a refused EHLO is as long.
    return listIsFraction == true && setting.hello.map { turn.plaintext.contains($0.length) } ?? false
  }

  private func isLogin(_ turn: Turn, at place: Int) -> Bool {
    guard turn.isExact, turn.records == 1, commands == 0 else { return false }
    let size = turn.plaintext.upperBound
    if (11..<Self.shortestMail).contains(size) { return true }
    guard offersLogin != false else { return false }
    if size == 15 || size == 17 {
      return place + 1 < turns.count && isChallenge(turns[place + 1], at: place + 1)
    }
    guard offersLogin == true || setting.isImplicit else { return false }
    // `AUTH PLAIN` or `AUTH LOGIN` with base64, `AUTH XOAUTH2` with much of it.
    return (size >= 21 && (size - 13) % 4 == 0) || (size >= Self.shortestToken && (size - 15) % 4 == 0)
  }

  private func isMessage(_ turn: Turn, at place: Int) -> Bool {
    let size = turn.plaintext.lowerBound
    if dataWasAsked { return true }
    // The rest of a message whose first part was answered, such as BDAT's next chunk.
    if place >= 2, turns[place - 2].shape == .message, size >= Self.messageAfterHello { return true }
    guard sawHello else { return size >= Self.messageAfterHello }
    if commands == 0 {
      if size >= Self.messageAfterHello { return true }
      // MAIL, RCPT and BDAT with the message in one go, where it cannot be a login.
      if logins > 0 { return size >= Self.messageAfterCommand }
      return size >= Self.messageAfterCommand && !isLogin(turn, at: place)
    }
    if size >= Self.messageAfterCommand { return true }
    guard followsPipelined(place) else { return false }
    // No command but a verb of four letters is as short as a dot with or without QUIT.
    return size >= Self.messageAfterPipelined || turn.plaintext.upperBound < Self.shortestMail
  }

  /// Whether MAIL, RCPT and DATA may stand together in the client's turn before.
  private func followsPipelined(_ place: Int) -> Bool {
    guard place >= 2, commands == 1, setting.hello?.offersPipelining ?? true else { return false }
    let (asked, answer) = (turns[place - 2], turns[place - 1])
    return asked.shape == .command && asked.plaintext.lowerBound >= Self.pipelinedCommands
      && answer.plaintext.lowerBound >= Self.pipelinedReplies
  }
}

extension SealedDialogue.Turn {
  /// Whether the length tells the plaintext exactly.
  var isExact: Bool { plaintext.lowerBound == plaintext.upperBound }

  /// One record that can be a verb of four letters, with a line end of one to three bytes.
  var isShort: Bool {
    let size = RecordProtection.shortCommandPlaintext
    return records == 1 && plaintext.upperBound >= size - 1 && plaintext.lowerBound <= size + 1
  }

  /// Whether it is as long as a message and as nothing else.
  var isLong: Bool { plaintext.lowerBound >= 4096 }
}
