import SMTPTranscript
import TestSupport
import Testing

/// Bytes that no peer would send: they do no harm, and cutting them makes no difference.
@Suite struct FuzzTests {
  @Test(arguments: SampleDialogues.all.map(\.name))
  func `Each sample is the same however it is cut`(name: String) throws {
    let steps = try #require(SampleDialogues.all.first { $0.name == name }).steps
    let outcome = verify(steps)
    #expect(!outcome.elements.isEmpty)
    #expect(outcome.elements.allSatisfy { $0.kind != .gap && $0.kind != .fragment })
  }

  @Test func `Damaged dialogues are the same however they are cut`() {
    for seed in 1...120 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var steps = SampleDialogues.all[Int(seed) % SampleDialogues.all.count].steps
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let index = Int.random(in: steps.indices, using: &generator)
        guard case .bytes(let side, var bytes) = steps[index], !bytes.isEmpty else { continue }
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0...4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert([0x0A, 0x0D, 0x00, 0x2E, 0x20, 0x16].randomElement(using: &generator) ?? 0, at: place)
        case 3: bytes.replaceSubrange(place..., with: [])
        default: steps.swapAt(index, Int.random(in: steps.indices, using: &generator))
        }
        if case .bytes(side, _) = steps[index] { steps[index] = .bytes(side, bytes) }
      }
      verify(steps, maximumCuts: 12, randomCuts: 4, note: "seed \(seed)")
    }
  }

  @Test func `Random bytes of both sides are the same however they are cut`() {
    // Bytes that mean something to the parser, more often than others.
    let alphabet: [UInt8] = Array("\r\n\r\n. 250-354 220 DATA BDAT 3 AUTH STARTTLS".utf8) + [0, 0x16, 0x03, 0x80, 0xFF]
    for seed in 1...120 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let steps = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
        let bytes = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
          alphabet.randomElement(using: &generator) ?? 0
        }
        return Step.bytes(Bool.random(using: &generator) ? .client : .server, bytes)
      }
      verify(steps, midStream: seed % 4 == 0, maximumCuts: 10, randomCuts: 4, note: "seed \(seed)")
    }
  }

  @Test func `A reset parser is as good as a new one`() {
    var used = SMTPParser(limits: SMTPLimits(keepsMessages: true))
    for (_, steps) in SampleDialogues.all { _ = play(steps, parser: &used) }
    for (name, steps) in SampleDialogues.all {
      var fresh = SMTPParser(limits: SMTPLimits(keepsMessages: true))
      #expect(play(steps, parser: &used) == play(steps, parser: &fresh), "\(name)")
    }
  }

  @Test func `A flood of lines stays within the limits and says so`() {
    var parser = SMTPParser()
    let replies = Array(String(repeating: "250 x\r\n", count: 1_000).utf8)
    let commands = Array(String(repeating: "NOOP\r\n", count: 1_500).utf8)
    for _ in 0..<150 {
      _ = parser.feed(commands.span, from: .client)
      _ = parser.feed(replies.span, from: .server)
    }
    parser.finish()
    #expect(parser.elements.count == SMTPLimits.maximumElements)
    #expect(parser.limitEffects.droppedElements > 0)
    #expect(parser.limitEffects.droppedPendingCommands > 0)
    let long = [UInt8](repeating: 0x61, count: 5_000) + [0x0A]
    parser.reset()
    for _ in 0..<300 { _ = parser.feed(long.span, from: .client) }
    #expect(parser.text.count <= SMTPLimits.maximumTextBytes)
    #expect(parser.limitEffects.droppedTextBytes > 0)
    #expect(parser.limitEffects.truncatedLines == 300)
  }

  @Test func `What waits for a reply is bounded`() {
    var parser = SMTPParser()
    _ = parser.feed(Array("STARTTLS\r\n".utf8).span, from: .client)
    let line = Array("NOOP aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".utf8)
    for _ in 0..<3_000 { #expect(parser.feed(line.span, from: .client) == line.count) }
    #expect(parser.limitEffects.heldOverflows > 0)
    #expect(parser.elements.count > 1_000)
  }
}
