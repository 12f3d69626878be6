import ByteParsing
import SMTPTranscript
import TestSupport
import Testing

/// One thing that the assembler hands to the parser.
enum Step {
  case bytes(Side, [UInt8])
  case gap(Side, UInt64)
  case end(Side)
}

func client(_ text: String) -> Step { .bytes(.client, Array(text.utf8)) }
func server(_ text: String) -> Step { .bytes(.server, Array(text.utf8)) }
func client(_ bytes: [UInt8]) -> Step { .bytes(.client, bytes) }
func server(_ bytes: [UInt8]) -> Step { .bytes(.server, bytes) }

/// The first bytes of TLS records, good enough to be told from lines.
let clientHello: [UInt8] = [0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x0A, 0x00, 0x0D, 0x0A]
let serverHello: [UInt8] = [0x16, 0x03, 0x03, 0x00, 0x04, 0x02, 0x0A, 0x0D, 0x0A]

/// All that a parser makes of a dialogue.
struct Outcome: Equatable {
  var elements: [TranscriptElement] = []
  var texts: [[UInt8]] = []
  var messages: [MessageFacts] = []
  var content: [UInt8] = []
  var patterns: [EndPattern] = []
  var effects = SMTPLimitEffects()
  var tlsStart: [UInt64?] = []
  var tlsOrigin: [TLSOrigin?] = []
  var tlsBytes: [[UInt8]] = [[], []]
  var sslv2 = false
  var isLMTP = false

  /// One line for each element: side, kind or verb, code, what it answers, flags, text.
  var lines: [String] {
    zip(elements, texts).map { element, text in
      var words = [element.side == .client ? "C" : "S"]
      switch element.kind {
      case .command: words.append(element.verb.name ?? "\(element.verb)")
      case .reply, .greeting:
        words.append(element.kind == .greeting ? "greeting" : "reply")
        words.append(element.replyCode.map(String.init) ?? "---")
        if let answers = element.answers { words.append(">\(answers)") }
      default: words.append("\(element.kind)")
      }
      if element.kind == .messageData || element.kind == .gap { words.append("\(element.byteCount)") }
      let names = element.flags.names
      if !names.isEmpty { words.append("[\(names.joined(separator: " "))]") }
      words.append("|" + PrintableText.string(text))
      return words.joined(separator: " ")
    }
  }
}

