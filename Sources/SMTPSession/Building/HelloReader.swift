import SMTPTranscript

/// Finds the introductions among the exchanges, and what the server answered them (RFC 5321 section 4.1.1.1).
enum HelloReader {
  static func hellos(in exchanges: [Exchange], startTLS: Int?) -> [Hello] {
    exchanges.indices.compactMap { index in
      let command = exchanges[index].command
      guard command.verb == .ehlo || command.verb == .helo || command.verb == .lhlo else { return nil }
      let reply = exchanges[index].reply
      let isPositive = reply?.isPositiveCompletion ?? false
      let lines = isPositive ? reply?.lines ?? [] : []
      return Hello(
        verb: command.verb, clientName: Words.first(of: command.argument), serverName: serverName(lines),
        keywords: keywords(in: lines, verb: command.verb), listIsComplete: isPositive && (reply?.isComplete ?? false),
        exchange: index, isProtected: startTLS.map { index > $0 } ?? false)
    }
  }

  /// `nil` where the first line holds a keyword in the place of the name.
  private static func serverName(_ lines: [String]) -> String? {
    guard let first = lines.first, !isKeyword(first) else { return nil }
    return Words.first(of: first)
  }

  private static func isKeyword(_ line: String) -> Bool {
    guard !line.utf8.contains(0x2E), let keyword = EHLOKeyword(line: line) else { return false }
    return keyword.isRegistered
  }

  /// The first line of the reply names the server; some servers of old put a keyword there instead (as in `250-8BITMIME`).
  private static func keywords(in lines: [String], verb: Verb) -> [EHLOKeyword] {
    guard verb != .helo, let first = lines.first else { return [] }
    var keywords = lines.dropFirst().compactMap(EHLOKeyword.init(line:))
    if isKeyword(first), let keyword = EHLOKeyword(line: first) { keywords.insert(keyword, at: 0) }
    return keywords
  }
}
