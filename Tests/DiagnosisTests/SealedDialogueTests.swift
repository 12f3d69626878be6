import CaptureFiles
import SMTPSession
import SMTPTranscript
import Testing

@testable import Diagnosis

/// A conversation by lengths: `C23` and `S137` are records with so many bytes of plaintext (`C16-31` a range), `C!` is an
/// alert, `C.` the first FIN or RST, `+300` passes seconds, `~` puts the next record into the packet before.
private struct Script {
  var records: [SealedDialogue.Record] = []
  var setting = SealedDialogue.Setting()
  private var time = 0.0
  private var packet: Int64 = 1
  private var offsets: [Side: UInt64] = [.client: 0, .server: 0]

  init(_ words: String, tls13: Bool = true, implicit: Bool = false, list: Int? = 137, login: Bool = false) {
    setting.isTLS13 = tls13
    setting.isImplicit = implicit
    setting.handshakeEnd = moment
    if !implicit {
      setting.hello = .init(length: 23, list: list, offersLogin: login, offersPipelining: true)
    }
    for word in words.split(separator: " ") { take(word) }
    setting.acknowledged = offsets[.client]
  }

  private var moment: Moment {
    Moment(packet: PacketID(number: packet), time: Timestamp(nanoseconds: Int64(time * 1_000_000_000)))
  }

  private mutating func take(_ word: Substring) {
    let rest = word.dropFirst()
    let side: Side = word.hasPrefix("C") ? .client : .server
    if word.hasPrefix("+") {
      time += Double(rest) ?? 0
    } else if word == "~" {
      packet -= 1
    } else if rest == "." {
      step()
      setting.end = .init(by: side, at: moment)
    } else {
      step()
      let bounds = rest.split(separator: "-").compactMap { Int($0) }
      let size = rest == "!" ? 2...2 : (bounds.first ?? 0)...(bounds.last ?? 0)
      let offset = offsets[side] ?? 0
      let length = size.upperBound + (setting.isTLS13 ? 17 : 24)
      offsets[side] = offset + UInt64(length + 5)
      records.append(
        .init(
          side: side, plaintext: size, first: moment, last: moment, isAlert: rest == "!" && !setting.isTLS13,
          offset: offset, endOffset: offset + UInt64(length + 5), length: length))
    }
  }

  private mutating func step() {
    time += 0.01
    packet += 1
  }

  /// The session stays open, and the capture goes on for so long.
  func open(_ seconds: Double) -> Script {
    var result = self
    result.setting.open = (moment, seconds)
    return result
  }

  func with(_ change: (inout SealedDialogue.Setting) -> Void) -> Script {
    var result = self
    change(&result.setting)
    return result
  }

  var dialogue: SealedDialogue { SealedDialogue(records: records, setting: setting) }
}

extension SealedDialogue {
  /// The outcome in a word or two.
  fileprivate var word: String {
    switch outcome {
    case .delivered: "delivered"
    case .refused(let stage, _): "refused \(stage.rawValue)"
    case .unanswered(let side, _, let seconds): "unanswered \(side) \(Int(seconds.rounded()))"
    case .cutInMessage(let side, _): "cut \(side)"
    case .looked: "looked"
    case .nothingSaid: "nothing said"
    case .cannotBeTold: "cannot be told"
    }
  }

  fileprivate var shapes: [Shape] { turns.map(\.shape) }
}

/// EHLO, MAIL, RCPT and DATA with what a Postfix says to them.
private let upToDATA = "C23 S137 C30 S14 C28 S14 C6 S37"

