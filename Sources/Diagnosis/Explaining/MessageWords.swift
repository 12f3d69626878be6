/// The words of a log line, a queue's error or a question that mean the same wherever they were written.
///
/// Times, addresses, host names, queue ids, paths and numbers in brackets are what differs from one server to the next: each is
/// a break between words. What is left is lower case, without the commonest endings, so that "certificate verification failed"
/// and "certificates failed to verify" share their words.
struct MessageWords: Sendable {
  /// More of a message is not looked at.
  static let maximumBytes = 16_384
  static let maximumWords = 1_500

  /// The words in their order; `nil` is a break: something stood there that is not one of the message's own words.
  private(set) var sequence: [String?] = []
  /// Names of programs and of the ports of mail, which say where a line comes from: "postfix", "sshd", ":25".
  private(set) var mentionsMailPort = false
  private(set) var isCut = false

  init(_ text: String) {
    let bytes = text.utf8.prefix(Self.maximumBytes)
    isCut = bytes.count < text.utf8.count
    let whole = isCut ? String(decoding: bytes, as: UTF8.self) : text
    for line in whole.split(whereSeparator: \.isNewline) {
      for token in Self.readable(line).split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }) {
        guard sequence.count < Self.maximumWords else {
          isCut = true
          return
        }
        append(token)
      }
      sequence.append(nil)
    }
  }

  /// The words, each once.
  var words: Set<String> { Set(sequence.compactMap(\.self)) }

  /// Words that stand side by side.
  var pairs: Set<WordPair> {
    var pairs: Set<WordPair> = []
    for (left, right) in zip(sequence, sequence.dropFirst()) {
      if let left, let right { pairs.insert(WordPair(left: left, right: right)) }
    }
    return pairs
  }

  private mutating func append(_ token: Substring) {
    for port in [":25", ":465", ":587", ":2525"] where token.contains(port) { mentionsMailPort = true }
    let trimmed = Self.trimmed(token)
    guard !trimmed.isEmpty else { return }
    if let alert = alertNumber(trimmed) {
      sequence.append(alert)
      return
    }
    if Self.namesSource(trimmed) {
      for part in trimmed.split(separator: ":") {
        if part.contains("/") || part.contains(".") || part.allSatisfy(\.isWholeNumber) {
          sequence.append(nil)
        } else {
          append(part)
        }
      }
      return
    }
    if let (key, value) = Self.setting(trimmed) {
      append(key)
      append(value)
      return
    }
    guard !Self.isPlace(trimmed), let pieces = Self.pieces(of: trimmed) else {
      sequence.append(nil)
      return
    }
    for piece in pieces {
      let word = WordStem.of(piece)
      if WordStem.isEmpty(word) { continue }
      sequence.append(word)
    }
  }

  /// The name and the value of what is written "status=deferred"; `nil` where it is no such thing.
  private static func setting(_ token: Substring) -> (Substring, Substring)? {
    guard let equals = token.firstIndex(of: "="), !token.contains("://") else { return nil }
    let key = token[..<equals]
    guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0 == "_" || $0 == "-" }) else { return nil }
    return (key, token[token.index(after: equals)...])
  }

  /// The number of a TLS alert as a word of its own, where the words before it say that it is one: "alert number 40", "fatal alert
  /// code is 70".
  private func alertNumber(_ token: Substring) -> String? {
    guard token.utf8.count <= 3, let number = Int(token), let last = sequence.last ?? nil,
      ["alert", "number", "code"].contains(last), sequence.suffix(30).contains("alert")
    else { return nil }
    return "alert-\(number)"
  }

  /// The line with what qmail does to a reply undone: "Remote_host_said:_554_no/" is one word in its log.
  private static func readable(_ line: Substring) -> String {
    var text = String(line)
    for mark in ["deferral: ", "failure: "] {
      guard let place = text.firstRange(of: mark) else { continue }
      let rest = text[place.upperBound...].split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = rest.first, first.contains("_") else { continue }
      let spaced = first.replacing("_", with: " ").replacing("/", with: " ")
      text = String(text[..<place.upperBound]) + spaced + (rest.count > 1 ? " " + rest[1] : "")
    }
    return text
  }

  /// The line of a log as the words of a reply in it may be read.
  static func unfolded(_ line: Substring) -> String { readable(line) }

  /// Without the punctuation around it.
  private static func trimmed(_ token: Substring) -> Substring {
    let isKept: (Character) -> Bool = { $0.isLetter || $0.isNumber || $0 == "/" || $0 == "_" }
    guard let first = token.firstIndex(where: isKept), let last = token.lastIndex(where: isKept) else { return "" }
    return token[first...last]
  }

  /// Whether the token is a time, an address, a name of a host or of a file: what differs from server to server.
  private static func isPlace(_ token: Substring) -> Bool {
    if token.contains("://") || token.contains("@") || token.hasPrefix("/") || token.hasPrefix("../") { return true }
    for ending in [".pm", ".php"] where token.hasSuffix(ending) { return true }
    if isEnhancedStatus(token) { return false }
    let head = token.prefix { $0 != "[" }
    // "unknown[192.0.2.7]" is the name of a host, whatever the word.
    if isNumbers(token.dropFirst(head.count).drop { $0 == "[" }.prefix { $0 != "]" }), token.contains("[") {
      return true
    }
    if MailNames.isHostName(head) || isNumbers(head) { return true }
    return false
  }

  /// Whether a file of a program's source and a line stand in it, as behind the words of OpenSSL: "number:s3_pkt.c:362".
  private static func namesSource(_ token: Substring) -> Bool {
    [".c:", ".py:", ".h:", ".js:", ".cc:", ".java:"].contains { token.contains($0) }
  }

  /// Whether it is digits with signs of times and addresses between them; digits alone are a code or the number of an event.
  private static func isNumbers(_ token: Substring) -> Bool {
    guard !token.isEmpty else { return false }
    let isDigits = token.allSatisfy(\.isWholeNumber)
    if isDigits { return !(3...5).contains(token.count) }
    let hex = token.utf8.filter { ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }.count
    let signs = token.utf8.filter { $0 == 0x2E || $0 == 0x3A || $0 == 0x2D || $0 == 0x2B || $0 == 0x2F }.count
    let others = token.utf8.count - hex - signs
    let digits = token.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }.count
    if signs > 0, others <= 2, digits >= 2, digits * 2 >= hex { return true }
    return false
  }

  static func isEnhancedStatus(_ token: Substring) -> Bool {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "4" || parts[0] == "5" else { return false }
    return parts.dropFirst().allSatisfy { (1...3).contains($0.utf8.count) && $0.allSatisfy(\.isWholeNumber) }
  }

  /// The words within a token; `nil` where it is an id or a name from a program's source.
  private static func pieces(of token: Substring) -> [String]? {
    if isEnhancedStatus(token) || token.allSatisfy(\.isWholeNumber) { return [String(token)] }
    var pieces: [String] = []
    var sawID = false
    for part in token.split(whereSeparator: {
      !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "'" || $0 == "’" || $0 == ".")
    }) {
      if isEnhancedStatus(part) {
        pieces.append(String(part))
        continue
      }
      for dotted in part.split(separator: ".") {
        let plain = dotted.filter { $0 != "'" && $0 != "’" }
        guard plain.count > 1 else { continue }
        if plain.allSatisfy(\.isWholeNumber) || isID(plain) {
          sawID = true
        } else if plain.contains("_") {
          let inner = plain.split(separator: "_").map(String.init)
          if plain.allSatisfy({ !$0.isLowercase }) {
            pieces += [plain] + inner.filter { $0.count > 1 }
          } else {
            pieces.append(plain)
          }
        } else {
          pieces.append(plain)
        }
      }
    }
    return pieces.isEmpty && sawID ? nil : pieces
  }

  /// Whether it is letters and digits without meaning, such as the id of a message in a queue.
  private static func isID(_ text: String) -> Bool {
    guard text.count >= 6 else { return false }
    let digits = text.count(where: \.isWholeNumber)
    return digits >= 2 && !text.hasPrefix("0x") && !text.hasPrefix("0X")
  }
}

