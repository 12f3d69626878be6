public import SMTPTranscript

/// One EHLO, HELO or LHLO of the client with what the server answered (RFC 5321 section 4.1.1.1, RFC 2033). It stands in
/// one place and never changes.
public final class Hello: Sendable {
  public let verb: Verb
  /// The name that the client gave.
  public let clientName: String
  /// The first word of the reply's first line; `nil` where no positive reply was seen.
  public let serverName: String?
  /// The EHLO keywords with their parameters, in the order of the reply, as they stood.
  public let keywords: [EHLOKeyword]
  /// Whether the whole list was captured, from the first line to the last (the one with a space after the code).
  /// Only then may one say that a keyword was not offered.
  public let listIsComplete: Bool
  /// Its place in `Session.exchanges`.
  public let exchange: Int
  /// Whether it was sent inside TLS (and could be read all the same, in a decrypted capture).
  public let isProtected: Bool
  /// What is asked of the list most, seen in one pass.
  private let marks: Marks

  private struct Marks: Sendable {
    var offersSTARTTLS = false
    var hasMasked = false
    var hasLegacyAuth = false

    init(_ keywords: [EHLOKeyword]) {
      for keyword in keywords {
        switch keyword.name.utf8.first {
        case 0x53: if keyword.name == "STARTTLS" { offersSTARTTLS = true }
        case 0x58: if keyword.isMasked { hasMasked = true }
        case 0x41: if keyword.isLegacyAuth { hasLegacyAuth = true }
        default: break
        }
      }
    }
  }

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
    marks = Marks(keywords)
  }

  public func keyword(_ name: String) -> EHLOKeyword? {
    keywords.first { $0.name == name }
  }

  public var offersSTARTTLS: Bool { marks.offersSTARTTLS }

  /// Whether a word of the list is nothing but X: a device wrote over it.
  public var hasMaskedKeywords: Bool { marks.hasMasked }

  /// Whether the list holds the form of old drafts, `AUTH=LOGIN`.
  public var hasLegacyAuth: Bool { marks.hasLegacyAuth }

  /// The SASL mechanisms of the AUTH keyword, in upper case; empty where AUTH was not offered. The old form
  /// `AUTH=LOGIN` does not count.
  public var mechanisms: [String] {
    keyword("AUTH")?.parameters.map { $0.uppercased() } ?? []
  }
}