extension ElementFlags {
  var names: [String] {
    let all: [(ElementFlags, String)] = [
      (.continuation, "continuation"), (.bareLF, "bareLF"), (.bareCR, "bareCR"), (.overLong, "overLong"),
      (.incomplete, "incomplete"), (.afterGap, "afterGap"), (.pipelined, "pipelined"),
      (.beforeGreeting, "beforeGreeting"), (.codeMismatch, "codeMismatch"), (.afterSTARTTLS, "afterSTARTTLS"),
      (.afterSTARTTLSReply, "afterSTARTTLSReply"), (.containsNUL, "NUL"), (.eightBit, "eightBit"), (.secret, "secret"),
      (.unsolicited, "unsolicited"), (.missingSeparator, "missingSeparator"), (.controlCharacter, "control"),
      (.containsGap, "containsGap"), (.uncertainPairing, "uncertain"), (.lastChunk, "lastChunk"),
      (.earlyReply, "early"), (.badSyntax, "badSyntax"), (.lenientEnd, "lenientEnd"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}

/// Feeds the steps, each run of bytes cut by `cut` (which is given the length that is left and says how much to feed).
func play(
  _ steps: [Step], parser: inout SMTPParser, midStream: Bool = false, cut: (Int) -> Int = { $0 }
) -> Outcome {
  parser.reset(midStream: midStream)
  var outcome = Outcome()
  func collect() {
    for side in Side.allCases where parser.tlsStart(side) != nil {
      outcome.tlsBytes[Int(side.rawValue)] += parser.takeHeld(side)
    }
  }
  for step in steps {
    switch step {
    case .bytes(let side, let bytes):
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = Array(rest.prefix(max(1, min(rest.count, cut(rest.count)))))
        rest = rest.dropFirst(piece.count)
        let taken = parser.feed(piece.span, from: side)
        #expect(taken >= 0 && taken <= piece.count)
        collect()
        outcome.tlsBytes[Int(side.rawValue)] += piece[taken...]
      }
    case .gap(let side, let count): parser.missing(count, from: side)
    case .end(let side): parser.end(side)
    }
    collect()
  }
  parser.finish()
  collect()
  outcome.elements = parser.elements
  outcome.texts = parser.elements.map { parser.text(of: $0).copied() }
  outcome.messages = parser.messages
  outcome.content = parser.messageContent
  outcome.patterns = parser.endPatterns
  outcome.effects = parser.limitEffects
  outcome.tlsStart = Side.allCases.map { parser.tlsStart($0) }
  outcome.tlsOrigin = Side.allCases.map { parser.tlsOrigin($0) }
  outcome.sslv2 = parser.startsWithSSLv2Hello
  outcome.isLMTP = parser.isLMTP
  return outcome
}

/// Replays a dialogue whole, byte by byte, with each run cut once at every offset, and with random cuts; all must come to
/// the same. Returns what it comes to.
@discardableResult
func verify(
  _ steps: [Step], midStream: Bool = false, keepsMessages: Bool = true, maximumCuts: Int = 400, randomCuts: UInt64 = 20,
  note: String = "", sourceLocation: SourceLocation = #_sourceLocation
) -> Outcome {
  var parser = SMTPParser(limits: SMTPLimits(keepsMessages: keepsMessages))
  let whole = play(steps, parser: &parser, midStream: midStream)
  func compare(_ other: Outcome, _ how: String) {
    expectSame(other, whole, "cut \(how)", sourceLocation: sourceLocation)
  }
  compare(play(steps, parser: &parser, midStream: midStream) { _ in 1 }, "byte by byte")
  let longest = steps.reduce(0) { length, step in
    if case .bytes(_, let bytes) = step { max(length, bytes.count) } else { length }
  }
  for offset in stride(from: 1, to: longest, by: max(1, longest / maximumCuts)) {
    var steps = steps
    for index in steps.indices.reversed() {
      guard case .bytes(let side, let bytes) = steps[index], bytes.count > offset else { continue }
      steps[index] = .bytes(side, Array(bytes[..<offset]))
      steps.insert(.bytes(side, Array(bytes[offset...])), at: index + 1)
    }
    compare(play(steps, parser: &parser, midStream: midStream), "at \(offset)")
  }
  for seed in 1...randomCuts {
    var generator = SeededGenerator(seed: seed)
    let outcome = play(steps, parser: &parser, midStream: midStream) {
      Int.random(in: 1...max(1, min($0, 40)), using: &generator)
    }
    compare(outcome, "with seed \(seed)")
  }
  return whole
}

/// Fails with the first difference, when there is one.
func expectSame(
  _ actual: Outcome, _ expected: Outcome, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual != expected else { return }
  let pairs = zip(actual.lines, expected.lines).enumerated()
  let line = pairs.first { $0.element.0 != $0.element.1 }
  let what =
    line.map { "line \($0.offset): \($0.element.0) but expected \($0.element.1)" }
    ?? (actual.lines.count != expected.lines.count
      ? "\(actual.lines.count) lines but expected \(expected.lines.count)"
      : zip(actual.elements, expected.elements).first { $0 != $1 }.map { "\($0) but expected \($1)" }
        ?? "tls \(actual.tlsStart) \(actual.tlsBytes) \(actual.effects) \(actual.messages) but expected \(expected.tlsStart) \(expected.tlsBytes) \(expected.effects) \(expected.messages)")
  Issue.record("\(comment): \(what)\n\(expected.lines.joined(separator: "\n"))", sourceLocation: sourceLocation)
}