/// Two words that stand side by side.
struct WordPair: Hashable, Sendable {
  var left: String
  var right: String
}

extension StringProtocol {
  fileprivate func count(where isCounted: (Character) -> Bool) -> Int { reduce(0) { $0 + (isCounted($1) ? 1 : 0) } }
}

/// What stands in place of a word when words are compared.
enum WordStem {
  /// Words that stand in every sentence.
  private static let common: Set<String> = [
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "with", "from", "and", "or", "is", "are", "was",
    "were", "be",
    "been", "it", "its", "this", "that", "these", "those", "as", "has", "have", "had", "will", "would", "can", "could",
    "but",
    "if", "you", "your", "we", "our", "my", "me", "they", "their", "there", "then", "than", "so", "very", "please",
    "which", "who",
    "what", "when", "while", "do", "doe", "did", "any", "some", "other", "into", "us", "am", "not", "because", "such",
    "also",
  ]

  /// Other spellings of the same.
  private static let spellings: [String: String] = [
    "cypher": "cipher", "cypher suite": "cipher", "cert": "certificat", "cert's": "certificat", "authn": "authenticat",
    "doesnt": "doesnt",
    "esmtp": "smtp", "smtps": "smtp", "service": "server", "services": "server", "e-mail": "mail", "email": "mail",
    "mails": "mail", "ehlo/helo": "ehlo",
  ]

