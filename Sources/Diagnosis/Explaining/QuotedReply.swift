import CaptureFiles
import SMTPSession
import SMTPTranscript

/// A server's refusal that stands in a message of another program: "said: 535 5.7.8 Error: authentication failed".
struct QuotedReply: Sendable {
  /// What the reply answers, as far as the message says so.
  enum Place: Sendable {
    case greeting, hello, startTLS, login, mail
  }

  static let maximumReplies = 8

  /// The reply code; of a status code alone the one that goes with its class.
  var code: Int
  var status: String?
  /// Whether the enhanced status code stood there alone.
  var isOnlyStatus = false
  /// Its words, line by line; empty where only codes were given.
  var lines: [String]
  var place: Place?

  /// The code and the enhanced status code, as they are spoken of.
  var codes: String { status.map { isOnlyStatus ? $0 : "\(code) \($0)" } ?? "\(code)" }

  /// Whether it is codes alone.
  var isBare: Bool { lines.allSatisfy { $0.allSatisfy { !$0.isLetter } } }

  /// The refusals in the text, the innermost of nested ones last.
  static func all(in text: String) -> [QuotedReply] {
    var found: [QuotedReply] = []
    for line in text.prefix(MessageWords.maximumBytes).split(whereSeparator: \.isNewline) {
      let readable = MessageWords.unfolded(line)
      if readable.contains("HTTP/1") { continue }
      var first = true
      for var reply in replies(in: readable) {
        if reply.place == nil { reply.place = place(in: readable) }
        // The lines of one reply, pasted one below the other.
        if first, readable.first?.isWholeNumber ?? false, let last = found.last, last.code == reply.code,
          reply.code != 0
        {
          found[found.count - 1].lines += reply.lines
        } else if found.count < maximumReplies {
          found.append(reply)
        }
        first = false
      }
    }
    return found
  }

  private static func replies(in line: String) -> [QuotedReply] {
    var replies: [QuotedReply] = []
    let tokens = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
    var index = 0
    while index < tokens.count {
      defer { index += 1 }
      let isAlone = tokens.count == 1
      guard let start = start(tokens[index], isFirst: index == 0, isAlone: isAlone) else { continue }
      var code = start.code
      var status = start.status
      var next = index + 1
      if status == nil, code != 0, next < tokens.count {
        let word = tokens[next].drop { $0 == "#" || $0 == "(" }.prefix { $0.isWholeNumber || $0 == "." }
        if MessageWords.isEnhancedStatus(word) {
          status = String(word)
          next += 1
        }
      }
      let isPlain = index == 0 || (code != 0 && status != nil) || start.isMarked
      let follows = next < tokens.count && (tokens[next].first { $0.isLetter || $0.isWholeNumber }?.isLetter ?? false)
      guard isPlain || (follows && isPlace(before: index, tokens)) else { continue }
      let isOnlyStatus = code == 0
      if isOnlyStatus, let status { code = status.hasPrefix("4") ? 450 : 550 }
      var words: [Substring] = []
      for token in tokens[next...] {
        if token == "(in" || token.hasPrefix("[Message=") || token.hasPrefix("[LastAttempted") { break }
        if words.count > 2, Self.start(token, isFirst: false, isAlone: false)?.isMarked ?? false { break }
        words.append(token)
        if token.hasSuffix("\"") || token.hasSuffix("'") || words.count > 80 { break }
      }
      var reply = QuotedReply(
        code: code, status: status, isOnlyStatus: isOnlyStatus, lines: [words.joined(separator: " ")])
      reply.place = place(in: tokens[..<index].joined(separator: " "), after: tokens[next...].joined(separator: " "))
      replies.append(reply)
    }
    return replies
  }

  /// The codes with which a reply begins.
  private static func start(
    _ token: Substring, isFirst: Bool, isAlone: Bool
  ) -> (code: Int, status: String?, isMarked: Bool)? {
    var text = token
    var isMarked = false
    // "LED=450", "[Message=451", "\"421", "'450", "(554", "#5.7.1"
    if let equals = text.lastIndex(of: "="),
      ["LED", "Message", "dsn", "response", "reply"].contains(where: { text[..<equals].hasSuffix($0) })
    {
      isMarked =
        text[..<equals].hasSuffix("LED") || text[..<equals].hasSuffix("Message")
        || text[..<equals].hasSuffix("response")
      if text[..<equals].hasSuffix("dsn") { return nil }
      text = text[text.index(after: equals)...]
    }
    let opening: Set<Character> = ["\"", "'", "(", "#", "<", "“", "‘", "{", "["]
    while let first = text.first, opening.contains(first) {
      isMarked = true
      text = text.dropFirst()
    }
    while let last = text.last, [",", ";", ":", ".", ")", "\"", "'", "]"].contains(last) { text = text.dropLast() }
    if MessageWords.isEnhancedStatus(text) {
      return (0, String(text), isFirst || isMarked)
    }
    let digits = text.prefix { $0.isWholeNumber }
    guard digits.utf8.count == 3, let code = Int(digits), isReplyCode(code) else { return nil }
    let rest = text.dropFirst(3)
    if rest.isEmpty { return (code, nil, isMarked) }
    guard rest.first == "-" else { return nil }
    let status = rest.dropFirst()
    if MessageWords.isEnhancedStatus(status) { return (code, String(status), true) }
    return (code, nil, isFirst)
  }

