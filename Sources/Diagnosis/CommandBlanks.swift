import PacketLayers
import SMTPSession
import SMTPTranscript
import TLSHandshake

/// What commands and remedies are filled in from.
enum CommandBlanks: Sendable {
  case session(Session)
  /// Of a finding about several sessions: the visit that is to be repeated.
  case visit(Survey.Visit, server: Endpoint)
  /// Of a session that was written down.
  case recorded(RecordedBlanks)
  /// Of no session: the words in capitals that the reader replaces.
  case explained(Rule.Setting)

  static let unknownName = "YOUR.HOST.NAME"
  static let unknownHost = "MX.HOST.NAME"
}

// MARK: Names and addresses

extension CommandBlanks {
  var serverEndpoint: Endpoint? {
    switch self {
    case .session(let session): session.server
    case .visit(_, let server): server
    case .recorded(let blanks): blanks.server
    case .explained: nil
    }
  }

  private var clientEndpoint: Endpoint? {
    switch self {
    case .session(let session): session.client
    case .visit(let visit, _): visit.client
    case .recorded(let blanks): blanks.client
    case .explained: nil
    }
  }

  var server: String { serverEndpoint?.address.description ?? "SERVER" }

  /// Address and port; an address of IPv6 in brackets, and quoted, because shells look for files by what stands in brackets.
  var bracketed: String { bracketed(port: nil) }

  /// The same with another port.
  func bracketed(port: UInt16?) -> String {
    guard var endpoint = serverEndpoint else { return "SERVER:\(port.map { String($0) } ?? "PORT")" }
    if let port { endpoint.port = port }
    return endpoint.address.isIPv6 ? "'\(endpoint)'" : endpoint.description
  }

  var port: String { serverEndpoint.map { String($0.port) } ?? "PORT" }

  var source: String { clientEndpoint?.address.description ?? "SOURCE" }

  /// The name by which the client introduced itself, as a word of a command.
  var name: String {
    switch self {
    case .explained: "NAME"
    default: ShellWord.quoted(clientName) ?? Self.unknownName
    }
  }

  var nameInSentence: String {
    switch self {
    case .explained: "NAME"
    default: ShellWord.named(clientName) ?? Self.unknownName
    }
  }

  /// The name that the client gave, as a part of a list of what to tell others; empty where it gave none that can be repeated.
  var introduction: String {
    if case .explained = self { return ", the EHLO name NAME" }
    return ShellWord.named(clientName).map { ", the EHLO name \($0)" } ?? ""
  }

  /// When it was, for a search in a log: "at 2006-10-05 14:03:07 UTC", or between two times where it lasted long.
  var time: String {
    switch self {
    case .explained: return "at TIME"
    case .visit(let visit, _): return "at \(SpokenTime.utc(visit.start))"
    case .recorded(let blanks): return blanks.time
    case .session(let session):
      let begin = SpokenTime.utc(session.start.time)
      guard session.durationSeconds >= 5 else { return "at \(begin)" }
      let end = SpokenTime.utc(session.end.time)
      let isSameDay = begin.prefix(11) == end.prefix(11)
      return "between \(begin.dropLast(4)) and \(isSameDay ? end.dropFirst(11) : end[...])"
    }
  }

  private var clientName: String? {
    switch self {
    case .session(let session): session.clientHelloName
    case .visit(let visit, _): visit.clientName
    case .recorded(let blanks): blanks.clientName
    case .explained: nil
    }
  }

  /// The name to ask the server for.
  var host: String {
    switch self {
    case .session(let session): session.askedHostName ?? Self.unknownHost
    case .visit(let visit, _):
      HostName.first(in: visit.greetingText) ?? HostName.first(in: visit.serverName) ?? Self.unknownHost
    case .recorded(let blanks): blanks.host
    case .explained: Self.unknownHost
    }
  }

  /// Whether the client's address can be bound on the client, and means something to others.
  var sourceIsLoopback: Bool { clientEndpoint.map { Self.isLoopback($0.address) } ?? false }