  static func isEmpty(_ word: String) -> Bool { word.isEmpty || common.contains(word) }

  static func of(_ word: String) -> String {
    let lower = word.lowercased()
    if common.contains(lower) { return lower }
    if let other = spellings[lower] { return other }
    var stem = Substring(lower)
    if stem.utf8.count > 3, stem.hasSuffix("s"), !stem.hasSuffix("ss"), !stem.hasSuffix("us"), !stem.hasSuffix("is"),
      !stem.hasSuffix("tls")
    {
      stem = stem.hasSuffix("ies") && stem.utf8.count > 5 ? Substring(stem.dropLast(3) + "y") : stem.dropLast()
    }
    for ending in ["ing", "ed", "ion"] where stem.hasSuffix(ending) && stem.utf8.count - ending.utf8.count >= 4 {
      stem = stem.dropLast(ending.count)
      break
    }
    if stem.hasSuffix("e"), stem.utf8.count > 4 { stem = stem.dropLast() }
    return spellings[String(stem)] ?? String(stem)
  }
}

/// Names of hosts, of programs that handle mail, and of programs that do not.
enum MailNames {
  /// Words that only stand where mail is spoken of.
  private static let mail: Set<String> = Set(
    [
      "smtp", "smtpd", "lmtp", "mail", "mailer", "mx", "mta", "msa", "relay", "postfix", "postscreen", "exim",
      "sendmail", "qmail",
      "opensmtpd", "haraka", "starttls", "ehlo", "helo", "rcpt", "exchange", "msexchangetransport", "submission",
      "nodemailer",
      "phpmailer", "swaks", "msmtp", "outlook", "thunderbird", "gmail", "dsn", "recipient", "sender", "mailbox",
      "smtplib", "icid",
      "dcid", "javamail", "messagingexception", "smtpexception",
    ].map(WordStem.of))

  /// Programs of other trades, as they name themselves at the start of a line.
  private static let foreign: Set<String> = [
    "sshd", "nginx", "apache", "apache2", "httpd", "mysqld", "mysqldump", "mysql", "mariadbd", "postgres", "postgresql",
    "kernel",
    "named", "dhcpd", "dhclient", "openvpn", "charon", "kubelet", "kube", "etcd", "fail2ban", "dockerd", "containerd",
    "sudo", "su", "cron",
    "crond", "systemd",
    "squid", "vsftpd", "proftpd", "smbd", "nmbd", "winbindd", "ntpd", "chronyd", "cupsd", "redis", "mongod", "gitlab",
    "snmpd",
    "slapd", "imap", "imapd", "pop3", "pop3d", "haproxy", "varnishd", "git", "npm", "apt", "yum", "ssh", "rsync", "ftp",
  ]

  static func isMail(_ words: MessageWords) -> Bool {
    words.mentionsMailPort || words.sequence.contains { $0.map(mail.contains) ?? false }
  }

  static func isForeign(_ words: MessageWords) -> Bool {
    words.sequence.prefix(12).contains { $0.map(foreign.contains) ?? false }
      || words.sequence.contains("ssh2")
  }

  /// Whether it is labels with dots between them, the last of which is letters of one case. A name of a class such as
  /// "javax.mail.MessagingException" is none.
  static func isHostName(_ token: Substring) -> Bool {
    let labels = token.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, let last = labels.last, last.utf8.count >= 2 else { return false }
    let isNamed = labels.allSatisfy { label in
      !label.isEmpty && label.utf8.allSatisfy { $0 == 0x2D || $0 == 0x5F || ($0 >= 0x30 && $0 <= 0x39) || isLetter($0) }
    }
    let letters = last.utf8
    return isNamed && letters.allSatisfy(isLetter)
      && (letters.allSatisfy { $0 & 0x20 != 0 } || letters.allSatisfy { $0 & 0x20 == 0 })
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
}
