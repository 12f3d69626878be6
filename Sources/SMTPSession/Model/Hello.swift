public import SMTPTranscript

/// One EHLO, HELO or LHLO of the client with what the server answered (RFC 5321 section 4.1.1.1, RFC 2033). It stands in
/// one place and never changes.
public final class Hello: Sendable {
  public let verb: Verb
  /// The name that the client gave.
  public let clientName: String
  /// The first word of the reply's first line, where that looks like a host name or an address; `nil` where it does not (as in
  /// `250-Hello`), and where no positive reply was seen.
  public let serverName: String?
  /// The EHLO keywords with their parameters, in the order of the reply, as they stood.
  public let keywords: [EHLOKeyword]
  /// Whether the whole list was captured, from the first line to the last (the one with a space after the code).
  /// Only then may one say that a keyword was not offered.
  public let listIsComplete: Bool
  /// Its place in `Session.exchanges`.
  public let exchange: Int
  /// Under which cover it crossed the wire.
  public let layer: Layer
  /// Whether it was sent inside TLS (and could be read all the same, in a decrypted capture).
  public var isProtected: Bool { layer == .tls }
  /// What is asked of the list most, seen in one pass.
  private let marks: Marks

  struct Marks: Sendable {
    var offersSTARTTLS = false
    var hasMasked = false
    var hasLegacyAuth = false
    var hasLoginWord = false
    var hasVendorWord = false

    init(_ keywords: [EHLOKeyword]) {
      for keyword in keywords {
        switch keyword.name.utf8.first {
        case 0x53: if keyword.name == "STARTTLS" { offersSTARTTLS = true }
        case 0x58:
          hasVendorWord = true
          if keyword.isMasked { hasMasked = true }
        case 0x41:
          hasLoginWord = true
          if keyword.isLegacyAuth { hasLegacyAuth = true }
        default: break
        }
      }
    }
  }

  public init(
    verb: Verb, clientName: String, serverName: String?, keywords: [EHLOKeyword], listIsComplete: Bool, exchange: Int,
    isProtected: Bool, layer: Layer? = nil
  ) {
    marks = Marks(keywords)
    self.verb = verb
    self.clientName = clientName
    self.serverName = serverName
    self.keywords = keywords
    self.listIsComplete = listIsComplete
    self.exchange = exchange
    self.layer = layer ?? (isProtected ? .tls : .clear)
  }

  /// One that was answered with words that were said lately.
  init(
    verb: Verb, clientName: String, answeredBy words: RecurringWords, listIsComplete: Bool, exchange: Int, layer: Layer
  ) {
    self.verb = verb
    self.clientName = clientName
    serverName = words.hostName
    keywords = words.extensions
    marks = words.marks
    self.listIsComplete = listIsComplete
    self.exchange = exchange
    self.layer = layer
  }

  /// The same with other names.
  public convenience init(_ other: Hello, clientName: String, serverName: String?, keywords: [EHLOKeyword]) {
    self.init(
      verb: other.verb, clientName: clientName, serverName: serverName, keywords: keywords,
      listIsComplete: other.listIsComplete, exchange: other.exchange,
      isProtected: other.isProtected, layer: other.layer)
  }

  /// What can have stood in the place of the keyword at `place`, which was written over: extensions of its length that the list
  /// does not hold. Empty where it was not written over.
  public func maskCandidates(at place: Int) -> [String] {
    guard keywords.indices.contains(place), keywords[place].isMasked else { return [] }
    return EHLOKeyword.maskCandidates(length: keywords[place].name.utf8.count, position: place)
      .filter { name in !keywords.contains { $0.name == name } }
  }

  public func keyword(_ name: String) -> EHLOKeyword? {
    keywords.first { $0.name == name }
  }

  public var offersSTARTTLS: Bool { marks.offersSTARTTLS }

  /// Whether a word of the list is nothing but X: a device wrote over it.
  public var hasMaskedKeywords: Bool { marks.hasMasked }

  /// Whether the list holds the form of old drafts, `AUTH=LOGIN`.
  public var hasLegacyAuth: Bool { marks.hasLegacyAuth }

  /// Whether a word of the list begins as AUTH does.
  package var hasLoginWord: Bool { marks.hasLoginWord }

  /// Whether a word of the list begins with X, as those do that a vendor has for himself.
  package var hasVendorWord: Bool { marks.hasVendorWord }

  /// The SASL mechanisms of the AUTH keyword, in upper case; empty where AUTH was not offered. The old form
  /// `AUTH=LOGIN` does not count.
  public var mechanisms: [String] {
    keyword("AUTH")?.parameters.map { $0.uppercased() } ?? []
  }
}