  /// Whether both ends are one machine by their addresses, so that nothing lies between them.
  var serverIsLoopback: Bool { serverEndpoint.map { Self.isLoopback($0.address) } ?? false }

  /// An IPv4 address may stand in one of IPv6 (RFC 4291 section 2.5.5.2).
  private static func isLoopback(_ address: IPAddress) -> Bool {
    address.isLoopback || address.isIPv6 && address.high == 0 && address.low >> 24 == 0xFF_FF7F
  }
}

// MARK: What the session allows

extension CommandBlanks {
  var isLMTP: Bool {
    switch self {
    case .session(let session): session.protocolName == .lmtp
    case .recorded(let blanks): blanks.isLMTP
    case .visit, .explained: false
    }
  }

  /// Whether TLS begins with the connection there, so that a test must not ask for it first; `nil` where no session tells.
  var beginsWithTLS: Bool? {
    switch self {
    case .session(let session): session.beginsWithTLS
    case .visit(let visit, let server): server.port == 465 && visit.offersSTARTTLS != true
    case .recorded(let blanks): blanks.beginsWithTLS
    case .explained(let setting): setting == .either ? nil : false
    }
  }

  /// Whether a client can be made to ask for TLS: not where a whole list lacks STARTTLS.
  var mayOfferSTARTTLS: Bool {
    switch self {
    case .session(let session):
      if session.tls?.mode == .starttls { return true }
      guard let hello = session.lastClearHello, hello.verb != .helo, hello.listIsComplete else { return true }
      return hello.offersSTARTTLS
    case .visit(let visit, _): return visit.offersSTARTTLS ?? true
    case .recorded(let blanks): return blanks.mayOfferSTARTTLS
    case .explained: return true
    }
  }

  /// Whether a device on the way left its mark on the session; taken as given where there is none to look at.
  var bearsMask: Bool {
    switch self {
    case .session(let session):
      session.greetingIsMasked || session.hellos.contains(where: \.hasMaskedKeywords)
        || session.findMangledExchange() != nil
    case .visit(let visit, _): visit.listIsMasked
    case .recorded(let blanks): blanks.bearsMask
    case .explained: true
    }
  }

  /// Whether a message that a product is known to write may stand in a log about the session: one that it writes into its replies
  /// only where a reply says it, and one that it writes as a server only where the server names that product.
  ///
  /// - Parameter products: Those that the server names as its own.
  func mayRead(_ message: LogMessage, products: @autoclosure () -> [Product]) -> Bool {
    guard case .session(let session) = self else { return true }
    if message.isReply { return session.refusesInWords(message.text) }
    return !message.isServers || products().contains { message.source.hasPrefix($0.name) }
  }

  /// Whether the session got into TLS.
  var cameIntoTLS: Bool {
    switch self {
    case .session(let session): session.tls?.completed ?? false
    case .visit(let visit, _): visit.tls == .completed
    case .recorded(let blanks): blanks.cameIntoTLS
    case .explained: false
    }
  }

  /// Whether it came to DATA or the message, and the mail was not accepted, so that a test must go as far.
  var cameToMessage: Bool {
    if case .recorded(let blanks) = self { return blanks.cameToMessage }
    guard case .session(let session) = self, let mail = session.transactions.last, mail.outcome != .accepted,
      !mail.isRefusedAtMail, mail.recipients.isEmpty || !mail.recipients.allSatisfy({ $0.reply?.isNegative ?? false })
    else { return false }
    return mail.dataReply != nil || mail.messageBytes > 0
  }

  var beganTLS: Bool {
    switch self {
    case .session(let session): session.tls != nil
    case .visit(let visit, _): visit.tls != .none
    case .recorded(let blanks): blanks.beganTLS
    case .explained: false
    }
  }

