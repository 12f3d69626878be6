import ByteParsing
import SMTPTranscript

/// A dialogue in clear: an input is text in which the record separator (0x1E) and a letter say whose turn it is.
///
/// `C` and `S` begin bytes of the client and of the server, `c` and `s` end a direction, `G` and `g` and one byte are so many missing
/// bytes of the client and of the server.
enum SMTPTarget {
  static let separator: UInt8 = 0x1E

  static let target = FuzzTarget(
    name: "smtp",
    about: "fed whole, in pieces and byte by byte gives the same; texts lie in their stream; what is kept is bounded",
    maximumLength: 4096,
    tokens: [
      "\u{1E}C", "\u{1E}S", "\u{1E}c", "\u{1E}s", "\u{1E}G!", "\u{1E}g!", "\r\n", "\n", "\r", "\r\n.\r\n", "\n.\n",
      "\0", "220 ",
      "250-", "250 ", "354 ", "334 ", "421 ", "535 ", "EHLO a\r\n", "STARTTLS\r\n", "AUTH PLAIN ", "AUTH LOGIN\r\n",
      "DATA\r\n",
      "BDAT 3 LAST\r\n", "BDAT 99999999999999999999\r\n", "MAIL FROM:<a>\r\n", "RCPT TO:<b>\r\n", "RSET\r\n",
      "QUIT\r\n", "*\r\n",
      "XEXCH50 8 2\r\n", "XCLIENT ADDR=1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 25\r\n", "\r\n\r\n\0\r\nQUIT\n",
      "\u{16}\u{3}\u{1}\0\u{5}",
    ].map { Array($0.utf8) },
    parts: { turns($0) },
    corpus: { Corpus.files(of: "smtp") },
    check: { bytes throws(FuzzFailure) in try check(bytes) })

  private enum Turn {
    case bytes(Side, [UInt8])
    case missing(Side, UInt64)
    case end(Side)
  }

  private static func check(_ bytes: [UInt8]) throws(FuzzFailure) -> Int {
    let turns = read(bytes)
    var parser = SMTPParser(limits: SMTPLimits(keepsMessages: true))
    let midStream = bytes.count % 8 == 7
    let whole = try play(turns, &parser, midStream) { $0 }
    var cutting = Cutting(of: bytes, longest: 60)
    try compare(whole, try play(turns, &parser, midStream) { cutting.next($0) }, "in pieces")
    try compare(whole, try play(turns, &parser, midStream) { _ in 1 }, "byte by byte")
    return bytes.count
  }

  /// All that a parser makes of a dialogue.
  private struct Outcome {
    var elements: [TranscriptElement]
    var texts: [[UInt8]]
    var messages: [MessageFacts]
    var patterns: [EndPattern]
    var content: [UInt8]
    var rest: [String]
    var tlsBytes: [[UInt8]]
  }

  private static func play(
    _ turns: [Turn], _ parser: inout SMTPParser, _ midStream: Bool, cut: (Int) -> Int
  ) throws(FuzzFailure) -> Outcome {
    parser.reset(midStream: midStream)
    var tlsBytes: [[UInt8]] = [[], []]
    var fed = 0
    // Nothing comes of a direction that has ended: so it is agreed.
    var ended: Set<Side> = []
    for turn in turns {
      switch turn {
      case .missing(let side, let count): if !ended.contains(side) { parser.missing(count, from: side) }
      case .end(let side):
        parser.end(side)
        ended.insert(side)
      case .bytes(let side, let bytes) where !ended.contains(side):
        var start = 0
        while start < bytes.count {
          let piece = Array(bytes[start..<(start + max(1, min(cut(bytes.count - start), bytes.count - start)))])
          start += piece.count
          fed += piece.count
          let taken = parser.feed(piece.span, from: side)
          try hold(taken >= 0 && taken <= piece.count, "\(taken) bytes taken of \(piece.count)")
          collect(&parser, &tlsBytes)
          tlsBytes[Int(side.rawValue)] += piece[taken...]
        }
      case .bytes: break
      }
      collect(&parser, &tlsBytes)
    }
    parser.finish()
    collect(&parser, &tlsBytes)
    // An element for each line, a line for each byte at worst.
    let most = 4096 + fed * (MemoryLayout<TranscriptElement>.stride + 64)
    let kept = parser.countKept()
    try hold(kept <= most, "\(kept) bytes kept of \(fed)")
    try hold(parser.text.count <= fed, "more text than bytes")
    return try outcome(parser, tlsBytes)
  }

  private static func collect(_ parser: inout SMTPParser, _ tlsBytes: inout [[UInt8]]) {
    for side in Side.allCases where parser.tlsStart(side) != nil {
      tlsBytes[Int(side.rawValue)] += parser.takeHeld(side)
    }
  }

  private static func outcome(_ parser: SMTPParser, _ tlsBytes: [[UInt8]]) throws(FuzzFailure) -> Outcome {
    for (index, element) in parser.elements.enumerated() {
      let range = element.textRange
      try hold(
        range.lowerBound >= 0 && range.upperBound <= parser.text.count, "the text of element \(index) is elsewhere")
      if let answered = element.answers {
        // A message is listed when it is whole, and a reply to it may have come before.
        let isPossible = answered < index || element.flags.contains(.earlyReply)
        try hold(
          isPossible && answered >= 0 && answered < parser.elements.count,
          "element \(index) answers element \(answered): \(element)")
      }
    }
    return Outcome(
      elements: parser.elements, texts: parser.elements.map { parser.text(of: $0).copied() }, messages: parser.messages,
      patterns: parser.endPatterns, content: parser.messageContent,
      rest: [
        "\(parser.limitEffects)", "\(Side.allCases.map { parser.tlsStart($0) })",
        "\(Side.allCases.map { parser.tlsOrigin($0) })", "\(parser.startsWithSSLv2Hello)", "\(parser.isLMTP)",
        "\(parser.rolesReversed)",
      ],
      tlsBytes: tlsBytes)
  }

  private static func compare(_ one: Outcome, _ other: Outcome, _ how: String) throws(FuzzFailure) {
    try same(one.elements, other.elements, "elements whole and \(how)")
    try same(one.texts, other.texts, "texts whole and \(how)")
    try same(one.messages, other.messages, "messages whole and \(how)")
    try same(one.patterns, other.patterns, "ends of messages whole and \(how)")
    try same(one.content, other.content, "content whole and \(how)")
    try same(one.rest, other.rest, "facts whole and \(how)")
    try same(one.tlsBytes, other.tlsBytes, "bytes of TLS whole and \(how)")
  }

  // MARK: - Reading an input

  private static func isTurn(_ bytes: [UInt8], _ place: Int) -> Bool {
    place + 1 < bytes.count && bytes[place] == separator && Array("CScsGg".utf8).contains(bytes[place + 1])
  }

  private static func turns(_ bytes: [UInt8]) -> [Range<Int>] {
    let starts = bytes.indices.filter { isTurn(bytes, $0) }
    return zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<$1 }
  }

  private static func read(_ bytes: [UInt8]) -> [Turn] {
    turns(bytes).map { range in
      let body = Array(bytes[(range.lowerBound + 2)..<range.upperBound])
      return switch bytes[range.lowerBound + 1] {
      case UInt8(ascii: "C"): .bytes(.client, body)
      case UInt8(ascii: "S"): .bytes(.server, body)
      case UInt8(ascii: "c"): .end(.client)
      case UInt8(ascii: "s"): .end(.server)
      case UInt8(ascii: "G"): .missing(.client, UInt64(body.first ?? 1))
      default: .missing(.server, UInt64(body.first ?? 1))
      }
    }
  }
}
