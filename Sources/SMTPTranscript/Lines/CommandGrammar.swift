internal import ByteParsing

/// Whether a line is a command from its first byte to its last.
///
/// A line of a message can begin with the word of a command. One that also ends as the command must holds names of hosts and
/// mailboxes and numbers, and nothing that somebody wrote to somebody.
package enum CommandGrammar {
  /// Whether the whole line, without its line end, is what RFC 5321 section 4.1.1 (and RFC 3030 for `BDAT`) let a client say
  /// with this verb. `false` for verbs whose parameters are free text or a credential.
  package static func parses(_ line: Span<UInt8>, as verb: Verb) -> Bool {
    guard let name = verb.name else { return false }
    var words = WordsOfLine(line, from: name.utf8.count)
    switch verb {
    case .quit, .rset, .data, .startTLS, .xAnonymousTLS, .turn, .noop, .help: return words.next() == nil
    case .helo, .ehlo, .lhlo:
      guard let word = words.next(), words.next() == nil else { return false }
      return isDomain(line.extracting(word)) || isAddressLiteral(line.extracting(word))
    case .mail: return isPathCommand(line, "FROM:", from: name.utf8.count, parameters: mailParameters)
    case .rcpt: return isPathCommand(line, "TO:", from: name.utf8.count, parameters: recipientParameters)
    case .send, .soml, .saml: return isPathCommand(line, "FROM:", from: name.utf8.count, parameters: [])
    case .bdat: return ChunkSize(line) != nil
    case .etrn, .vrfy, .expn:
      guard let word = words.next(), words.next() == nil else { return false }
      let argument = line.extracting(word)
      return isDomain(argument) || isMailbox(argument)
    default: return false
    }
  }

  // RFC 1870, 6152, 6531, 3461, 4954, 2852, 6710, 4865, 8689, and Exchange's own.
  private static let mailParameters: [StaticString] = [
    "SIZE", "BODY", "SMTPUTF8", "RET", "ENVID", "AUTH", "BY", "MT-PRIORITY", "HOLDFOR", "HOLDUNTIL", "REQUIRETLS",
    "XOORG", "XSHADOW", "XMESSAGEVALUE", "XVERP", "SUBMITTER", "CONPERM", "TRANSID",
  ]
  // RFC 3461 and 7293.
  private static let recipientParameters: [StaticString] = ["NOTIFY", "ORCPT", "RRVS", "CONNEG"]

  private static func isPathCommand(
    _ line: Span<UInt8>, _ keyword: StaticString, from start: Int, parameters: [StaticString]
  ) -> Bool {
    var position = start
    while position < line.count, isBlank(line[position]) { position += 1 }
    guard line.hasASCII(keyword, at: position) else { return false }
    position += keyword.utf8CodeUnitCount
    // A blank before the path is no good form, and often sent.
    while position < line.count, isBlank(line[position]) { position += 1 }
    guard position < line.count, line[position] == 0x3C else { return false }
    guard let end = line.firstOffset(of: 0x3E, from: position) else { return false }
    let path = line.extracting((position + 1)..<end)
    guard path.count == 0 || isMailbox(path) else { return false }
    guard end + 1 == line.count || isBlank(line[end + 1]) else { return false }
    var words = WordsOfLine(line, from: end + 1)
    while let word = words.next() {
      guard isParameter(line.extracting(word), among: parameters) else { return false }
    }
    return true
  }

  /// `keyword [ "=" value ]`, where the keyword is one of those (RFC 5321 section 4.1.2, esmtp-param).
  private static func isParameter(_ word: Span<UInt8>, among names: [StaticString]) -> Bool {
    let end = word.firstOffset(of: 0x3D) ?? word.count
    for name in names where name.utf8CodeUnitCount == end && word.hasASCII(name) { return true }
    return false
  }

  /// `local-part@domain`, perhaps with a source route, or the bare `postmaster` of RFC 5321 section 4.5.1.
  private static func isMailbox(_ path: Span<UInt8>) -> Bool {
    guard path.count <= 512 else { return false }
    var at: Int?
    var isQuoted = false
    for index in path.indices {
      let byte = path[index]
      if byte == 0x22 { isQuoted.toggle() }
      if byte < 0x20 || byte == 0x7F || byte == 0x3C || byte == 0x3E { return false }
      if isBlank(byte), !isQuoted { return false }
      if byte == 0x40, !isQuoted { at = index }
    }
    guard let at else { return path.count == 10 && path.hasASCII("POSTMASTER") }
    let domain = path.extracting((at + 1)..<path.count)
    return at > 0 && (isDomain(domain) || isAddressLiteral(domain))
  }

  /// Letters, digits, hyphens, underscores and dots, of any alphabet; not empty.
  private static func isDomain(_ word: Span<UInt8>) -> Bool {
    guard word.count > 0, word.count <= 255 else { return false }
    for index in word.indices {
      switch word[index] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x80...0xFF: continue
      default: return false
      }
    }
    return true
  }

  /// RFC 5321 section 4.1.3.
  private static func isAddressLiteral(_ word: Span<UInt8>) -> Bool {
    guard word.count > 2, word.count <= 64, word[0] == 0x5B, word[word.count - 1] == 0x5D else { return false }
    for index in 1..<(word.count - 1) {
      switch word[index] {
      case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: continue
      default: return false
      }
    }
    return true
  }
}

/// The words of a line between its blanks, as ranges.
struct WordsOfLine: ~Escapable {
  private let line: Span<UInt8>
  private var position: Int

  @_lifetime(copy line)
  init(_ line: Span<UInt8>, from position: Int) {
    self.line = line
    self.position = min(position, line.count)
  }

  @_lifetime(self: copy self)
  mutating func next() -> Range<Int>? {
    while position < line.count, isBlank(line[position]) { position += 1 }
    let start = position
    while position < line.count, !isBlank(line[position]) { position += 1 }
    return start < position ? start..<position : nil
  }
}
