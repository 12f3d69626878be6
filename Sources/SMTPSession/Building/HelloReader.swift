import ByteParsing
import SMTPTranscript

/// Finds the introductions among the exchanges, and what the server answered them (RFC 5321 section 4.1.1.1).
enum HelloReader {
  static func hellos(in exchanges: [Exchange], layers: LayerReader) -> [Hello] {
    exchanges.indices.compactMap { index in
      let command = exchanges[index].command
      guard command.verb == .ehlo || command.verb == .helo || command.verb == .lhlo else { return nil }
      let reply = exchanges[index].reply
      let isPositive = reply?.isPositiveCompletion ?? false
      let isComplete = isPositive && (reply?.isComplete ?? false)
      let (clientName, layer) = (Words.first(of: command.argument), layers.layer(of: command))
      if isPositive, command.verb != .helo, let words = reply?.recurring {
        return Hello(
          verb: command.verb, clientName: clientName, answeredBy: words, listIsComplete: isComplete, exchange: index,
          layer: layer)
      }
      return Hello(
        verb: command.verb, clientName: clientName, serverName: isPositive ? reply?.hostName : nil,
        keywords: isPositive && command.verb != .helo ? keywords(in: reply?.lines ?? []) : [],
        listIsComplete: isComplete, exchange: index, isProtected: false, layer: layer)
    }
  }

  private static func isKeyword(_ line: String) -> Bool {
    guard line.utf8Span.span.firstOffset(of: 0x2E) == nil, let keyword = EHLOKeyword(line: line) else { return false }
    return keyword.isRegistered
  }

  /// The first line of the reply names the server; some servers of old put a keyword there instead (as in `250-8BITMIME`).
  static func keywords(in lines: [String]) -> [EHLOKeyword] {
    guard let first = lines.first else { return [] }
    var keywords: [EHLOKeyword] = []
    keywords.reserveCapacity(lines.count)
    if isKeyword(first), let keyword = EHLOKeyword(line: first) { keywords.append(keyword) }
    for line in lines.dropFirst() {
      if let keyword = EHLOKeyword(line: line) { keywords.append(keyword) }
    }
    return keywords
  }
}
