import SMTPTranscript
import TestSupport
import Testing

/// Missing bytes: nothing is claimed about them, wherever they lie.
@Suite struct GapTests {
  @Test(arguments: SampleDialogues.all.map(\.name))
  func `A gap at any place claims nothing about what it hides`(name: String) throws {
    let steps = try #require(SampleDialogues.all.first { $0.name == name }).steps
    var parser = SMTPParser(limits: SMTPLimits(keepsMessages: true))
    for side in Side.allCases {
      let stream = SampleDialogues.stream(side, of: steps)
      for start in stream.indices {
        for length in [1, 3, 9, 40] {
          let range = start..<min(start + length, stream.count)
          let outcome = play(SampleDialogues.removing(range, of: side, from: steps), parser: &parser)
          check(outcome, lost: range, side, stream)
        }
      }
    }
  }

  @Test func `Gaps of random lengths on both sides are read the same however the rest is cut`() {
    for seed in 1...60 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var steps = SampleDialogues.all[Int(seed) % SampleDialogues.all.count].steps
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let side = Side.allCases[Int.random(in: 0...1, using: &generator)]
        let count = SampleDialogues.stream(side, of: steps).count
        guard count > 0 else { continue }
        let start = Int.random(in: 0..<count, using: &generator)
        let range = start..<min(count, start + Int.random(in: 1...30, using: &generator))
        steps = SampleDialogues.removing(range, of: side, from: steps)
      }
      verify(steps, midStream: seed % 3 == 0, maximumCuts: 12, randomCuts: 4, note: "seed \(seed)")
    }
  }

  @Test func `A list of extensions with a gap inside says so behind the gap`() {
    let outcome = verify([
      server("220 mx\r\n"), client("EHLO a\r\n"), server("250-mx\r\n250-SI"), .gap(.server, 14),
      server("50-DSN\r\n250 HELP\r\n"),
    ])
    let lines = outcome.elements.filter { $0.side == .server && $0.kind == .reply }
    #expect(outcome.elements.contains { $0.kind == .gap && $0.byteCount == 14 })
    #expect(lines.count == 3)
    #expect(lines[1].flags.contains(.incomplete))
    #expect(lines.last?.flags.contains(.afterGap) == true)
  }

  @Test(arguments: [0, 1, 2])
  func `A reply to DATA that lost a byte of its code leaves the rest in order`(lost: Int) {
    let reply = Array("354 go\r\n".utf8)
    let steps = [
      server("220 mx\r\n"), client("DATA\r\n"), server(Array(reply[..<lost])), .gap(.server, 1),
      server(Array(reply[(lost + 1)...])), client("Subject: x\r\n\r\nhi\r\n.\r\n"), server("250 queued\r\n"),
      client("QUIT\r\n"), server("221 bye\r\n"),
    ]
    let outcome = verify(steps.filter { if case .bytes(_, let bytes) = $0 { !bytes.isEmpty } else { true } })
    let message = outcome.elements.firstIndex { $0.kind == .messageData }
    #expect(outcome.elements.first { $0.replyCode == 250 }?.answers.map(Int.init) == message)
    let bye = outcome.elements.first { $0.replyCode == 221 }
    #expect(bye?.verb == .quit && bye?.flags.contains(.uncertainPairing) == false)
  }

  @Test func `Replies behind a gap are placed from a later one that only one command can get`() {
    let outcome = verify([
      server("220 mx\r\n"), client("MAIL FROM:<>\r\nRCPT TO:<a>\r\nRCPT TO:<b>\r\nRCPT TO:<c>\r\nDATA\r\n"),
      server("250 m\r\n"), .gap(.server, 3), server(" a\r\n550 b\r\n250 c\r\n354 d\r\n"),
    ])
    #expect(
      outcome.lines.filter { $0.hasPrefix("S reply") }.suffix(3) == [
        "S reply 550 >3 [afterGap] |550 b", "S reply 250 >4 |250 c", "S reply 354 >5 |354 d",
      ])
  }

  @Test func `A client that does not wait makes nothing certain by going on`() {
    let outcome = verify([
      server("220 mx\r\n"), client("RCPT TO:<a>\r\nRCPT TO:<b>\r\nRCPT TO:<c>\r\n"), .gap(.server, 8),
      server("250 b\r\n"), client("RCPT TO:<d>\r\n"), server("250 c\r\n550 d\r\n"), client("QUIT\r\n"),
      server("221 x\r\n"),
    ])
    let refusal = outcome.elements.first { $0.replyCode == 550 }
    #expect(refusal?.answers == 6)
    #expect(outcome.elements.filter { $0.replyCode == 250 && $0.kind == .reply }.map(\.answers) == [2, 3])
  }

  // Found by the target `smtp`: the replies behind missing bytes are paired from the last backwards, with commands that had not been
  // sent when they came.
  @Test func `A reply is no answer to a command that came after it`() {
    let outcome = verify([
      client("\n\n"), .gap(.server, 1), server("250 a\r\n"), client("\nQUIT\r\n"), server("221 x\r\n"),
    ])
    for (index, element) in outcome.elements.enumerated() {
      if let command = element.answers { #expect(command < index, "\(outcome.lines)") }
    }
  }

  @Test func `A reply that lost the byte behind its code does not take the next one for its end`() {
    let outcome = verify([
      server("220 mx\r\n"), client("MAIL FROM:<>\r\n"), server("250"), .gap(.server, 1), server("2.1.0 m\r\n"),
      client("RCPT TO:<a>\r\n"), server("250 r\r\n"),
    ])
    #expect(outcome.elements.last?.verb == .rcpt)
  }

  @Test func `A client that waits shows to which command the last reply belonged`() {
    let outcome = verify([
      server("220 mx\r\n"), client("MAIL FROM:<>\r\n"), server("2"), .gap(.server, 1), server("0 m\r\n"),
      client("RCPT TO:<a>\r\n"), server("250 r\r\n"), client("DATA\r\n"), server("354 go\r\n"),
    ])
    let reply = outcome.elements.first { $0.replyCode == 250 }
    #expect(reply?.verb == .rcpt && reply?.flags.contains(.uncertainPairing) == true)
    #expect(outcome.elements.last?.flags.contains(.uncertainPairing) == false)
  }

  @Test func `What is certain behind gaps is right, whether the client pipelines or waits`() {
    var placed = 0
    for seed in 1...400 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var steps = [server("220 mx\r\n")]
      let pipelines = seed % 3 != 0
      var number = 0
      for _ in 0..<Int.random(in: 3...8, using: &generator) {
        let count = pipelines ? Int.random(in: 1...6, using: &generator) : 1
        var commands: [String] = []
        var replies: [String] = []
        for _ in 0..<count {
          let isLast = commands.count + 1 == count
          let verb =
            ["RCPT TO:", "NOOP ", "MAIL FROM:", isLast ? "DATA " : "VRFY "].randomElement(using: &generator) ?? "NOOP "
          commands.append("\(verb)<n\(number)>\r\n")
          let code = ["250", "550", "451"].randomElement(using: &generator) ?? "250"
          replies.append("\(verb == "DATA " ? "503" : code) n\(number)\r\n")
          number += 1
        }
        // The batch in one piece or in several, with the answers in between.
        let cut = Int.random(in: 0...count, using: &generator)
        let answered = Int.random(in: 0...cut, using: &generator)
        steps.append(client(commands[..<cut].joined()))
        steps.append(server(replies[..<answered].joined()))
        steps.append(client(commands[cut...].joined()))
        steps.append(server(replies[answered...].joined()))
      }
      steps.append(client("QUIT\r\n"))
      steps.append(server("221 n\(number)\r\n"))
      steps = steps.filter { if case .bytes(_, let bytes) = $0 { !bytes.isEmpty } else { true } }
      let side: Side = seed % 4 == 0 ? .client : .server
      let length = SampleDialogues.stream(side, of: steps).count
      let start = Int.random(in: 8..<length, using: &generator)
      let range = start..<min(length, start + Int.random(in: 1...20, using: &generator))
      var parser = SMTPParser()
      let outcome = play(SampleDialogues.removing(range, of: side, from: steps), parser: &parser)
      for (element, text) in zip(outcome.elements, outcome.texts) {
        guard element.kind == .reply, element.flags.isDisjoint(with: [.uncertainPairing, .incomplete]),
          let answered = element.answers
        else { continue }
        let word = String(decoding: text, as: UTF8.self).split(separator: " ").last.map(String.init) ?? ""
        let command = String(decoding: outcome.texts[Int(answered)], as: UTF8.self)
        let isQuit = element.replyCode == 221
        if isQuit ? element.verb != .quit : !command.hasSuffix("<\(word)>") {
          Issue.record("seed \(seed), \(side) lacks \(range): \(word)\n\(outcome.lines.joined(separator: "\n"))")
        }
        placed += 1
      }
    }
    #expect(placed > 2_000)
  }

  @Test func `Two gaps in one direction are two elements`() {
    let outcome = verify(
      [.gap(.server, 5), server("250 x\r\n"), .gap(.server, 7), server("250 y\r\n")], midStream: true)
    #expect(outcome.elements.filter { $0.kind == .gap }.map(\.byteCount) == [5, 7])
  }

  /// What must hold whatever was lost.
  private func check(_ outcome: Outcome, lost: Range<Int>, _ side: Side, _ stream: [UInt8]) {
    let gap = UInt64(lost.lowerBound)..<UInt64(lost.upperBound)
    let name = "\(side) lacks \(lost)\n" + outcome.lines.joined(separator: "\n")
    let mine = outcome.elements.filter { $0.side == side }
    for (index, element) in mine.enumerated() {
      // A message goes on over the gaps inside it.
      let isMessage = element.kind == .messageData || element.kind == .tlsBegins
      if index > 0, !isMessage, element.start < mine[index - 1].end { Issue.record("elements overlap: \(name)") }
      let overlaps = element.start < gap.upperBound && element.end > gap.lowerBound
      if overlaps && element.kind != .gap && element.kind != .tlsBegins {
        let isMarked = element.kind == .messageData && element.flags.contains(.containsGap)
        if !isMarked && element.kind != .proxyHeader { Issue.record("an element covers lost bytes: \(name)") }
      }
      let isLine = [.command, .reply, .greeting, .authResponse, .notSMTP].contains(element.kind)
      if isLine, element.end > element.start, stream[Int(element.end) - 1] != 0x0A,
        !element.flags.contains(.incomplete)
      {
        Issue.record("a line without its end is not marked: \(name)")
      }
      if isLine, element.flags.contains(.incomplete), element.flags.contains(.lastLine) {
        Issue.record("an incomplete line ends a reply: \(name)")
      }
    }
    let after = mine.first { $0.start >= gap.upperBound && $0.kind != .gap && $0.kind != .tlsBegins }
    if let after, !after.flags.contains(.afterGap), !after.flags.contains(.containsGap), after.kind != .messageData {
      // Behind the end of a message the lines are known again.
      let isBehindMessage = mine.contains {
        $0.kind == .messageData && $0.flags.contains(.containsGap) && $0.end <= after.start
      }
      let isBehindTLS = mine.contains { $0.kind == .tlsBegins }
      let isBehindHeader = mine.contains { $0.kind == .proxyHeader && $0.end <= after.start }
      if !isBehindMessage && !isBehindTLS && !isBehindHeader {
        Issue.record("nothing is marked after the gap: \(name)")
      }
    }
  }
}
