import ByteParsing

/// Finds mail addresses in text by their `@`, also where it is written `%40` (in a URL) or `+40` (in xtext, RFC 3461 section 4), and the
/// hosts that stand inside a local part: what was forwarded under another name (SRS), or sent so that it comes back with its recipient
/// (VERP).
enum Mailboxes {
  /// Bytes of a local part that are looked at; a longer one is hidden to there.
  static let maximumLocalPart = 320

  struct Found {
    /// Empty where nothing stands before the sign, as in a route.
    var local: Range<Int>
    /// Where the domain begins.
    var domainStart: Int
    /// Whether part of it is between quotation marks.
    var isQuoted: Bool
  }

  static func find(in bytes: Span<UInt8>, users: Set<String>) -> [Found] {
    var found: [Found] = []
    var floor = 0
    for index in bytes.indices {
      guard let length = sign(bytes, index) else { continue }
      var (local, isQuoted) = local(before: index, in: bytes, floor: floor)
      local = withoutLabel(local, in: bytes, users: users)
      if length > 1, local.isEmpty { continue }
      found.append(Found(local: local, domainStart: index + length, isQuoted: isQuoted))
      floor = index + length
    }
    return found
  }

  /// How long the sign at a place is; `nil` where there is none.
  private static func sign(_ bytes: Span<UInt8>, _ index: Int) -> Int? {
    switch bytes[index] {
    case UInt8(ascii: "@"): return 1
    case UInt8(ascii: "%"), UInt8(ascii: "+"):
      guard index > 0, index + 3 < bytes.count, bytes[index + 1] == 0x34, bytes[index + 2] == 0x30,
        TextBytes.isAlphanumeric(bytes[index + 3]), isLocal(bytes[index - 1])
      else { return nil }
      return 3
    default: return nil
    }
  }

  private static func local(before end: Int, in bytes: Span<UInt8>, floor: Int) -> (Range<Int>, Bool) {
    var start = end
    var isQuoted = false
    let least = max(floor, end - maximumLocalPart)
    while start > least {
      let byte = bytes[start - 1]
      if isLocal(byte) {
        start -= 1
      } else if byte == UInt8(ascii: "\""), let opening = opening(of: start - 1, in: bytes, least) {
        start = opening
        isQuoted = true
      } else if start >= 2, bytes[start - 2] == UInt8(ascii: "\\"), byte >= 0x20 {
        // A quoted pair outside of quotation marks: not allowed any more, and in use (RFC 822 section 6.1).
        start -= 2
      } else {
        break
      }
    }
    // The apostrophe that quotes a whole address is none of it.
    if start < end, bytes[start] == UInt8(ascii: "'"), !isQuoted { start += 1 }
    return (start..<end, isQuoted)
  }

  /// Where the quoted text began whose closing mark stands at `closing`.
  private static func opening(of closing: Int, in bytes: Span<UInt8>, _ least: Int) -> Int? {
    var index = closing - 1
    while index >= least, bytes[index] != 0x0A, bytes[index] != 0x0D {
      if bytes[index] == UInt8(ascii: "\"") {
        var slashes = 0
        while index - slashes - 1 >= least, bytes[index - slashes - 1] == UInt8(ascii: "\\") { slashes += 1 }
        if slashes % 2 == 0 { return index }
        index -= slashes
      }
      index -= 1
    }
    return nil
  }

  /// Without what a keyword puts before an address: `envelope-from=bob@…`, `ENVID=…`.
  private static func withoutLabel(_ local: Range<Int>, in bytes: Span<UInt8>, users: Set<String>) -> Range<Int> {
    let signs = local.filter { bytes[$0] == UInt8(ascii: "=") }
    for sign in signs where sign + 1 < local.upperBound {
      if users.contains(bytes.lowercased((sign + 1)..<local.upperBound)) { return (sign + 1)..<local.upperBound }
    }
    guard let sign = signs.first, sign + 1 < local.upperBound else { return local }
    let label = bytes.lowercased(local.lowerBound..<sign)
    return labels.contains(label) ? (sign + 1)..<local.upperBound : local
  }

  private static let labels: Set<String> = [
    "envid", "orcpt", "auth", "from", "to", "rcpt", "sender", "recipient", "envelope-from", "mailfrom", "smtp.mailfrom",
    "header.from", "user", "login", "id", "s", "e", "f", "email", "address", "addr", "helo", "username", "a",
  ]

  /// Between the signs that put one address into another, all that look like hosts, but for what stands first.
  static func embeddedHosts(in bytes: Span<UInt8>, _ local: Range<Int>) -> [Range<Int>] {
    let separators: Set<UInt8> = [
      UInt8(ascii: "="), UInt8(ascii: "%"), UInt8(ascii: "!"), UInt8(ascii: "+"), UInt8(ascii: "#"),
    ]
    var pieces: [Range<Int>] = []
    var isRoute = false
    var start = local.lowerBound
    for index in local where separators.contains(bytes[index]) {
      if bytes[index] == UInt8(ascii: "!") { isRoute = true }
      pieces.append(start..<index)
      start = index + 1
    }
    pieces.append(start..<local.upperBound)
    guard pieces.count > 1 else { return [] }
    // In a route by `!` the hosts come first and the user last (RFC 976).
    let candidates = isRoute ? pieces.dropLast() : pieces.dropFirst()
    return candidates.flatMap { TextBytes.hosts(in: bytes, $0) }
  }

  static func isLocal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
    // `.!#$%&'*+/=?^_`{|}~-` (RFC 5322 section 3.2.3).
    case 0x2E, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E, 0x2D: true
    default: false
    }
  }
}
