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
      case let name = Substring(first.utf8.drop { $0 == 0x20 }.prefix { $0 != 0x20 }), InnerName.matches(name)
    else { return nil }
    return Match(
      .certain, "The server tells the outside its inner name \(name).",
      evidence: [session.evidence(greeting, quoting: 0, meaning: "a name from inside")])
  }
}

/// Names that exist inside a network only (RFC 6762, RFC 8375, RFC 9476), and private addresses in brackets.
enum InnerName {
  static func matches(_ name: String) -> Bool { matches(name[...]) }

  static func matches(_ name: Substring) -> Bool {
    if name.utf8.first == 0x5B, name.utf8.last == 0x5D {
      return IPAddress(dotted: name.dropFirst().dropLast())?.isPrivate ?? false
    }
    // Byte for byte, and by the last one first, because every greeting and every introduction is asked.
    guard let last = name.utf8.last else { return false }
    let bytes = name.utf8Span.span
    return suffixes.contains { $0.last == asciiLowercase(last) && bytes.ends(withFolded: $0) }
  }

  private static let suffixes: [[UInt8]] = [
    ".local", ".lan", ".internal", ".corp", ".intranet", ".home.arpa", ".localdomain",
  ].map { Array($0.utf8) }
}
