/// One AUTH command with the challenges and responses that followed it (RFC 4954). It holds no secret.
public struct AuthExchange: Sendable {
  public enum Outcome: String, Sendable {
    case accepted, rejected, cancelled, noReply, hidden
  }

  /// The SASL mechanism in upper case; empty where the command named none.
  public var mechanism: String
  public var outcome: Outcome
  /// The final reply (235, 535 …); `nil` where none was seen.
  public var reply: Reply?
  /// Under which cover it ran.
  public var layer: Layer
  /// Whether it ran inside TLS and could be read all the same (a decrypted capture).
  public var isProtected: Bool { layer == .tls }
  /// Its place in `Session.exchanges`.
  public var exchange: Int
  /// Challenges (334) that the server sent.
  public var challenges: Int
  /// Responses that the client sent after the command itself.
  public var responses: Int
  public var hasInitialResponse: Bool
  /// The authentication identity, where the mechanism shows it.
  public var user: String?
  /// What else the messages show (names, versions, realms, error reports): label and value, printable.
  public var details: [Detail]
  /// What is wrong with the form of the messages.
  public var problems: [String]
  /// Whether a secret (a password or a bearer token) crossed the network readable. `false` where ``layer`` is unknown.
  public var exposesSecret: Bool
  /// Whether a challenge and its answer crossed the network, from which a password can be guessed off line. `false` where
  /// ``layer`` is unknown.
  public var exposesChallengeResponse: Bool
  public var last: Moment
  /// Where the client said QUIT in the place of an answer to a challenge; `nil` where it did not.
  public var quit: Moment?

  public struct Detail: Sendable, Equatable {
    public var label: String
    public var value: String

    public init(label: String, value: String) {
      self.label = label
      self.value = value
    }
  }

  public init(
    mechanism: String, outcome: Outcome, reply: Reply?, layer: Layer, exchange: Int, challenges: Int,
    responses: Int, hasInitialResponse: Bool, user: String?, details: [Detail], problems: [String],
    exposesSecret: Bool, exposesChallengeResponse: Bool, last: Moment, quit: Moment? = nil
  ) {
    self.mechanism = mechanism
    self.outcome = outcome
    self.reply = reply
    self.layer = layer
    self.exchange = exchange
    self.challenges = challenges
    self.responses = responses
    self.hasInitialResponse = hasInitialResponse
    self.user = user
    self.details = details
    self.problems = problems
    self.exposesSecret = exposesSecret
    self.exposesChallengeResponse = exposesChallengeResponse
    self.last = last
    self.quit = quit
  }
}
