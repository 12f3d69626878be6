import ByteParsing

/// Finds names of users that have no `@`, by what stands around them: `DOMAIN\user`, `user=name`, "User name unknown".
enum UserMentions {
  static func find(in bytes: Span<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    var before: Range<Int>?
    var beforeThat: Range<Int>?
    while index < bytes.count {
      guard isWord(bytes[index]) else {
        index += 1
        continue
      }
      var end = index
      while end < bytes.count, isWord(bytes[end]) { end += 1 }
      let word = index..<end
      if bytes[index..<end, contains: UInt8(ascii: "\\")] {
        if let user = behindDomain(word, of: bytes) { found.append(user) }
      }
      if let user = labelled(word, of: bytes) { found.append(user) }
      if let name = before, let noun = beforeThat, isPredicate(bytes.lowercased(trimmed(word, bytes))),
        nouns.contains(bytes.lowercased(trimmed(noun, bytes)))
      {
        let name = trimmed(name, bytes)
        if !name.isEmpty, !commonWords.contains(bytes.lowercased(name)),
          isOneSentence(noun.upperBound..<name.lowerBound, bytes)
        {
          found.append(name)
        }
      }
      (beforeThat, before) = (before, word)
      index = end
    }
    return found
  }

  /// What follows the last `\` of `DOMAIN\user`. What stands for a character that cannot be printed (`\x0d`, `\u{200b}`) is no name.
  private static func behindDomain(_ word: Range<Int>, of bytes: Span<UInt8>) -> Range<Int>? {
    guard let slash = word.last(where: { bytes[$0] == UInt8(ascii: "\\") }), slash > word.lowerBound else { return nil }
    let rest = trimmed((slash + 1)..<word.upperBound, bytes)
    guard rest.count >= 2, isDomain(word.lowerBound..<slash, bytes) else { return nil }
    if bytes[rest.lowerBound] == UInt8(ascii: "x"), rest.count >= 3, isHex(bytes[rest.lowerBound + 1]),
      isHex(bytes[rest.lowerBound + 2])
    {
      return nil
    }
    return bytes[rest.lowerBound] == UInt8(ascii: "u") && rest.count >= 2 && bytes[rest.lowerBound + 1] == 0x7B
      ? nil : rest
  }

  private static func isDomain(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var end = range.upperBound
    while end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
    return end > range.lowerBound && TextBytes.isAlphanumeric(bytes[end - 1])
  }

  /// `login=name`, `/CN=NAME/`: the value of a key that is for users alone.
  private static func labelled(_ word: Range<Int>, of bytes: Span<UInt8>) -> Range<Int>? {
    guard let sign = word.first(where: { bytes[$0] == UInt8(ascii: "=") }) else { return nil }
    let key = bytes.lowercased(word.lowerBound..<sign)
    var end = word.upperBound
    if key.hasPrefix("/"), let next = ((sign + 1)..<end).first(where: { bytes[$0] == UInt8(ascii: "/") }) { end = next }
    guard keys.contains(key) else { return nil }
    let value = trimmed((sign + 1)..<end, bytes)
    // Of an address, the part before its sign is found as such.
    guard !value.isEmpty, !value.contains(where: { bytes[$0] == UInt8(ascii: "@") }) else { return nil }
    return value
  }

  private static let keys: Set<String> = [
    "login", "user", "username", "uid", "sasl_username", "authid", "authzid", "auth_user", "account", "/cn", "/s", "/g",
  ]

  /// What is unknown, full or refused, with its name behind it.
  private static let nouns: Set<String> = [
    "user", "username", "mailbox", "account", "recipient", "login", "alias", "sender", "userid",
  ]

  /// What is said of somebody.
  private static func isPredicate(_ word: String) -> Bool { predicates.contains(word) }

  private static let predicates: Set<String> = [
    "unknown", "not", "is", "isn't", "does", "doesn't", "has", "hasn't", "was", "over", "exceeded", "disabled",
    "suspended",
    "rejected", "unavailable", "inactive", "cannot", "can't", "may", "denied", "invalid", "full", "locked",
    "unrouteable",
    "unroutable", "failed", "couldn't", "could", "in", "doesnt", "refused", "blocked", "no",
  ]

  /// What stands between a noun and a predicate without being a name.
  private static let commonWords: Set<String> = [
    "name", "names", "address", "addresses", "is", "was", "has", "does", "not", "unknown", "currently", "temporarily",
    "account",
    "mailbox", "user", "users", "and", "or", "that", "this", "you", "it", "size", "quota", "domain", "the", "a", "an",
    "list",
    "rejected", "also", "which", "who", "access", "verification", "lookup", "authentication", "login", "in", "of",
    "for", "to",
    "validation", "check", "policy", "server", "client", "by", "if", "are", "will", "service", "been", "storage",
    "limit", "command", "attempt",
    "attempts", "method", "mechanism", "form", "side", "here", "there", "can", "must", "may", "before", "after", "with",
    "on",
  ]

  /// Whether nothing between two words ends a sentence.
  private static func isOneSentence(_ between: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    between.lowerBound <= between.upperBound && !between.contains { [0x0A, 0x0D, 0x2E, 0x3B].contains(bytes[$0]) }
  }

  /// Without the signs of a sentence around it.
  private static func trimmed(_ word: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
    var (start, end) = (word.lowerBound, word.upperBound)
    while start < end, ".,;:'`!?=".utf8.contains(bytes[start]) { start += 1 }
    while end > start, ".,;:'`!?".utf8.contains(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    Mailboxes.isLocal(byte) || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "@") || byte == UInt8(ascii: ":")
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}

extension Span where Element == UInt8 {
  fileprivate subscript(_ range: Range<Int>, contains byte: UInt8) -> Bool {
    for index in range where self[index] == byte { return true }
    return false
  }
}