  /// How a test logs in.
  var login: LoginTest {
    if case .recorded(let blanks) = self { return LoginTest(word: blanks.login) }
    guard case .session(let session) = self else {
      if case .explained = self { return .by("MECHANISM") }
      return .byAny
    }
    let tried = session.authentications.last { !$0.mechanism.isEmpty }?.mechanism
    let list = session.hellos.last { $0.listIsComplete && $0.verb != .helo }
    guard let list else { return tried.flatMap(LoginTest.known).map(LoginTest.by) ?? .byAny }
    let offered = list.mechanisms + list.legacyMechanisms
    if let tried, offered.contains(tried), let known = LoginTest.known(tried) { return .by(known) }
    // Another mechanism than the one that failed shows nothing.
    if let tried, LoginTest.known(tried) == nil { return .impossible }
    if tried != nil, !list.isProtected, list.offersSTARTTLS { return .byAny }
    for common in ["LOGIN", "PLAIN"] where offered.contains(common) { return .by(common) }
    if let known = offered.lazy.compactMap(LoginTest.known).first { return .by(known) }
    // What is offered inside TLS may be more than what stands in a list in clear.
    return offered.isEmpty || !list.isProtected && mayOfferSTARTTLS ? .byAny : .impossible
  }

  /// The products that the server names as its own.
  var products: [Product] {
    switch self {
    case .session(let session):
      Product.named(greeting: session.greeting?.lines ?? []) { names in
        session.hellos.contains { $0.keywords.contains { names.contains($0.name) } }
      }
    case .visit(let visit, _):
      Product.named(greeting: visit.greetingText.map { [$0] } ?? []) { names in
        visit.keywords.contains { EHLOKeyword(line: $0).map { names.contains($0.name) } ?? false }
      }
    case .recorded(let blanks): blanks.products.map { Product($0) }
    case .explained: []
    }
  }
}

/// How a test by swaks logs in.
enum LoginTest: Equatable {
  case by(String)
  /// By whatever the server offers.
  case byAny
  /// The server offers nothing that the program can do.
  case impossible

  /// The mechanism, if swaks can do it.
  static func known(_ mechanism: String) -> String? {
    ["LOGIN", "PLAIN", "CRAM-MD5", "CRAM-SHA1", "DIGEST-MD5", "NTLM"].contains(mechanism) ? mechanism : nil
  }
}

extension LogMessage {
  /// Whether the product writes it where it serves.
  fileprivate var isServers: Bool {
    source.hasSuffix(", receiving") || source.contains("postscreen") || source.contains(" event ")
  }

  /// Whether it is the text of a reply, which a sender's log only repeats.
  fileprivate var isReply: Bool {
    if source.hasSuffix(", in the reply") { return true }
    let code = text.utf8.prefix(4)
    return code.count == 4 && (0x32...0x35).contains(code.first ?? 0)
      && code.dropFirst().prefix(2).allSatisfy {
        (0x30...0x39).contains($0)
      } && (code.last == 0x20 || code.last == 0x2D)
  }
}

extension Session {
  /// Whether a negative reply holds `words`, whatever stands before and behind them.
  fileprivate func refusesInWords(_ words: String) -> Bool {
    let replies =
      [greeting].compactMap { $0 } + exchanges.compactMap(\.reply) + authentications.compactMap(\.reply)
      + transactions.compactMap(\.finalReply) + unsolicitedReplies
    let sought = words.lowercased()
    return replies.contains { reply in
      guard reply.isNegative || reply.code == 221 else { return false }
      return reply.lines.contains { "\(reply.code) \($0)".lowercased().contains(sought) }
        || reply.saying.lowercased().contains(sought)
    }
  }

  /// Whether TLS begins with the connection at this server.
  var beginsWithTLS: Bool {
    let speaksOfSTARTTLS = tls?.mode == .starttls || hellos.contains { !$0.isProtected && $0.offersSTARTTLS }
    if speaksOfSTARTTLS { return false }
    guard let tls, tls.mode == .implicit else { return servicePort == .submissions }
    // A client that begins with TLS is wrong where the server answers in clear, or where others ask for TLS first.
    if tls.negotiation.serverHello != nil { return true }
    return greeting == nil && (servicePort == .submissions || servicePort == .other)
  }
}
