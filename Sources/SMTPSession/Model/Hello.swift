public import SMTPTranscript

/// One EHLO, HELO or LHLO of the client with what the server answered (RFC 5321 section 4.1.1.1, RFC 2033).
public struct Hello: Sendable {
  public var verb: Verb
  /// The name that the client gave.
  public var clientName: String
  /// The first word of the reply's first line; `nil` where no positive reply was seen.
  public var serverName: String?
  /// The EHLO keywords with their parameters, in the order of the reply, as they stood.
  public var keywords: [EHLOKeyword]
  /// Whether the whole list was captured, from the first line to the last (the one with a space after the code).
  /// Only then may one say that a keyword was not offered.
  public var listIsComplete: Bool
  /// Its place in `Session.exchanges`.
  public var exchange: Int
  /// Whether it was sent inside TLS (and could be read all the same, in a decrypted capture).
  public var isProtected: Bool

  public init(
    verb: Verb, clientName: String, serverName: String?, keywords: [EHLOKeyword], listIsComplete: Bool, exchange: Int,
    isProtected: Bool
  ) {
    self.verb = verb
    self.clientName = clientName
    self.serverName = serverName
    self.keywords = keywords
    self.listIsComplete = listIsComplete
    self.exchange = exchange
    self.isProtected = isProtected
  }

  public func keyword(_ name: String) -> EHLOKeyword? {
    keywords.first { $0.name == name }
  }

  public var offersSTARTTLS: Bool { keyword("STARTTLS") != nil }

  /// The SASL mechanisms of the AUTH keyword, in upper case; empty where AUTH was not offered. The old form
  /// `AUTH=LOGIN` does not count.
  public var mechanisms: [String] {
    keyword("AUTH")?.parameters.map { $0.uppercased() } ?? []
  }
}
