public import SMTPTranscript

/// A reply to a command that is not in the capture, because not a byte of the client is: what it answers is told by its code and
/// its words, and by what came before it.
public struct InferredExchange: Sendable {
  /// The command that it must have answered; ``Verb/unknown`` where several could be.
  public var verb: Verb
  public var reply: Reply
  /// The EHLO keywords, where the reply is a list of them.
  public var keywords: [EHLOKeyword]
  /// The server's name in that list; `nil` where it begins with none.
  public var serverName: String?

  init(verb: Verb, reply: Reply, keywords: [EHLOKeyword] = [], serverName: String? = nil) {
    self.verb = verb
    self.reply = reply
    self.keywords = keywords
    self.serverName = serverName
  }

  public var offersSTARTTLS: Bool { keywords.contains { $0.name == "STARTTLS" } }
}

extension Session {
  /// What the server's replies answered, in their order, where the client's direction was not captured at all; empty where it
  /// was.
  public var inferredExchanges: [InferredExchange] {
    guard !visibility.seesClient, exchanges.isEmpty else { return [] }
    var found: [InferredExchange] = []
    var offersTLS = false
    for reply in unsolicitedReplies where !reply.flags.contains(.clearAfterTLS) {
      let exchange = InferredExchange(answering: reply, offersTLS: offersTLS)
      if exchange.verb == .ehlo { offersTLS = exchange.offersSTARTTLS }
      found.append(exchange)
    }
    return found
  }
}

extension InferredExchange {
  fileprivate init(answering reply: Reply, offersTLS: Bool) {
    switch reply.code {
    case 250:
      let keywords = HelloReader.keywords(in: reply.lines)
      let isList = reply.lines.count > 1 && keywords.contains { $0.isRegistered || $0.isMasked }
      self.init(
        verb: isList ? .ehlo : .unknown, reply: reply, keywords: isList ? keywords : [],
        serverName: isList ? reply.hostName : nil)
    case 220: self.init(verb: offersTLS ? .startTLS : .unknown, reply: reply)
    case 221: self.init(verb: .quit, reply: reply)
    case 334, 235, 535: self.init(verb: .auth, reply: reply)
    case 354: self.init(verb: .data, reply: reply)
    case 454 where offersTLS && Self.speaksOfTLS(reply): self.init(verb: .startTLS, reply: reply)
    default: self.init(verb: .unknown, reply: reply)
    }
  }

  private static func speaksOfTLS(_ reply: Reply) -> Bool {
    let text = reply.text.uppercased()
    return text.contains("TLS") || text.contains("SSL")
  }
}
