import CaptureFiles
import SMTPSession
import SMTPTranscript
import TestSupport
import Testing

@testable import Diagnosis

@Suite("Every refusal has one reason")
struct ReplyReasonsTests {
  /// A reply from its lines as they stand on the wire.
  static func reply(_ wire: String) -> Reply {
    let lines = wire.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let texts = lines.map { String($0.dropFirst(4)) }
    let first = texts.last?.split(separator: " ").first.map(String.init) ?? ""
    let isStatus = first.split(separator: ".").count == 3 && first.allSatisfy { $0.isNumber || $0 == "." }
    let moment = Moment(packet: PacketID(number: 1), time: Timestamp(nanoseconds: 0))
    return Reply(
      code: Int(lines.last?.prefix(3) ?? "") ?? 0, enhancedStatus: isStatus ? first : nil, lines: texts, said: Places(),
      first: moment, last: moment, isComplete: true, flags: [])
  }

  static func reason(_ wire: String, _ verb: Verb? = nil) -> ReplyReason {
    ReplyReasons.reading(of: reply(wire), answering: verb).reason
  }

  static let examples: [(text: String, verb: Verb?, reason: ReplyReason)] = ReplyReasons.rows.compactMap { row in
    row.example.map { ($0, row.verbs.first, row.reason) }
  }

  @Test("a reply that was really sent has its row's reason, whatever the order of the rows")
  func everyExample() {
    var generator = SeededGenerator(seed: 20)
    let tables =
      [ReplyReasonTable(ReplyReasons.rows), ReplyReasonTable(ReplyReasons.rows.reversed())]
      + (0..<3).map { _ in ReplyReasonTable(ReplyReasons.rows.shuffled(using: &generator)) }
    for example in Self.examples {
      let reply = Self.reply(example.text)
      for table in tables {
        let reading = table.reading(of: reply, answering: example.verb)
        #expect(reading.reason == example.reason, "\(example.text)")
      }
    }
    #expect(Self.examples.count >= 300)
  }

  @Test("letter case and the breaking of lines change no reason")
  func folding() {
    for example in Self.examples {
      let upper = example.text.split(separator: "\n").map { line in
        line.split(separator: " ").map { $0.contains(".") ? String($0) : $0.uppercased() }.joined(separator: " ")
      }
      #expect(Self.reason(upper.joined(separator: "\n"), example.verb) == example.reason, "\(upper)")
    }
  }

