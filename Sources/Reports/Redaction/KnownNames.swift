import ByteParsing
import Certificates
import Diagnosis
import PacketLayers
package import SMTPSession
import SMTPTranscript

/// The names of people and hosts that a session's own fields hold, to be found wherever else they stand.
package struct KnownNames: Sendable {
  /// Bytes of one name; what is longer is found by its form alone.
  static let maximumLength = 255
  /// Places in names that are held.
  static let maximumNodes = 1 << 19

  /// Names and user names in lower case.
  package private(set) var users: Set<String> = []
  package private(set) var hosts: Set<String> = []
  /// Spellings of addresses, in lower case, that have no form of their own.
  private(set) var spellings: [String: IPAddress] = [:]
  private(set) var search = PatternSearch(maximumNodes: KnownNames.maximumNodes)
  /// Whether there was room for all of them. Where there was not, nothing from the wire can be shown.
  package private(set) var isComplete = true

  package init() {}

  /// Those of a session.
  package init(_ session: Session) {
    addHosts(of: session)
    addUsers(of: session)
    addExtensionAttributes(of: session)
    link()
  }

  /// Those of another, too; the search is to be linked afterwards.
  mutating func formUnion(_ other: KnownNames, limit: Int) {
    if users.count < limit { users.formUnion(other.users) }
    if hosts.count < limit { hosts.formUnion(other.hosts) }
    if spellings.count < limit { spellings.merge(other.spellings) { old, _ in old } }
    isComplete = isComplete && other.isComplete
  }

  /// Makes the search of what was added.
  mutating func link() {
    search = PatternSearch(maximumNodes: Self.maximumNodes)
    search.reserve(
      [users.reduce(0) { $0 + $1.utf8.count }, hosts.reduce(0) { $0 + $1.utf8.count }].reduce(64 * spellings.count, +))
    for name in [AnyCollection(users), AnyCollection(hosts), AnyCollection(spellings.keys)].joined()
    where name.utf8.count <= Self.maximumLength {
      if !search.add(name.utf8) { isComplete = false }
    }
    search.link()
  }

  // MARK: - Adding

  private static let politeWords: Set<String> = [
    "hello", "hi", "ok", "greetings", "pleased", "nice", "welcome", "requested",
  ]

  mutating func add(host name: String?) {
    guard let lower = name?.lowercased(), lower.utf8.count >= 2, !Self.politeWords.contains(lower) else { return }
    if let address = IPAddress(lower.trimmingBrackets) { return add(address) }
    hosts.insert(lower)
    // The parts by which a machine is known to those who have it, unless they are words that stand anywhere.
    let labels = lower.split(separator: ".")
    guard labels.count >= 2 else { return }
    for label in labels.dropLast() where label.utf8.count >= 4 && !label.allSatisfy(\.isLetter) {
      if !label.allSatisfy({ $0.isNumber || $0 == "-" }) { hosts.insert(String(label)) }
    }
  }

  /// The name of a user, with the domain before or behind it that some systems put there.
  mutating func add(user name: String?) {
    guard let name else { return }
    let lower = name.lowercased().filter { !"<>\"".contains($0) }
    if let slash = lower.lastIndex(of: "\\") {
      add(host: String(lower[..<slash]).filter { $0 != "\\" })
      return add(user: String(lower[lower.index(after: slash)...]))
    }
    if let at = lower.lastIndex(of: "@") {
      add(host: String(lower[lower.index(after: at)...]))
      // A route of hosts may stand before it (RFC 5321 appendix C).
      let local = lower[..<at].split(separator: ":").last.map(String.init) ?? ""
      if local.utf8.count >= 2 { users.insert(local) }
    } else if lower.utf8.count >= 2 {
      users.insert(lower)
    }
  }

  mutating func add(_ address: IPAddress) {
    for spelling in address.knownSpellings where spelling.utf8.count >= 8 { spellings[spelling] = address }
  }

  private mutating func addHosts(of session: Session) {
    for address in [session.client.address, session.server.address] + session.icmpErrors.map(\.reporter) {
      add(address)
    }
    // Commands name the server as its greeting does, and the client as it named itself, blanks and all.
    let names = [session.tls?.serverName, session.serverHostName, session.askedHostName, session.clientHelloName]
    for name in names { add(host: name) }
    for hello in session.hellos {
      add(host: hello.clientName)
      add(host: hello.serverName)
    }
    for facts in (session.tls?.certificates ?? []) + (session.tls?.clientCertificates ?? []) {
      for name in facts.dnsNames where name.contains(".") {
        add(host: name)
        if name.hasPrefix("*.") { add(host: String(name.dropFirst(2))) }
      }
    }
  }

  private mutating func addUsers(of session: Session) {
    for mail in session.transactions {
      add(user: mail.mailFrom)
      for recipient in mail.recipients { add(user: recipient.address) }
    }
    for auth in session.authentications {
      add(user: auth.user)
      for detail in auth.details {
        let label = detail.label.lowercased()
        if ["user", "authorization", "identity", "client name"].contains(where: label.contains) {
          add(user: detail.value)
        }
        if ["domain", "host", "computer", "workstation", "realm", "server", "target", "forest"].contains(
          where: label.contains)
        {
          add(host: detail.value)
        }
      }
    }
    for exchange in session.exchanges where [.vrfy, .expn].contains(exchange.command.verb) {
      add(user: exchange.command.argument)
    }
  }

  /// What a relay says of a client that it speaks for (Postfix's XCLIENT and XFORWARD).
  private mutating func addExtensionAttributes(of session: Session) {
    for exchange in session.exchanges where [.xClient, .xForward].contains(exchange.command.verb) {
      for attribute in exchange.command.argument.split(separator: " ") {
        guard let sign = attribute.firstIndex(of: "=") else { continue }
        let value = Self.decoded(attribute[attribute.index(after: sign)...])
        guard !value.isEmpty, !value.hasPrefix("[") else { continue }
        switch attribute[..<sign].uppercased() {
        case "NAME", "HELO", "ADDR", "DESTADDR", "REVERSE_NAME": add(host: value.withoutIPv6Tag)
        case "LOGIN",
          "IDENT" where value.contains(where: \.isLetter):
          add(user: value)
        default: break
        }
      }
    }
  }

  /// xtext (RFC 3461 section 4): `+40` stands for `@`.
  static func decoded(_ text: Substring) -> String {
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "+"), index + 2 < bytes.count,
        let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        output.append(value)
        index += 3
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}

extension String {
  fileprivate var trimmingBrackets: String {
    hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()).withoutIPv6Tag : withoutIPv6Tag
  }

  fileprivate var withoutIPv6Tag: String { lowercased().hasPrefix("ipv6:") ? String(dropFirst(5)) : self }
}
