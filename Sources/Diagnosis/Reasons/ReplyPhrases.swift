/// The words of a reply that may be its reason: lower case, whole, each with its line. What is an address, a link or a host
/// name is no word of the server's.
struct ReplyPhrases {
  private(set) var words: [[UInt8]] = []
  /// The line of each word, as its place in the reply.
  private(set) var lines: [Int] = []
  /// The enhanced status code with which a line begins, or that stands in parentheses as qmail writes it: "#5.7.1".
  private(set) var status: String?

  /// What stands for the name of a well-known block list.
  static let listHost = Array("LISTHOST".utf8)

  /// Names that stand in the host names of well-known block lists.
  private static let listNames: [[UInt8]] = [
    "spamhaus.", "spamcop.", "barracudacentral.", "sorbs.", "dnsbl", "uceprotect.", "mailspike.", "spamrats.", "rbl.",
    "abuseat.", "surbl.", "invaluement.", "psbl.", "manitu.",
  ].map { Array($0.utf8) }

  init(_ replyLines: [String]) {
    for (index, line) in replyLines.enumerated() {
      var isFirst = true
      for token in line.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }) {
        let token = Array(token)
        if isFirst, let code = Self.enhancedStatus(token[...]) {
          if status == nil { status = code }
        } else {
          append(token, line: index)
        }
        isFirst = false
      }
    }
  }

  /// The words of a phrase of the table. There are a thousand of them, and a run with one refused mail needs all.
  static func words(ofPhrase phrase: String) -> [[UInt8]] {
    if phrase == "LISTHOST" { return [listHost] }
    var words: [[UInt8]] = []
    words.reserveCapacity(4)
    cut(phrase.utf8) { words.append($0) }
    return words
  }

  private mutating func append(_ token: [UInt8], line: Int) {
    if token.contains(0x23), let place = token.firstIndex(of: 0x23), status == nil {
      status = Self.enhancedStatus(token[(place + 1)...].prefix { $0 == 0x2E || Self.isDigit($0) })
    }
    if token.contains(0x40), token.contains(0x2E) { return }
    if Self.isLink(token) || Self.isHostName(Self.trimmed(token)) {
      let folded = token.map(Self.folded)
      if Self.listNames.contains(where: { folded.containsBytes($0) }) {
        words.append(Self.listHost)
        lines.append(line)
      }
      return
    }
    appendWords(token[...], line: line)
  }

  private mutating func appendWords(_ token: some Collection<UInt8>, line: Int) {
    Self.cut(token) { word in
      words.append(word)
      lines.append(line)
    }
  }

  /// Gives the words of a text one by one: what stands between bytes that belong to none.
  private static func cut(_ text: some Collection<UInt8>, _ give: ([UInt8]) -> Void) {
    var word: [UInt8] = []
    for byte in text {
      switch byte {
      case 0x27: continue
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF:
        if word.isEmpty { word.reserveCapacity(usualWord) }
        word.append(folded(byte))
      default:
        if !word.isEmpty { give(word) }
        word = []
      }
    }
    if !word.isEmpty { give(word) }
  }

  /// Bytes of an ordinary word.
  private static let usualWord = 12

  /// Whether the token leads to a page: a scheme, or a host name before a slash.
  private static func isLink(_ token: [UInt8]) -> Bool {
    let scheme: [UInt8] = [0x3A, 0x2F, 0x2F]
    if token.containsBytes(scheme) { return true }
    guard let slash = token.firstIndex(of: 0x2F) else { return false }
    return isHostName(trimmed(Array(token[..<slash])))
  }

  /// Whether the token is labels with dots between them, the last of which is letters of one case. Words of Exchange such as
  /// "STOREDRV.ClientSubmit" are none.
  private static func isHostName(_ token: ArraySlice<UInt8>) -> Bool {
    let labels = token.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard labels.count >= 2, let last = labels.last, last.count >= 2 else { return false }
    let isNamed = labels.allSatisfy { label in
      !label.isEmpty && label.allSatisfy { isDigit($0) || isLower($0) || isUpper($0) || $0 == 0x2D || $0 == 0x5F }
    }
    return isNamed && (last.allSatisfy(isLower) || last.allSatisfy(isUpper))
  }

  /// Without the punctuation around it.
  private static func trimmed(_ token: [UInt8]) -> ArraySlice<UInt8> {
    let isKept: (UInt8) -> Bool = { isDigit($0) || isLower($0) || isUpper($0) }
    guard let first = token.firstIndex(where: isKept), let last = token.lastIndex(where: isKept) else { return [] }
    return token[first...last]
  }

  /// The token as an enhanced status code; `nil` where it is none.
  private static func enhancedStatus(_ token: ArraySlice<UInt8>) -> String? {
    let parts = token.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 1, let first = parts[0].first, first == 0x34 || first == 0x35,
      parts.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy(isDigit) })
    else { return nil }
    return String(decoding: token, as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
  private static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
  private static func folded(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }
}

extension [UInt8] {
  /// Whether `bytes` stand anywhere in it.
  func containsBytes(_ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty, bytes.count <= count else { return bytes.isEmpty }
    return (0...(count - bytes.count)).contains { self[$0] == bytes[0] && self[$0...].starts(with: bytes) }
  }
}