  @Test("the words of a row can be found: phrases in lower case, an open end only behind four letters")
  func wellFormed() {
    for row in ReplyReasons.rows {
      for phrase in row.any + row.all + row.none where phrase != "LISTHOST" {
        #expect(phrase == phrase.lowercased(), "\(phrase)")
        #expect(phrase.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || $0 == "*" }, "\(phrase)")
        if phrase.hasSuffix("*") { #expect((phrase.split(separator: " ").last?.count ?? 0) > 4, "\(phrase)") }
      }
      #expect(!row.source.isEmpty)
      if row.codes.isEmpty { #expect(!(row.any + row.all + row.statuses).isEmpty) }
    }
  }

  @Test("every reason has a row, and a subject", arguments: ReplyReason.allCases)
  func covered(reason: ReplyReason) {
    #expect(ReplyReasons.rows.contains { $0.reason == reason })
    #expect((reason.subject == .unknown) == (reason == .unknown))
  }

  /// The registry's codes; X.0.0 says nothing.
  static let registered: [String] = [1: 10, 2: 4, 3: 6, 4: 7, 5: 6, 6: 10, 7: 30].sorted { $0.key < $1.key }
    .flatMap { subject, last in (0...last).map { "\(subject).\($0)" } }

  @Test("every registered status code has a reason by itself", arguments: registered)
  func registry(code: String) {
    for (reply, first) in [("450", "4"), ("550", "5"), ("571", "5")] {
      #expect(Self.reason("\(reply) \(first).\(code) Nothing more") != .unknown)
    }
  }

  @Test(
    "is not misled",
    arguments: [
      // Nothing is said.
      ("550 rejected", .rcpt, .unknown), ("550 5.0.0 No", .rcpt, .unknown), ("554 Transaction failed", .data, .unknown),
      ("550 Requested action not taken", .mail, .unknown), ("553 No", .rcpt, .unknown), ("250 Ok", .mail, .unknown),
      // Parts of addresses, links, host names and longer words.
      ("421 4.3.2 All server ports are busy; abuse: policy-rate@block.example", nil, .busy),
      ("550 rejected, see https://example.net/spam/blocklist/ptr?policy=spf", .rcpt, .unknown),
      ("550 rejected by mail.scania.com for rate.spf.example", .rcpt, .unknown),
      ("550 rejected by www.example.net/dnsbl/policy", .rcpt, .blockList),
      ("550 rejected <greylisted.spam@example.net>", .rcpt, .unknown),
      ("550 corporate separate generate sincerity", .rcpt, .unknown),
      ("550 Your host is not listed at zen.spamhaus.org but still unwelcome", nil, .callerAddress),
      ("501 5.1.3 Bad name syntax in domain", .rcpt, .recipient),
      // Words against codes.
      ("550 5.1.1 Client host blocked using list.example", .rcpt, .blockList),
      ("554 5.7.1 <a@example.net>: Relay access denied", .rcpt, .relay),
      ("554 5.7.1 <a@example.net>: Sender address rejected: Access denied", .rcpt, .sender),
      (
        "550 5.7.1 <a@example.net>: Recipient address rejected: Message rejected due to: SPF fail", .rcpt,
        .senderAuthentication
      ),
      ("550-5.7.1 Nothing here\n550-5.7.1 nor here\n550 5.7.1 DMARC says no", .data, .senderAuthentication),
      ("550-Mail refused\n550-Greylist is not the matter\n550 User unknown", .rcpt, .recipient),
      (
        "450-4.2.1 The user you are trying to contact is receiving\n450 4.2.1 mail at a rate that prevents", .rcpt,
        .rate
      ),
      (
        "550-5.7.29 This message was blocked because it wasn't sent\n550 5.7.29 over a TLS connection.", .data,
        .tlsRequired
      ),
      ("421-4.7.29 limited because you're not using a TLS\n421 4.7.29 connection. rate limited", .mail, .tlsRequired),
      ("451 4.7.0 TLS required", .mail, .tlsRequired), ("550 MUST USE TLS", .mail, .tlsRequired),
      ("450 4.7.1 Sender address rejected: Must not use TLS", .mail, .tlsMustNotBeUsed),
      ("454 4.7.5 Failed to establish appropriate TLS channel: Access Denied", .rcpt, .tlsRequired),
      ("550 5.7.27 SPF failed", .data, .senderAuthentication), ("550 5.7.25 no", .data, .reverseName),
      ("421 4.7.28 no", .data, .rate), ("550 5.7.26 no", .data, .senderAuthentication),
      ("451 4.7.650 The mail server has been limited", .mail, .rate), ("550 5.7.606 no", .mail, .blockList),
      ("432 4.3.2 Concurrent connections limit exceeded.", .auth, .rate),
      ("552 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient", .data, .recipientSize),
      ("552 5.3.4 no", .data, .messageSize), ("550 5.2.252 SendAsDenied", .data, .senderRights),
      ("554 5.5.1 No valid recipients", .data, .outOfOrder), ("554 5.5.1 Protocol error", .rcpt, .synchronization),
      ("521 5.5.1 Protocol error", .ehlo, .synchronization), ("521 x", nil, .noMailHere), ("421 x", nil, .shuttingDown),
      ("421 4.3.2 x", .mail, .shuttingDown), ("503 x", .mail, .outOfOrder), ("503 x", .auth, .loginNotOffered),
      ("502 x", .ehlo, .unknownCommand), ("535 x", .auth, .credentials), ("535 5.7.139 x", .auth, .credentials),
      ("535 5.7.1 x", .auth, .credentials), ("530 5.7.0 x", .mail, .loginRequired),
      ("534 x", .auth, .strongerLoginNeeded),
      ("538 x", .auth, .loginNeedsEncryption), ("556 x", .rcpt, .noMailHere), ("555 x", .mail, .parameter),
      ("452 x", .mail, .serverTrouble), ("552 x", .data, .messageSize), ("454 x", .startTLS, .tlsUnavailable),
      ("454 x", .auth, .loginUnavailable), ("454 4.7.1 <a@example.net>: Relay access denied", .rcpt, .relay),
      ("530 5.7.0 Must issue a STARTTLS command first", .auth, .tlsRequired), ("501 x", .auth, .loginMalformed),
      ("500 5.5.2 Syntax error", .auth, .loginNotOffered), ("501 x", .ehlo, .helloName),
      ("451 4.7.1 Please try again later", .rcpt, .perhapsGreylisted), ("554 greylisted", .rcpt, .unknown),
      ("550 5.7.1 <a@example.net>: Sender address rejected: SPF fail", .mail, .senderAuthentication),
      ("450 4.7.1 <mail>: Helo command rejected: Greylisted", .rcpt, .greylisted),
      ("554 5.7.1 <mail>: Client host rejected: listed by our DNSBL", .rcpt, .blockList),
      ("554 5.7.1 <mail>: Client host rejected: Access denied", .rcpt, .callerAddress),
      ("554 5.6.0 Attachment with malformed base64", .data, .content),
      ("421 mx.example.net timeout, closing connection", .mail, .idle),
      ("421 mx.example.net spam, closing connection", .data, .content),
      ("452 4.3.1 Insufficient system storage, try again later", .mail, .serverTrouble),
      ("421 4.3.2 Service not active", .auth, .shuttingDown),
      ("550 5.4.1 Recipient address rejected: Access denied. [AM0.eurprd01.prod.outlook.com]", .rcpt, .recipient),
    ] as [(String, Verb?, ReplyReason)])
  func lookAlikes(wire: String, verb: Verb?, expected: ReplyReason) {
    #expect(Self.reason(wire, verb) == expected)
  }

  @Test("names the line that says it, and how sure that is")
  func lines() {
    let reading = { ReplyReasons.reading(of: Self.reply($0), answering: .rcpt) }
    let third = reading("554-Service not available\n554-No SMTP service\n554 Bad DNS PTR resource record.")
    #expect(third.line == 2 && third.certainty == .certain && third.reason == .reverseName)
    let code = reading("550 5.1.1 Nothing more")
    #expect(code.line == nil && code.row?.statuses.contains("x.1.1") == true && code.certainty == .certain)
    let nothing = reading("550 rejected")
    #expect(nothing.line == nil && nothing.row == nil && nothing.certainty == .probable)
    #expect(reading("550 5.7.1 no").certainty == .probable)
  }
}
