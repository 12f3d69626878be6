internal import ByteParsing

/// One line of an EHLO reply after the first: a service extension with its parameters (RFC 5321 section 4.1.1.1).
public struct EHLOKeyword: Sendable, Hashable {
  /// The line as it stood, without the reply code.
  public let line: String
  /// The extension's name in upper case. In the old form `AUTH=LOGIN` the equals sign and the word behind it are part of
  /// the name, so that it is not taken for `AUTH`.
  public let name: String
  /// The words after the name, as they stood.
  public let parameters: [String]

  /// `nil` for a line without a word.
  public init?(line: String) {
    self.line = line
    // Most lines are one word in upper case, which is its own name.
    let bytes = line.utf8Span.span
    if Self.isPlain(bytes) {
      name = line
      parameters = []
      return
    }
    var words = WordsOfLine(bytes, from: 0)
    guard let first = words.next() else { return nil }
    let name = String(utf8: bytes.extracting(first))
    self.name = Self.isPlain(bytes.extracting(first)) ? name : name.uppercased()
    var parameters: [String] = []
    while let word = words.next() { parameters.append(String(utf8: bytes.extracting(word))) }
    self.parameters = parameters
  }

  /// Whether it is one word of ASCII without a lower-case letter.
  private static func isPlain(_ word: Span<UInt8>) -> Bool {
    // The highest bit of a byte is set for what is beyond ASCII, not above the blank, and for a lower-case letter.
    var other: UInt64 = 0
    word.forEachEight(filler: 0x30) { word in
      let letters = (word &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(word &+ 0x0505_0505_0505_0505)
      other |= word | (word &- 0x2121_2121_2121_2121) | letters
    }
    return !word.isEmpty && other & 0x8080_8080_8080_8080 == 0
  }

  /// Whether an inspecting firewall wrote over the name: nothing but `X`, the last letter perhaps a counter, at least four
  /// in all (`XXXXXXXA`).
  public var isMasked: Bool {
    let letters = name.utf8
    guard letters.first == 0x58, letters.count >= 4, let last = letters.last, (0x41...0x5A).contains(last) else {
      return false
    }
    return letters.dropLast().allSatisfy { $0 == 0x58 }
  }

  /// Which extensions could stand behind a word that was written over, by its length, which such devices keep: the ones first
  /// that well-known servers list nearest to `position`, counted from 0 among the keywords.
  public static func maskCandidates(length: Int, position: Int) -> [String] {
    guard length > 0 else { return [] }
    var found: [(name: String, distance: Int)] = []
    for list in usualLists {
      for (place, name) in list.enumerated() where name.utf8.count == length {
        let distance = abs(place - position)
        if let known = found.firstIndex(where: { $0.name == name }) {
          found[known].distance = min(found[known].distance, distance)
        } else {
          found.append((name, distance))
        }
      }
    }
    let near = found.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
    var names = near.map(\.element.name)
    let others = registered.union(ofVendors).filter { $0.utf8.count == length && !names.contains($0) }
    names += others.sorted()
    return names
  }

  /// The lists of Postfix, Exim, Exchange, Sendmail and Gmail, each in its order.
  private static let usualLists: [[String]] = [
    [
      "PIPELINING", "SIZE", "VRFY", "ETRN", "STARTTLS", "AUTH", "ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8",
      "CHUNKING",
    ],
    ["SIZE", "LIMITS", "8BITMIME", "PIPELINING", "PIPECONNECT", "CHUNKING", "STARTTLS", "PRDR", "HELP"],
    [
      "SIZE", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "STARTTLS", "X-ANONYMOUSTLS", "AUTH", "X-EXPS", "8BITMIME",
      "BINARYMIME", "CHUNKING", "XEXCH50", "XRDST", "XSHADOW",
    ],
    [
      "ENHANCEDSTATUSCODES", "PIPELINING", "8BITMIME", "SIZE", "DSN", "ETRN", "AUTH", "STARTTLS", "DELIVERBY", "HELP",
    ],
    ["SIZE", "8BITMIME", "STARTTLS", "ENHANCEDSTATUSCODES", "PIPELINING", "CHUNKING", "SMTPUTF8"],
  ]

  /// Whether the name is registered with IANA, or is one that well-known servers are known to offer.
  public var isRegistered: Bool {
    Self.registered.contains(name) || Self.ofVendors.contains(name) || isLegacyAuth
  }

  /// Whether it is the form of drafts before RFC 2554, `AUTH=LOGIN`.
  public var isLegacyAuth: Bool { name.utf8.count >= 5 && name.utf8.starts(with: "AUTH=".utf8) }

  /// The mechanisms of the form `AUTH=LOGIN PLAIN`, in upper case; empty for every other line.
  public var legacyMechanisms: [String] {
    guard isLegacyAuth else { return [] }
    let first = String(name.dropFirst(5))
    return (first.isEmpty ? [] : [first]) + parameters.map { $0.uppercased() }
  }

  /// IANA's registry of SMTP service extensions.
  private static let registered: Set<String> = [
    "8BITMIME", "ATRN", "AUTH", "BINARYMIME", "BURL", "CHECKPOINT", "CHUNKING", "CONNEG", "CONPERM", "DELIVERBY", "DSN",
    "ENHANCEDSTATUSCODES", "ETRN", "EXPN", "FUTURERELEASE", "HELP", "LIMITS", "MT-PRIORITY", "MTRK", "NO-SOLICITING",
    "ONEX", "PIPELINING", "REQUIRETLS", "RRVS", "SAML", "SEND", "SIZE", "SMTPUTF8", "SOML", "STARTTLS", "SUBMITTER",
    "TURN", "UTF8SMTP", "VERB",
  ]

  /// Of Exchange, Postfix, Exim, Sendmail and others.
  private static let ofVendors: Set<String> = [
    "PIPECONNECT", "PRDR", "VRFY", "X-ANONYMOUSTLS", "X-EXPS", "X-LINK2STATE", "X-RCPTLIMIT", "X_PIPE_CONNECT", "XADR",
    "XAUTH", "XCIR", "XCLIENT", "XEXCH50", "XFORWARD", "XGEN", "XLOOP", "XOORG", "XPROXY", "XPROXYFROM", "XPROXYTO",
    "XRDST", "XREMOTEQUEUE", "XSESSIONPARAMS", "XSHADOW", "XSHADOWREQUEST", "XSTA", "XUSR", "XVERP",
  ]
}
