import Testing

@testable import SMTPTranscript

@Suite struct PairingTests {
  @Test func `A plain session pairs every reply with its command`() {
    let outcome = verify([
      server("220 mx.example ESMTP\r\n"), client("EHLO a.example\r\n"),
      server("250-mx.example\r\n250-SIZE 1000\r\n250 HELP\r\n"), client("MAIL FROM:<a@a.example>\r\n"),
      server("250 2.1.0 Ok\r\n"), client("RCPT TO:<b@b.example>\r\n"), server("250 2.1.5 Ok\r\n"), client("DATA\r\n"),
      server("354 go\r\n"), client("Subject: x\r\n\r\n..dot\r\n.\r\n"), server("250 queued\r\n"), client("QUIT\r\n"),
      server("221 bye\r\n"),
    ])
    #expect(
      outcome.lines == [
        "S greeting 220 |220 mx.example ESMTP", "C EHLO |EHLO a.example",
        "S reply 250 >1 [continuation] |250-mx.example", "S reply 250 >1 [continuation] |250-SIZE 1000",
        "S reply 250 >1 |250 HELP", "C MAIL |MAIL FROM:<a@a.example>", "S reply 250 >5 |250 2.1.0 Ok",
        "C RCPT |RCPT TO:<b@b.example>", "S reply 250 >7 |250 2.1.5 Ok", "C DATA |DATA", "S reply 354 >9 |354 go",
        "C messageData 24 |", "S reply 250 >11 |250 queued", "C QUIT |QUIT", "S reply 221 >13 |221 bye",
      ])
    #expect(outcome.messages.map(\.isTerminated) == [true])
    #expect(String(decoding: outcome.content, as: UTF8.self) == "Subject: x\r\n\r\n..dot\r\n.\r\n")
    #expect(outcome.elements.filter { $0.flags.contains(.lastLine) }.count == 7)
  }

  @Test func `Pipelined commands are answered in their order`() {
    let outcome = verify([
      server("220 mx\r\n"), client("EHLO a\r\n"), server("250 mx\r\n"),
      client("MAIL FROM:<>\r\nRCPT TO:<b>\r\nDATA\r\n"), server("250 a\r\n550 b\r\n503 c\r\n"),
      client("RSET\r\nQUIT\r\n"), server("250 d\r\n221 e\r\n"),
    ])
    #expect(
      outcome.lines.suffix(10) == [
        "C MAIL |MAIL FROM:<>", "C RCPT [pipelined] |RCPT TO:<b>", "C DATA [pipelined] |DATA", "S reply 250 >3 |250 a",
        "S reply 550 >4 |550 b", "S reply 503 >5 |503 c", "C RSET |RSET", "C QUIT [pipelined] |QUIT",
        "S reply 250 >9 |250 d", "S reply 221 >10 |221 e",
      ])
  }

  @Test func `More than a thousand pipelined commands are answered in their order`() throws {
    let recipients = (1...1_050).map { "RCPT TO:<u\($0)@b>\r\n" }
    let replies = (1...1_050).map { $0 == 5 ? "550 5.1.1 no\r\n" : "250 2.1.5 ok\r\n" }
    var parser = SMTPParser()
    let steps =
      [server("220 mx\r\n"), client("EHLO a\r\n"), server("250-mx\r\n250 PIPELINING\r\n"), client("MAIL FROM:<>\r\n")]
      + stride(from: 0, to: 1_050, by: 50).map { client(recipients[$0..<($0 + 50)].joined()) }
      + [client("DATA\r\n"), server("250 ok\r\n" + replies.joined() + "354 go\r\n")]
    let outcome = play(steps, parser: &parser)
    let refusal = try #require(outcome.elements.first { $0.replyCode == 550 })
    let answered = try #require(refusal.answers)
    #expect(String(decoding: outcome.texts[Int(answered)], as: UTF8.self) == "RCPT TO:<u5@b>")
    #expect(outcome.elements.last?.verb == .data)
    #expect(outcome.elements.allSatisfy { !$0.flags.contains(.uncertainPairing) })
    #expect(outcome.effects.droppedPendingCommands == 0)
  }

  @Test func `Commands beyond the limit are counted, and those that follow find their replies`() {
    var parser = SMTPParser()
    _ = parser.feed(Array("220 mx\r\n".utf8).span, from: .server)
    let commands = Array(String(repeating: "NOOP\r\n", count: 7_000).utf8)
    let replies = Array(String(repeating: "250 x\r\n", count: 7_000).utf8)
    for _ in 0..<10 { _ = parser.feed(commands.span, from: .client) }
    #expect(parser.limitEffects.droppedPendingCommands == 70_000 - UInt64(SMTPLimits.maximumPendingCommands))
    #expect(parser.pending.count == SMTPLimits.maximumPendingCommands)
    for _ in 0..<10 { _ = parser.feed(replies.span, from: .server) }
    #expect(parser.pending.isEmpty && !parser.isUncertain)
  }

  @Test(arguments: [".\n", ".\nQUIT\r\n"])
  func `A message that the server takes at a lone dot has its reply`(end: String) throws {
    let outcome = verify([
      server("220 mx\r\n"), client("DATA\r\n"), server("354 go\r\n"), client("a\r\n"), client(end),
      server("250 queued\r\n"),
    ])
    let reply = try #require(outcome.elements.first { $0.replyCode == 250 })
    #expect(reply.answers != nil && reply.verb == .data && !reply.flags.contains(.unsolicited))
    let message = try #require(outcome.elements.first { $0.kind == .messageData })
    #expect(message.flags.contains(.lenientEnd) && !message.flags.contains(.incomplete))
  }

  @Test func `A message sent before the 354 is read when the 354 has come`() {
    let outcome = verify([
      server("220 mx\r\n"), client("HELO a\r\nMAIL FROM:<>\r\nRCPT TO:<b>\r\nDATA\r\nEHLO in text\r\n.\r\nQUIT\r\n"),
      server("250 1\r\n250 2\r\n250 3\r\n354 4\r\n"), server("250 5\r\n221 6\r\n"),
    ])
    #expect(
      outcome.lines.suffix(4) == [
        "C messageData 17 |", "C QUIT [pipelined] |QUIT", "S reply 250 >9 |250 5", "S reply 221 >10 |221 6",
      ])
  }

  @Test func `A refused DATA leaves what follows as commands`() {
    let outcome = verify([
      server("220 mx\r\n"), client("DATA\r\nRSET\r\n"), server("503 no\r\n250 ok\r\n"),
    ])
    #expect(
      outcome.lines == [
        "S greeting 220 |220 mx", "C DATA |DATA", "S reply 503 >1 |503 no", "C RSET [pipelined] |RSET",
        "S reply 250 >3 |250 ok",
      ])
  }

  @Test func `A client that speaks first is flagged and the greeting stays the greeting`() {
    let outcome = verify([
      client("EHLO a\r\n"), server("220 mx\r\n250 mx\r\n"), client("QUIT\r\n"), server("221 x\r\n"),
    ])
    #expect(
      outcome.lines == [
        "C EHLO [beforeGreeting] |EHLO a", "S greeting 220 |220 mx", "S reply 250 >0 |250 mx", "C QUIT |QUIT",
        "S reply 221 >3 |221 x",
      ])
  }

  @Test func `A server without a greeting answers the first command`() {
    let outcome = verify([client("HELO a\n"), server("250 mx\n")])
    #expect(outcome.lines == ["C HELO [bareLF beforeGreeting] |HELO a", "S reply 250 >0 [bareLF] |250 mx"])
  }

  @Test func `Replies that nothing asked for say so`() {
    let outcome = verify([server("220 mx\r\n"), server("421 4.4.2 timeout\r\n")])
    #expect(outcome.lines[1] == "S reply 421 [unsolicited] |421 4.4.2 timeout")
  }

  @Test func `A reply with several codes is one reply unless a later command explains the second`() {
    let one = verify([server("220 mx\r\n"), client("EHLO a\r\n"), server("250-x\r\n550 y\r\n")])
    #expect(one.lines.suffix(2) == ["S reply 250 >1 [continuation] |250-x", "S reply 550 >1 [codeMismatch] |550 y"])
    let two = verify([
      server("220 mx\r\n"), client("EHLO a\r\n"), server("250-x\r\n250-y\r\n"), client("STARTTLS\r\n"),
      server("220 go\r\n"),
      client(clientHello),
    ])
    #expect(
      two.lines.suffix(3) == [
        "C STARTTLS [pipelined] |STARTTLS", "S reply 220 >4 |220 go", "C tlsBegins [afterSTARTTLS] |",
      ])
  }

  @Test func `A missing separator continues an open reply and ends a new one`() {
    let outcome = verify([
      server("220 mx\r\n"), client("EHLO a\r\n"), server("250-x\r\n250STARTTLS\r\n250 HELP\r\n"), client("NOOP\r\n"),
      server("250OK\r\n"),
    ])
    #expect(
      outcome.lines == [
        "S greeting 220 |220 mx", "C EHLO |EHLO a", "S reply 250 >1 [continuation] |250-x",
        "S reply 250 >1 [continuation missingSeparator] |250STARTTLS", "S reply 250 >1 |250 HELP", "C NOOP |NOOP",
        "S reply 250 >5 [missingSeparator] |250OK",
      ])
  }

  @Test func `Bare reply codes are replies`() {
    let outcome = verify([
      server("220\r\n"), client("DATA\r\n"), server("354\r\n"), client("x\r\n.\r\n"), server("250\r\n"),
    ])
    #expect(outcome.messages.map(\.isTerminated) == [true])
    #expect(outcome.elements.last?.answers == 3)
  }

  @Test func `LMTP gets one reply for each accepted recipient`() {
    let outcome = verify([
      server("220 lmtp\r\n"), client("LHLO a\r\n"), server("250 x\r\n"), client("MAIL FROM:<>\r\n"),
      server("250 x\r\n"),
      client("RCPT TO:<a>\r\nRCPT TO:<b>\r\nRCPT TO:<c>\r\n"), server("250 a\r\n550 b\r\n250 c\r\n"),
      client("DATA\r\n"),
      server("354 x\r\n"), client(".\r\n"), server("250 a\r\n452 c\r\n"), client("QUIT\r\n"), server("221 x\r\n"),
    ])
    #expect(outcome.isLMTP)
    #expect(
      outcome.lines.suffix(5) == [
        "C messageData 3 |", "S reply 250 >13 |250 a", "S reply 452 >13 |452 c", "C QUIT |QUIT",
        "S reply 221 >16 |221 x",
      ])
  }

  @Test func `BDAT chunks are skipped by their length`() {
    let outcome = verify([
      server("220 x\r\n"), client("BDAT 6\r\nQUIT\r\nBDAT 3 LAST\r\n\0\u{1}\u{2}BDAT 0 LAST\r\nQUIT\r\n"),
      server("250 a\r\n250 b\r\n250 c\r\n221 d\r\n"),
    ])
    #expect(
      outcome.lines == [
        "S greeting 220 |220 x", "C BDAT |BDAT 6", "C messageData 6 |", "C BDAT [pipelined] |BDAT 3 LAST",
        "C messageData 3 [lastChunk] |", "C BDAT [pipelined] |BDAT 0 LAST", "C messageData 0 [lastChunk] |",
        "C QUIT [pipelined] |QUIT", "S reply 250 >1 |250 a", "S reply 250 >3 |250 b", "S reply 250 >5 |250 c",
        "S reply 221 >7 |221 d",
      ])
  }

  @Test(arguments: ["BDAT 5 X", "BDAT -1 LAST", "BDAT 15555555557777777777 LAST", "BDAT", "BDAT x", "BDAT 5LAST"])
  func `A BDAT that cannot be read has no chunk`(line: String) {
    let outcome = verify([server("220 x\r\n"), client(line + "\r\nQUIT\r\n"), server("501 a\r\n221 b\r\n")])
    #expect(
      outcome.lines.suffix(4) == [
        "C BDAT [badSyntax] |" + line, "C QUIT [pipelined] |QUIT", "S reply 501 >1 |501 a", "S reply 221 >2 |221 b",
      ])
  }

  @Test func `XEXCH50 is followed by binary when the server wants it`() {
    let outcome = verify([
      server("220 x\r\n"), client("XEXCH50 8 2\r\n"), server("354 send\r\n"), client("\r\n.\r\nab\nQUIT\r\n"),
      server("250 a\r\n221 b\r\n"),
    ])
    #expect(
      outcome.lines.suffix(4) == [
        "C messageData 8 |", "C QUIT [pipelined] |QUIT", "S reply 250 >3 |250 a", "S reply 221 >4 |221 b",
      ])
    let refused = verify([server("220 x\r\n"), client("XEXCH50 8 2\r\n"), server("504 no\r\n"), client("QUIT\r\n")])
    #expect(refused.lines.last == "C QUIT |QUIT")
  }

  @Test func `XCLIENT brings a new greeting`() {
    let outcome = verify([
      server("220 x\r\n"), client("XCLIENT ADDR=1.2.3.4\r\n"), server("220 y\r\n"), client("EHLO a\r\n"),
      server("250 z\r\n"),
    ])
    #expect(
      outcome.lines.suffix(3) == ["S greeting 220 >1 |220 y", "C EHLO |EHLO a", "S reply 250 >3 |250 z"])
  }

  @Test func `Garbage lines are no SMTP and take only refusals`() {
    let outcome = verify([
      server("220 x\r\n"), client([0x01, 0x02, 0x0A, 0x03, 0x0D, 0x0A]), server("500 a\r\n"), client("NOOP\r\n"),
      server("250 b\r\n"),
    ])
    #expect(
      outcome.lines.suffix(5) == [
        "C notSMTP [bareLF control] |\\x01\\x02", "C notSMTP [pipelined control] |\\x03", "S reply 500 >1 |500 a",
        "C NOOP [pipelined] |NOOP", "S reply 250 >4 |250 b",
      ])
  }

  @Test func `A server that speaks another protocol is no SMTP`() {
    for text in ["SSH-2.0-OpenSSH\r\n", "* OK imap\r\n", "+OK pop\r\n", "HTTP/1.1 400\r\n", "1234567\r\n"] {
      let outcome = verify([server(text)])
      #expect(outcome.elements.map(\.kind) == [.notSMTP])
    }
  }

  @Test func `HTTP requests and masked words are told apart from unknown ones`() {
    let outcome = verify([
      server("220 x\r\n"), client("GET / HTTP/1.1\r\n"), server("500 a\r\n"), client("XXXX abc\r\n"),
      server("500 b\r\n"),
      client("get lost\r\n"), server("500 c\r\n"), client("MAILBOX\r\n"), client("\r\n"),
    ])
    #expect(
      outcome.elements.filter { $0.kind == .command }.map(\.verb) == [
        .httpRequest, .masked, .unknown, .unknown, .unknown,
      ])
  }

  @Test func `Every verb is recognised by its name in any case`() {
    for verb in Verb.allCases {
      guard let name = verb.name else { continue }
      #expect(Verb.leading(Array(name.utf8).span) == verb)
      #expect(Verb.leading(Array((name.lowercased() + " x").utf8).span) == verb)
      #expect(Verb.leading(Array((name + "Q").utf8).span) != verb)
    }
  }

  @Test func `PROXY headers come before the session`() {
    let text = verify([
      client("PROXY TCP4 192.0.2.1 192.0.2.2 1234 25\r\n"), server("220 x\r\n"), client("EHLO a\r\n"),
      server("250 x\r\n"),
    ])
    #expect(
      text.lines.prefix(3) == [
        "C proxyHeader |PROXY TCP4 192.0.2.1 192.0.2.2 1234 25", "S greeting 220 |220 x", "C EHLO |EHLO a",
      ])
    let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]
    let header = signature + [0x21, 0x11, 0, 12, 192, 0, 2, 1, 192, 0, 2, 2, 4, 210, 0, 25]
    let binary = verify([client(header + Array("EHLO a\r\n".utf8)), server("220 x\r\n250 x\r\n")])
    #expect(binary.elements.map(\.kind) == [.proxyHeader, .command, .greeting, .reply])
    #expect(binary.elements[0].end == 28)
    for (bytes, version) in [(text.texts[0], 1), (binary.texts[0], 2)] {
      let parsed = ProxyHeader.parse(bytes.span)
      #expect(parsed?.version == version)
      #expect(parsed?.sourceAddress == [192, 0, 2, 1])
      #expect(parsed?.sourcePort == 1234)
      #expect(parsed?.destinationPort == 25)
    }
  }

  @Test func `A line beyond the limit is cut and counted`() {
    for extra in [-1, 0, 1, 5000] {
      let name = String(repeating: "a", count: SMTPLimits.maximumLineBytes - 5 + extra)
      let outcome = verify(
        [server("220 x\r\n"), client("EHLO \(name)\r\n"), server("250 x\r\n")], keepsMessages: false)
      #expect(outcome.texts[1].count == min(SMTPLimits.maximumLineBytes, 5 + name.count))
      #expect(outcome.elements[1].flags.contains(.overLong) == (extra > 0))
      #expect(outcome.elements[1].byteCount == UInt64(7 + name.count))
      #expect(outcome.effects.truncatedLines == (extra > 0 ? 1 : 0))
    }
  }

  @Test func `Odd bytes in lines are flagged wherever the line is cut`() {
    let outcome = verify([
      server("220 x\r\n"), client("EHLO a\rb\r\r\nNOOP \0\r\nNOOP \u{e4}\nNOOP \u{1}x\r\nNOOP \t\r\n"),
    ])
    #expect(
      outcome.elements.dropFirst().map { $0.flags.subtracting(.pipelined) } == [
        .bareCR, .containsNUL, [.eightBit, .bareLF], .controlCharacter, [],
      ])
  }
}