@Suite("What sizes and turns show inside sealed TLS")
struct SealedDialogueTests {
  @Test(
    "a whole session",
    arguments: [
      // Delivered: by DATA, pipelined, with QUIT in the message's record, by BDAT in one go, with a tiny message.
      ("\(upToDATA) C846 S36 C6 S15 S! S.", "delivered", Certainty.probable),
      ("\(upToDATA) C846 S36 C.", "delivered", .probable),
      ("\(upToDATA) C846 S36 +60 S.", "delivered", .probable),
      ("\(upToDATA) C70 S36 C6 S15 S.", "delivered", .probable),
      ("C23 S137 C102 S65 C366 S49 S! S.", "delivered", .probable),
      ("C23 S137 C102 S125 C12 S68 C! C.", "delivered", .probable),
      ("C23 S137 C506 S121 S! S.", "delivered", .probable),
      ("C23 S137 C30 S14 C27 C6 S14 S37 C66 C33 C27 C28 C2 C57 C3 S33 C6 S15 S.", "delivered", .probable),
      // A second message after the first.
      ("\(upToDATA) C846 S36 C30 S14 C28 S14 C6 S37 C500 S36 C6 S15 S.", "delivered", .probable),
      // Looks.
      ("C23 S137 C6 S15 S! S.", "looked", .strong), ("C6 S15 S.", "looked", .strong),
      ("C23 S137 C! C.", "looked", .strong), ("C23 S137 C.", "looked", .probable),
      // Nothing said.
      ("C! C.", "nothing said", .strong), ("C.", "nothing said", .strong),
      // Refused.
      ("C23 S25 C6 S15 S! S.", "refused secondEHLO", .strong), ("C23 S60 C6 S15 S.", "refused secondEHLO", .probable),
      ("C23 S65 S! S.", "refused secondEHLO", .strong), ("C23 S137 C30 S70 C6 S15 S.", "refused mail", .probable),
      ("C23 S137 C30 S14 C28 S64 C6 S15 S.", "refused rcpt", .probable),
      ("C23 S137 C30 S14 C28 S64 C! C.", "refused rcpt", .probable),
      ("C23 S137 C30 S14 C28 S14 C6 S60 C6 S15 S.", "refused data", .probable),
      ("C23 S137 C12 S18 C14 S18 C18 S54 C6 S15 S.", "refused auth", .probable),
      ("C23 S137 C12 S18 C6 S18 C10 S54 C6 S15 S.", "refused auth", .probable),
      ("S! S.", "refused clientFlight", .probable),
      // A plain yes to MAIL and RCPT, and QUIT: a check of an address as likely as a refusal.
      ("C23 S137 C30 S14 C28 S14 C6 S15 S.", "cannot be told", .undetermined),
      // Silences that are over.
      ("C23 S137 C30 S14 C28 +300 C! C.", "unanswered server 300", .strong),
      ("C23 +20 C.", "unanswered server 20", .probable), ("C23 S.", "unanswered server 0", .probable),
      ("\(upToDATA) C846 +600 C.", "unanswered server 600", .strong),
      ("C23 S137 C6 S14 +300 S50 S! S.", "unanswered client 300", .strong),
      // Cut.
      ("\(upToDATA) C16384 C7587 S.", "cut server", .strong), ("\(upToDATA) C846 C.", "cut client", .probable),
      // Nobody left, or too early to tell.
      (upToDATA, "cannot be told", .undetermined), ("C23 S137 C30 +2 C.", "cannot be told", .undetermined),
    ])
  func sessions(words: String, expected: String, certainty: Certainty) {
    let dialogue = Script(words).dialogue
    #expect(dialogue.word == expected)
    #expect(dialogue.certainty == certainty)
  }

  @Test(
    "TLS 1.2 shows alerts by their type",
    arguments: [
      ("\(upToDATA) C846 S36 C6 S15 C! C.", "delivered"), ("S! S.", "nothing said"), ("C! C.", "nothing said"),
      // Two bytes of data are none.
      ("C23 S137 C2 S14 C.", "cannot be told"),
    ])
  func alertsByType(words: String, expected: String) {
    #expect(Script(words, tls13: false).dialogue.word == expected)
  }

  @Test(
    "tickets, key updates and what a server says unasked",
    arguments: [
      ("S233 S233 \(upToDATA) C846 S36 C6 S15 S.", "delivered"),
      // They cross the client's first command.
      ("C23 S233 S137 C6 S15 S.", "looked"), ("S233 C23 S233 S243 C6 S15 S.", "looked"),
      ("S233 S233 C! C.", "nothing said"), ("S233 S93 S! S. C6", "refused protected"),
      ("S233 S233 C5 C23 S5 S137 C5 C30 S5 S14 C28 S64 C6 S15 S.", "refused rcpt"),
    ])
  func ofTLSItself(words: String, expected: String) {
    #expect(Script(words).dialogue.word == expected)
  }

  @Test(
    "implicit TLS: the server greets first",
    arguments: [
      ("S233 S34 C23 S173 C12 S18 C10 S18 C10 S40 C6 S15 S.", "refused auth"), ("S34 C23 S173 C6 S15 S.", "looked"),
      ("S233 S233 +30 C.", "unanswered server 30"), ("S233 S34 C.", "nothing said"),
    ])
  func implicit(words: String, expected: String) {
    let dialogue = Script(words, implicit: true).dialogue
    #expect(dialogue.word == expected)
    #expect(!dialogue.helloWasRepeated)
  }

