import ByteParsing
import PacketLayers
import SMTPSession

extension Rule {
  static let informationLeak = Rule(
    id: "security/information-leak",
    title: "inner names or addresses are told to the outside",
    stage: .ehlo,
    severity: .note,
    meaning: """
      One side introduced itself with a name or an address that exists inside its own network only, to a peer outside. It \
      tells strangers how that network is built, and some servers refuse such a name.
      """,
    distinction:
      "The peer's address is a public one. Between private addresses nothing is told that is not known there.",
    remedies: [
      Remedy(
        .client,
        "Let the mail server introduce itself with its public name. Postfix: smtp_helo_name. Exchange: Fqdn of the send connector."
      ),
      Remedy(
        .server,
        "Let the greeting carry the public name. Postfix: myhostname and smtpd_banner. Exchange: Fqdn and Banner of the receive connector."
      ),
    ],
    references: ["RFC 5321 section 4.1.1.1"],
    captures: []
  ) { it in
    let session = it.session
    if !session.server.address.isPrivate, let hello = session.hellos.first(where: { !$0.isProtected }),
      InnerName.matches(hello.clientName)
    {
      return Match(
        .certain, "The client tells the outside its inner name \(hello.clientName).",
        evidence: [session.evidence(session.exchanges[hello.exchange].command, meaning: "a name from inside")])
    }
    guard !session.client.address.isPrivate, let greeting = session.greeting, let first = greeting.lines.first,
      InnerName.mayMatch(first),
      case let name = String(Substring(first.utf8.drop { $0 == 0x20 }.prefix { $0 != 0x20 })), !name.isEmpty,
      InnerName.matches(name)
    else { return nil }
    return Match(
      .certain, "The server tells the outside its inner name \(name).",
      evidence: [session.evidence(greeting, quoting: 0, meaning: "a name from inside")])
  }
}

/// Names that exist inside a network only (RFC 6762, RFC 8375, RFC 9476), and private addresses in brackets.
enum InnerName {
  static func matches(_ name: String) -> Bool {
    if name.utf8.first == 0x5B, name.utf8.last == 0x5D {
      return IPAddress(dotted: name.dropFirst().dropLast())?.isPrivate ?? false
    }
    // Byte for byte, because every introduction is asked.
    let bytes = name.utf8Span.span
    guard mayEnd(bytes, at: bytes.count) else { return false }
    return suffixes.contains { bytes.ends(withFolded: $0) }
  }

  /// Whether the first word of a line may be one: most are not, and need not be cut out.
  static func mayMatch(_ line: String) -> Bool {
    let bytes = line.utf8Span.span
    var start = 0
    while start < bytes.count, bytes[start] == 0x20 { start += 1 }
    var end = start
    while end < bytes.count, bytes[end] != 0x20 { end += 1 }
    return end > start && (bytes[start] == 0x5B || mayEnd(bytes, at: end))
  }

  /// Whether the last four letters of a word that ends at `end` are those of a suffix.
  private static func mayEnd(_ bytes: Span<UInt8>, at end: Int) -> Bool {
    guard end >= 4 else { return false }
    var letters: UInt32 = 0
    for place in (end - 4)..<end { letters = letters << 8 | UInt32(asciiLowercase(bytes[place])) }
    switch letters {
    // ocal, .lan, rnal, corp, anet, arpa, main
    case 0x6F63_616C, 0x2E6C_616E, 0x726E_616C, 0x636F_7270, 0x616E_6574, 0x6172_7061, 0x6D61_696E: return true
    default: return false
    }
  }

  private static let suffixes: [[UInt8]] = [
    ".local", ".lan", ".internal", ".corp", ".intranet", ".home.arpa", ".localdomain",
  ].map { Array($0.utf8) }
}
