public import SMTPTranscript

/// The client's request to begin TLS (RFC 3207 section 4; Exchange's X-ANONYMOUSTLS behaves alike).
public struct StartTLSRequest: Sendable {
  public var verb: Verb
  /// Its place in `Session.exchanges`.
  public var exchange: Int
  /// Whether the list of the EHLO before it held the keyword; `nil` where that list was not captured whole, or no EHLO
  /// was seen.
  public var wasAdvertised: Bool?
  /// What the client sent after a positive reply.
  public var clientWentOnWith: Continuation
  /// What the server sent after its positive reply.
  public var serverWentOnWith: Continuation

  public enum Continuation: Sendable {
    /// Nothing was seen.
    case nothing
    /// A TLS record, or an SSL 2.0 format hello.
    case tls
    /// SMTP in clear.
    case plainText
  }

  public init(
    verb: Verb, exchange: Int, wasAdvertised: Bool?, clientWentOnWith: Continuation, serverWentOnWith: Continuation
  ) {
    self.verb = verb
    self.exchange = exchange
    self.wasAdvertised = wasAdvertised
    self.clientWentOnWith = clientWentOnWith
    self.serverWentOnWith = serverWentOnWith
  }
}