  @Test("a certificate that was asked for and not sent is refused at once, though the client goes on")
  func noCertificate() {
    let script = Script("S! C23 S.").with { $0.sentEmptyCertificate = true }
    #expect(script.dialogue.word == "refused clientFlight")
    #expect(script.dialogue.certainty == .strong)
    #expect(script.dialogue.leave?.side == .server)
  }

  @Test("what may be AUTH or MAIL is told by the port, and the other is named")
  func loginOrMail() {
    let words = "C23 S151 C29 S54 C6 S15 S."
    let relay = Script(words, login: true).dialogue
    #expect(relay.word == "refused mail")
    #expect(relay.otherStages == [.auth])
    let submission = Script(words, login: true).with { $0.expectsLogin = true }.dialogue
    #expect(submission.word == "refused auth")
    #expect(submission.otherStages == [.mail])
    // The list is as long as the one in clear: AUTH was not added.
    #expect(Script("C23 S137 C29 S54 C6 S15 S.").dialogue.otherStages.isEmpty)
  }

  @Test("a session that is open is judged only when the time of RFC 5321 is over")
  func openSessions() {
    #expect(Script("C23 S137 C30").open(200).dialogue.word == "cannot be told")
    #expect(Script("C23 S137 C30").open(301).dialogue.word == "unanswered server 301")
    #expect(Script("\(upToDATA) C846").open(301).dialogue.word == "cannot be told")
    #expect(Script("\(upToDATA) C846").open(601).dialogue.word == "unanswered server 601")
    #expect(Script("\(upToDATA) C846 S36").open(1).dialogue.word == "delivered")
  }

  @Test("nothing is told where records are missing")
  func missing() {
    let dialogue = Script("\(upToDATA) C846 S36 C6 S15 S.").with { $0.isWhole = false }.dialogue
    #expect(dialogue.word == "cannot be told")
    #expect(dialogue.showsIntent)
  }

  @Test("what TCP did not deliver was not left unanswered")
  func unacknowledged() {
    let dialogue = Script("C23 S137 C30 +300 C.").with { $0.acknowledged = 40 }.dialogue
    #expect(dialogue.word == "cannot be told")
  }

  @Test("CBC tells ranges, and TLS 1.0 splits what it sends")
  func blocks() {
    let words = "C0-15 C16-31 S128-143 C16-31 S0-15 C16-31 S64-79 C0-15 C0-15 S0-15 S."
    let dialogue = Script(words, tls13: false).with { $0.splitsRecords = true }.dialogue
    #expect(dialogue.helloWasRepeated)
    #expect(dialogue.word == "refused rcpt")
    #expect(dialogue.shapes == [.hello, .list, .command, .reply, .command, .reply, .shortCommand, .reply])
    let look = Script("C16-31 S128-143 C0-15 S0-15 S! S.", tls13: false).dialogue
    #expect(look.word == "looked")
    #expect(look.certainty == .probable)
  }

  @Test("padding makes every length a bound")
  func padding() {
    let dialogue = Script("C63 S191 C63 S63 C63 S63 C63 S63 C1023 S63 C63 S63 S.").dialogue
    #expect(dialogue.turns.first?.plaintext == 0...63)
    #expect(dialogue.certainty < .strong)
  }

  @Test("who left first, and how")
  func leaves() {
    #expect(Script("C23 S137 C6 S15 S! S.").dialogue.leave?.kind == .quit)
    // Five minutes after its answer the server leaves: the client had not said QUIT.
    #expect(Script("C23 S137 C6 S14 +300 S50 S! S.").dialogue.leave?.side == .server)
    #expect(Script("\(upToDATA) C846 S36 C.").dialogue.leave == nil)
  }

  @Test("the records on which the outcome rests are named")
  func basis() {
    let dialogue = Script("C23 S25 C6 S15 S! S.").dialogue
    #expect(dialogue.basis.map(\.plaintext) == [23...23, 25...25, 6...6])
    #expect(dialogue.basis.allSatisfy { !$0.meaning.isEmpty })
  }

  @Test("HELO after a refused EHLO is another hello, and mail goes on")
  func secondHello() {
    let dialogue = Script("C23 S25 C23 S22 C30 S14 C28 S14 C6 S37 C900 S36 C6 S15 S.").dialogue
    #expect(dialogue.shapes.prefix(3) == [.hello, .reply, .hello])
    #expect(dialogue.word == "delivered")
  }
}