  /// Refusals have the codes 4yz and 5yz (RFC 5321 section 4.2.1), of which few are in use.
  static func isReplyCode(_ code: Int) -> Bool {
    guard (400...599).contains(code) else { return false }
    return code / 10 % 10 <= 5 || code / 10 % 10 == 7
  }

  /// Whether a reply may begin behind this: a word with a colon, a sign, or the start of the line.
  private static func isPlace(before index: Int, _ tokens: [Substring]) -> Bool {
    guard index > 0 else { return true }
    let before = tokens[index - 1]
    return before.hasSuffix(":") || before.hasSuffix(">") || before.hasSuffix(";") || before.hasSuffix("=")
      || ["said", "code", "error", "Error", "reply", "response", "smtp;", "-"].contains(before)
  }

  /// What the message says of the command that was refused.
  private static func place(in before: String, after: String = "") -> Place? {
    let text = (before + " " + after).lowercased()
    let answered: [(String, Place)] = [
      ("in reply to ehlo", .hello), ("in reply to helo", .hello), ("in reply to lhlo", .hello),
      ("in reply to starttls", .startTLS), ("in reply to auth", .login), ("in reply to", .mail),
      ("refused to start tls", .startTLS), ("refused to talk to me", .greeting), ("greeting failed", .greeting),
      ("banner rejected", .greeting), ("initial connection", .greeting), ("invalid greeting", .greeting),
      ("my name was rejected", .hello), ("ehlo rejected", .hello), ("helo rejected", .hello), ("after ehlo", .hello),
      ("after helo", .hello), ("reject: ehlo", .hello), ("reject: helo", .hello), ("after starttls", .startTLS),
      ("starttls rejected", .startTLS), ("starttls denied", .startTLS),
      ("upgrading connection with starttls", .startTLS),
      ("sasl authentication failed", .login), ("authenticator failed", .login), ("after auth", .login),
      ("auth rejected", .login),
      ("invalid login", .login), ("smtpauthenticationerror", .login), ("authenticationfailedexception", .login),
      ("reject: connect", .greeting), ("after mail from", .mail), ("after rcpt to", .mail), ("reject: rcpt", .mail),
      ("reject: mail", .mail), ("reject: data", .mail), ("after end of data", .mail), ("after data", .mail),
      ("during mail from", .mail),
    ]
    return answered.first { text.contains($0.0) }?.1
  }

  /// The reasons that the table of replies knows for it, the likeliest first, each with the place at which it was read.
  func readings() -> [(reading: ReplyReading, place: Place)] {
    let places: [Place] = place.map { [$0] } ?? Self.likelyPlaces(code, status)
    var readings: [(reading: ReplyReading, place: Place)] = []
    for place in places {
      let reading = ReplyReasons.reading(of: reply, answering: place.verb)
      guard !readings.contains(where: { $0.reading.reason == reading.reason }) else { continue }
      readings.append((reading, place == .mail && self.place == nil ? reading.reason.home : place))
    }
    return readings
  }

  /// The reasons for which servers were seen to answer with these very codes, the commonest first; empty where the reply has
  /// words of its own.
  var exampleReasons: [(reason: ReplyReason, share: Double)] {
    guard isBare else { return [] }
    var counts: [ReplyReason: Int] = [:]
    for row in ReplyReasons.rows {
      guard let example = row.example, let first = Self.all(in: example).first else { continue }
      guard isOnlyStatus || first.code == code, status == nil || first.status == status else { continue }
      counts[row.reason, default: 0] += 1
    }
    let sum = counts.values.reduce(0, +)
    return counts.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }.prefix(4).map {
      ($0.key, Double($0.value) / Double(sum))
    }
  }

  private static func likelyPlaces(_ code: Int, _ status: String?) -> [Place] {
    switch code {
    case 432, 435, 534, 535, 538: [.login, .mail]
    case 454: status == "4.7.1" ? [.mail, .startTLS, .login] : [.startTLS, .login, .mail]
    case 504: [.login, .hello, .mail]
    default: [.mail, .login, .startTLS, .hello]
    }
  }

  private var reply: Reply {
    let moment = Moment(packet: PacketID(number: 1), time: Timestamp(nanoseconds: 0))
    return Reply(
      code: code, enhancedStatus: status, lines: lines, said: Places(), first: moment, last: moment, isComplete: true,
      flags: [])
  }
}

extension QuotedReply.Place {
  fileprivate var verb: Verb? {
    switch self {
    case .greeting: nil
    case .hello: .ehlo
    case .startTLS: .startTLS
    case .login: .auth
    case .mail: .rcpt
    }
  }
}

extension ReplyReason {
  /// Where a refusal for this reason is usually said.
  var home: QuotedReply.Place {
    switch self {
    case .tlsUnavailable, .tlsRate, .tlsAlreadyActive: .startTLS
    case .credentials, .loginDisabled, .strongerLoginNeeded, .loginUnavailable, .mechanismUnknown, .loginMalformed,
      .loginTooLong, .initialResponseRefused, .loginAlreadyDone, .loginNotOffered, .loginAttempts,
      .loginNeedsEncryption:
      .login
    case .helloName: .hello
    case .noMailHere: .greeting
    default: .mail
    }
  }
}
