import SMTPSession
import SMTPTranscript

/// The words by which servers name their reasons; the first group that fits is the reason.
extension Refusal.Kind {
  init(_ verb: Verb, _ reply: Reply, parameters: String) {
    let words = ReplyWords(reply)
    self =
      Self.aboutTheSession(reply, words)
      ?? Self.aboutTheClient(reply, words)
      ?? Self.aboutTheMail(verb, reply, words, parameters: parameters)
      ?? Self.byCommand(verb, reply, words)
  }

  /// What the server asks of the session: order, protection, login, manners.
  private static func aboutTheSession(_ reply: Reply, _ words: ReplyWords) -> Self? {
    if words.asksForHello { return .helloMissing }
    if words.isIdleTimeout { return .idleTimeout }
    if words.isTooManyErrors { return .tooManyErrors }
    if words.has("must not use tls") { return .mustNotUseTLS }
    if words.has("session encryption is required", "encryption too weak", "not authenticated by tls") {
      return .weakProtection
    }
    if words.asksForEncryption { return .needsTLS }
    if words.isProtocolViolation { return .protocolViolation }
    if words.asksForLogin || (reply.code == 530 && !words.has("tls")) { return .needsLogin }
    return nil
  }

  /// What the server holds against the address that calls.
  private static func aboutTheClient(_ reply: Reply, _ words: ReplyWords) -> Self? {
    if reply.isTransientNegative, words.has("greylist", "graylist", "grey-list", "gray-list", "postgrey") {
      return .greylisted
    }
    if words.has("blocked using", "dnsbl", "blacklist", "blocklist", "block list", "block-list", "spamhaus", "spamcop")
      || words.has("banned sending ip", "barracudacentral", "sorbs", "listed by", "listed in", "listed at", " rbl")
    {
      return .blockList
    }
    if words.has("message size", "too large", "size limit", "exceeds size", "exceeds fixed maximum", "file too big")
      || reply.enhancedStatus == "5.3.4"
    {
      return .messageSize
    }
    if reply.isThrottling
      || words.has("too many", "too much mail", "rate limit", "rate-limit", "ratelimit", "throttl", "sending rate")
    {
      return .rate
    }
    if words.has("helo command rejected", "bad helo", "invalid helo", "helo name", "ehlo name") { return .helloName }
    if words.has("client host rejected", "reverse hostname", "reverse dns", "rdns", "ptr record", "no ptr")
      || words.has("client was not", "sending ip", "access denied for client", "your ip")
    {
      return .client
    }
    return nil
  }

  private static func aboutTheMail(
    _ verb: Verb, _ reply: Reply, _ words: ReplyWords, parameters: String
  ) -> Self? {
    if words.has("relay access denied", "unable to relay", "relaying denied", "relay not permitted", "relay denied")
      || words.has("tenantattribution", "not permitted to relay", "relaying not", "relay is not", "we do not relay")
      || words.has("not allowed to relay", "relay access is denied", "relaying is")
    {
      return .relay
    }
    if reply.code == 555 || ["5.6.7", "5.7.30"].contains(reply.enhancedStatus ?? "")
      || (verb == .mail && words.has("unsupported option", "unrecognized parameter", "unknown parameter", "smtputf8"))
    {
      return .parameter
    }
    if verb != .mail, words.has("sender address rejected", "sender rejected", "sender verify", "spf", "dmarc") {
      return .sender
    }
    if verb == .rcpt || verb == .mail, [450, 451, 421].contains(reply.code), words.isTryLater {
      return .perhapsGreylisted
    }
    return nil
  }

  private static func byCommand(_ verb: Verb, _ reply: Reply, _ words: ReplyWords) -> Self {
    if reply.code == 503 || (verb == .bdat && words.has("syntax")) { return .outOfOrder }
    return switch verb {
    case .mail: .sender
    case .rcpt: .recipient
    default: .message
    }
  }
}

extension ReplyWords {
  var isTooManyErrors: Bool {
    has("too many errors", "too many bad commands", "too many nonmail", "too many syntax", "too many protocol errors")
      || has("too many unrecognized", "too many unknown commands", "too many invalid commands")
  }

  var isProtocolViolation: Bool {
    has("protocol synchronization", "synchronization error", "can break rules", "pipelining not supported")
      || (code == 521 || code == 550) && has("5.5.1 protocol error", "protocol error")
      || has("improper use of smtp command pipelining", "improper command pipelining", "without pipelining")
  }

  /// Words of a passing refusal that names no fault of the mail.
  var isTryLater: Bool {
    has("try again", "try later", "retry", "come back later", "service currently unavailable", "temporarily deferred")
      || has("temporarily rejected", "deferred")
  }
}

extension Reply {
  /// 4.7.500 to 4.7.699: how Exchange Online slows a caller down.
  var isThrottling: Bool {
    guard let enhancedStatus, enhancedStatus.hasPrefix("4.7."), let detail = Int(enhancedStatus.dropFirst(4)) else {
      return false
    }
    return (500...699).contains(detail)
  }
}
