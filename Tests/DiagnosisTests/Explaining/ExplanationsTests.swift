import Testing

@testable import Diagnosis

@Suite("What a message, a code or a few words stand for")
struct ExplanationsTests {
  /// The answers' ids, the best first; empty where nothing is certain.
  static func ids(_ text: String) -> [String] {
    switch Explanations.of(text).kind {
    case .rule(let rule): [rule.id]
    case .retired(let retired): [retired.id]
    case .list(let rules), .misspelt(let rules): rules.map(\.id)
    case .answers(let answers): answers.map(\.rule.id)
    case .nothing: []
    }
  }

  static func fault(_ row: MessageFile.Row) -> String? {
    let found = ids(row.message)
    if row.expectsNothing { return found.isEmpty ? nil : "nothing was expected, found \(found)" }
    guard let first = found.first else { return "nothing was found" }
    if !row.first.contains(where: { MessageFile.matches(first, $0) }) { return "first is \(found), not \(row.first)" }
    let missing = row.ids.first { choice in
      !choice.contains { pattern in found.contains { MessageFile.matches($0, pattern) } }
    }
    return missing.map { "\($0) is not in \(found)" }
  }

  @Test(
    "every message of the file beside the project",
    .enabled(if: MessageFile.beside != nil, "shared/cases/log-messages.tsv does not lie beside the project"))
  func messageFile() throws {
    let file = try #require(MessageFile.beside)
    let rows = try MessageFile.rows(of: file)
    #expect(rows.count > 50)
    for row in rows {
      let fault = Self.fault(row)
      #expect(fault == nil, "\(row.message)")
    }
  }

  @Test("messages of the same kinds, of every server and library that is known")
  func ownMessages() {
    #expect(OwnMessages.rows.count >= 120)
    for row in OwnMessages.rows {
      let fault = Self.fault(row)
      #expect(fault == nil, "\(row.message)")
    }
  }

  @Test("the founding question: the likeliest cause first, and every cause that it can stand for")
  func foundingQuestion() {
    for question in [
      "The remote SMTP service does not support TLS", "\"The remote SMTP service does not support TLS.\"",
      "the remote SMTP server does not support TLS",
    ] {
      let found = Self.ids(question)
      #expect(found.first == "starttls/not-offered", "\(question)")
      for id in ["starttls/not-offered-to-this-client", "ehlo/masked-capabilities", "starttls/stripped"] {
        #expect(found.contains(id), "\(question)")
      }
    }
    guard case .answers(let answers) = Explanations.of("The remote SMTP service does not support TLS.").kind else {
      Issue.record("no answers")
      return
    }
    let deciding = DecidingCapture(answers, product: "Exchange 2003 queue")
    #expect(deciding.recipe == "exchange")
    #expect(deciding.needs.map(\.need) == [.oneAttempt, .otherClient, .bothSides])
  }

  @Test("every message is known by its own words", arguments: KnownMessage.all.map(\.text))
  func ownWords(text: String) throws {
    let message = try #require(KnownMessage.all.first { $0.text == text })
    let found = Self.ids(text.replacing("%", with: "mx.example.net[192.0.2.25]:25"))
    let first = try #require(message.causes.first)
    #expect(found.contains(first), "\(text): \(found)")
  }

  @Test("causes are findings of today, each named once, and every message says where it was read")
  func wellFormed() {
    for message in KnownMessage.all {
      #expect(!message.causes.isEmpty && Set(message.causes).count == message.causes.count, "\(message.text)")
      for id in message.causes { #expect(Catalogue.rule(id) != nil, "\(id) of \(message.text)") }
      #expect(!message.product.isEmpty && !message.readIn.isEmpty, "\(message.text)")
    }
    for (text, messages) in Dictionary(grouping: KnownMessage.all, by: \.text) {
      #expect(messages.count == 1, "\(text)")
    }
  }

  @Test("ids are found by a part, in any case, misspelt, by their group, and when they are told no more")
  func names() {
    #expect(Self.ids("starttls/not-offered") == ["starttls/not-offered"])
    #expect(Self.ids("STARTTLS/Not-Offered") == ["starttls/not-offered"])
    #expect(Self.ids("pmtu") == ["transport/pmtu-blackhole"])
    #expect(Self.ids("not-offered").contains("starttls/not-offered-continued-clear"))
    #expect(Self.ids("certificate").allSatisfy { $0.hasPrefix("certificate/") })
    #expect(Self.ids("ehlo/421-after-ehlo") == ["ehlo/421-after-ehlo"])
    for misspelt in ["starttls/not-ofered", "starttls/notoffered", "startls/not-offered", "tls/version-mismach"] {
      guard case .misspelt(let rules) = Explanations.of(misspelt).kind else {
        Issue.record("\(misspelt) was not taken for a misspelling")
        continue
      }
      #expect(rules.first?.id == (misspelt.hasPrefix("tls") ? "tls/version-mismatch" : "starttls/not-offered"))
    }
    let unknown = Explanations.of("starttls/no-such-thing-at-all")
    #expect(unknown.isNameLike)
    guard case .nothing(let nearest) = unknown.kind else {
      Issue.record("something was found")
      return
    }
    #expect(nearest.isEmpty)
  }

  @Test("free words that fit nothing surely have near findings or none, and never an answer")
  func freeWords() {
    guard case .nothing(let nearest) = Explanations.of("why did the firewall remove words from the list").kind else {
      Issue.record("a question has a certain answer")
      return
    }
    #expect(nearest.count <= Explanations.maximumAnswers)
    #expect(Self.ids("").isEmpty)
    #expect(Self.ids("   \n\t ").isEmpty)
  }

  @Test("what is pasted may be long, and hold anything")
  func hostile() {
    let long = String(repeating: "status=deferred \u{1b}[31m (lost) \u{202e} \u{0} ", count: 4000)
    let found = Explanations.of("TLS is required, but was not offered by host mx.example.net " + long)
    #expect(found.isCut)
    guard case .answers(let answers) = found.kind else {
      Issue.record("the beginning was not read")
      return
    }
    #expect(answers.first?.rule.id == "starttls/not-offered")
    for text in [
      "=", "=====", "[[[[", "a=b=c=d", ":::.c:::", "#", "....", "454-", "5.7", "\u{FFFD}", "4.7.0-", "\"'\"'",
    ] {
      #expect(Self.ids(text).count <= 5, "\(text)")
    }
  }

  @Test("replies are read where they stand in a line, the innermost last")
  func replies() {
    let nested = QuotedReply.all(
      in: "451 4.4.0 Primary target IP address responded with: \"421 4.4.2 Connection dropped due to SocketError.\"")
    #expect(nested.map(\.code) == [451, 421])
    #expect(nested.last?.status == "4.4.2")
    let answered = QuotedReply.all(
      in: "host mx said: 530 5.7.0 Must issue a STARTTLS command first (in reply to MAIL FROM command)")
    #expect(answered.map(\.place) == [.mail])
    #expect(QuotedReply.all(in: "\"GET / HTTP/1.1\" 503 512").isEmpty)
    #expect(QuotedReply.all(in: "delay=421, pid 454").isEmpty)
    #expect(QuotedReply.all(in: "550-5.7.26 This mail\n550 5.7.26 is blocked").count == 1)
  }
}
