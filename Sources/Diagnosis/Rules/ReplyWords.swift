import ByteParsing
import SMTPSession

/// The words of one reply, searched without regard to letter case.
struct ReplyWords {
  let code: Int
  private let text: FoldedText

  init(_ reply: Reply) {
    code = reply.code
    text = FoldedText(joining: reply.lines)
  }

  /// Whether one of the words stands in the text; they are given in lower case.
  func has(_ words: String...) -> Bool {
    words.contains { text.contains($0) }
  }

  func has(anyOf words: [String]) -> Bool {
    words.contains { text.contains($0) }
  }

  /// The reply asks for STARTTLS or for an encrypted session first (RFC 3207 section 4, RFC 4954 section 6).
  var asksForEncryption: Bool {
    guard code >= 400 else { return false }
    return has(
      "encryption required", "issue a starttls", "starttls command first", "starttls is required", "start tls command")
      || has("encryption needed", "must use tls", "requires tls", "tls required", "encrypted connection required")
  }

  /// The reply asks for a login first (RFC 4954 section 6).
  var asksForLogin: Bool {
    guard code >= 500, !asksForEncryption else { return false }
    return has("authentication required", "authentication is required", "not authenticated", "must issue an auth")
      || has("authenticate first", "auth command first", "5.7.57", "must authenticate", "log in first", "not logged in")
  }

  /// The reply asks for EHLO or HELO first (RFC 5321 section 4.1.4).
  var asksForHello: Bool {
    guard code == 503 else { return false }
    return has("hello first", "helo/ehlo first", "ehlo/helo first", "people say hello", "people say helo", "helo first")
      || has(
        "ehlo first", "send helo", "send ehlo", "lhlo first", "need hello", "expected helo", "helo or ehlo required")
  }

  /// The server ends the session because the client was silent.
  var isIdleTimeout: Bool {
    code == 421 && has("timeout", "timed out", "lost input channel", "idle too long", "time limit")
  }
}

extension Reply {
  /// The longest quotation of a reply in a sentence, in characters.
  static let maximumSayingLength = 160

  /// The code and the first line, cut to a length that fits a sentence.
  var saying: String {
    let first = lines.first { !$0.isEmpty } ?? ""
    guard first.count > Self.maximumSayingLength else { return first.isEmpty ? "\(code)" : "\(code) \(first)" }
    return "\(code) \(first.prefix(Self.maximumSayingLength))…"
  }
}
