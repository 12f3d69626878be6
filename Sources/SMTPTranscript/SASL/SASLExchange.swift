internal import ByteParsing

/// What the messages of one SASL exchange say (RFC 4422, RFC 4954): decoded when asked for, and free of secrets.
///
/// No password, digest, response or token gets into any value of it. A message that is not quite what the mechanism asks
/// for is described and not shown, because a secret may stand where a name belongs.
package struct SASLExchange: Sendable {
  /// One message as it stood on the wire: of the client a line, or the initial response; of the server what follows `334`.
  package struct Message: Sendable {
    package var from: Side
    package var text: [UInt8]
    /// Whether all of it was captured and stored.
    package var isWhole: Bool
    /// Whether bytes of either side are missing between it and the message before.
    package var followsGap: Bool

    package init(from: Side, text: [UInt8], isWhole: Bool = true, followsGap: Bool = false) {
      self.from = from
      self.text = text
      self.isWhole = isWhole
      self.followsGap = followsGap
    }
  }

  package struct Detail: Sendable, Hashable {
    package var label: String
    package var value: String
  }

  /// What one message is, in words that may be shown.
  package struct Note: Sendable, Hashable {
    package var text: String
    /// Of a message of the server: whether it must not be shown itself, because a password can be guessed from it.
    package var isSecret = false
  }

  /// Messages that are read; what follows them is not.
  package static let maximumMessages = 64
  package static let maximumDetails = 32
  package static let maximumProblems = 16
  /// Bytes that are shown of one name, realm or report.
  package static let maximumNameBytes = 256

  /// The mechanism in upper case.
  package let mechanism: String
  package let hasInitialResponse: Bool
  /// The authentication identity; `nil` where the mechanism does not show it or it was not seen.
  package internal(set) var user: String?
  package internal(set) var details: [Detail] = []
  /// What is wrong with the form of the client's messages. Missing bytes are no such thing.
  package internal(set) var problems: [SASLProblem] = []
  /// Whether a password or a bearer token stands in a message.
  package internal(set) var exposesSecret = false
  /// Whether a challenge and an answer made from it and the password were both seen.
  package internal(set) var exposesChallengeResponse = false
  package internal(set) var isCancelled = false
  /// What the initial response is; `nil` where there is none, or it cannot be described.
  package private(set) var initialNote: Note?
  /// What each message is, in their order; `nil` where it cannot be described.
  package private(set) var notes: [Note?] = []

  var progress = Progress()

  /// What was learned so far, of use for the messages that follow.
  struct Progress: Sendable {
    /// The challenge that the next response answers; `nil` where it was not seen.
    var challenge: [UInt8]?
    var sawChallenge = false
    var gaveUser = false
    var isInOrder = true
  }

  package init(mechanism: String, initialResponse: Message?, messages: [Message]) {
    let name = mechanism.uppercased()
    self.mechanism = name
    hasInitialResponse = initialResponse != nil
    let kind = SASLMechanism(name: name)
    if let initialResponse { initialNote = read(initialResponse, kind) }
    for message in messages.prefix(Self.maximumMessages) {
      notes.append(read(message, kind))
    }
    notes += Array(repeating: nil, count: messages.count - notes.count)
  }

  private mutating func read(_ message: Message, _ kind: SASLMechanism) -> Note? {
    if message.followsGap {
      progress.challenge = nil
      progress.isInOrder = false
      // The start of such a message is missing.
      if !message.isWhole { return nil }
    }
    return message.from == .server ? readChallenge(message, kind) : readResponse(message, kind)
  }

  private mutating func readChallenge(_ message: Message, _ kind: SASLMechanism) -> Note? {
    let decoded = Base64.decode(message.text, isWhole: message.isWhole)
    // Some servers write a prompt as it is; it can be read without help.
    let isText = !(decoded.problem?.isReadable ?? true)
    let content = isText ? message.text : decoded.bytes
    progress.challenge = content
    guard !isText, !content.isEmpty else { return nil }
    progress.sawChallenge = true
    switch kind {
    case .digestMD5: return readDigestChallenge(content)
    case .scram: return readSCRAMChallenge(content)
    case .ntlm, .gssapi: return readToken(content, from: .server, isWhole: message.isWhole)
    case .xoauth2, .oauthBearer: return readBearerReport(content)
    case .plain, .login, .cramMD5, .external, .anonymous, .unknown:
      return Self.readable(content).map { Note(text: $0) }
    }
  }

  private mutating func readResponse(_ message: Message, _ kind: SASLMechanism) -> Note? {
    if message.text == [0x2A] {
      isCancelled = true
      return nil
    }
    defer { progress.challenge = nil }
    // A lone "=" is the empty initial response (RFC 4954 section 4).
    let isEmpty = message.text.isEmpty || message.text == [0x3D]
    let decoded = Base64.decode(isEmpty ? [] : message.text, isWhole: message.isWhole)
    if let problem = decoded.problem {
      add(.notBase64(problem))
      if !problem.isReadable {
        if kind == .login { noteLoginLine(isEmpty: false) }
        return Note(text: "\(message.text.count) characters that are not base64, withheld")
      }
    }
    let content = decoded.bytes
    switch kind {
    case .plain: return readPlain(content, isWhole: message.isWhole)
    case .login: return readLogin(content, isWhole: message.isWhole)
    case .cramMD5: return message.isWhole ? readCRAM(content) : nil
    case .digestMD5: return message.isWhole ? readDigestResponse(content) : nil
    case .scram: return message.isWhole ? readSCRAMResponse(content) : nil
    case .ntlm, .gssapi: return readToken(content, from: .client, isWhole: message.isWhole)
    case .xoauth2: return readXOAUTH2(content, isWhole: message.isWhole)
    case .oauthBearer: return readOAuthBearer(content, isWhole: message.isWhole)
    case .external: return message.isWhole ? readExternal(content) : nil
    case .anonymous: return message.isWhole ? readAnonymous(content) : nil
    case .unknown: return nil
    }
  }
}

/// The mechanisms whose messages are understood.
enum SASLMechanism: Sendable {
  case plain, login, cramMD5, digestMD5, scram, ntlm, gssapi, xoauth2, oauthBearer, external, anonymous, unknown

  /// The names of all but `SCRAM-…`.
  static let names: Set<String> = [
    "PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM", "GSSAPI", "GSS-SPNEGO", "XOAUTH2", "OAUTHBEARER", "EXTERNAL",
    "ANONYMOUS",
  ]

  init(name: String) {
    switch name {
    case "PLAIN": self = .plain
    case "LOGIN": self = .login
    case "CRAM-MD5": self = .cramMD5
    case "DIGEST-MD5": self = .digestMD5
    case "NTLM": self = .ntlm
    case "GSSAPI", "GSS-SPNEGO": self = .gssapi
    case "XOAUTH2": self = .xoauth2
    case "OAUTHBEARER": self = .oauthBearer
    case "EXTERNAL": self = .external
    case "ANONYMOUS": self = .anonymous
    default: self = name.hasPrefix("SCRAM-") ? .scram : .unknown
    }
  }
}

extension SASLExchange {
  /// Whether a name, in upper case, is that of a mechanism of the IANA registry or one that mail programs use.
  package static func isRegistered(_ name: String) -> Bool {
    if case .unknown = SASLMechanism(name: name) { return otherMechanisms.contains(name) }
    return SASLMechanism.names.contains(name) || scramMechanisms.contains(name)
  }

  private static let scramMechanisms: Set<String> = Set(
    ["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA3-512"].flatMap {
      ["SCRAM-\($0)", "SCRAM-\($0)-PLUS"]
    })
  private static let otherMechanisms: Set<String> = [
    "9798-M-DSA-SHA1", "9798-M-ECDSA-SHA1", "9798-M-RSA-SHA1-ENC", "9798-U-DSA-SHA1", "9798-U-ECDSA-SHA1",
    "9798-U-RSA-SHA1-ENC", "EAP-AES128", "EAP-AES128-PLUS", "ECDH-X25519-CHALLENGE", "ECDSA-NIST256P-CHALLENGE",
    "GS2-KRB5", "GS2-KRB5-PLUS", "KERBEROS_V4", "KERBEROS_V5", "OPENID20", "OTP", "SAML20", "SECURID", "SKEY",
    "SXOVER-PLUS",
    "MSN", "XOAUTH", "X-EXPS", "EXCHANGEAUTH", "LOGIN-REALM", "SRP",
  ]
}

/// What is wrong with the form of a message. Holds nothing of the message itself.
package enum SASLProblem: Sendable, Hashable, CustomStringConvertible {
  case base64(String)
  /// PLAIN has two (RFC 4616 section 2).
  case wrongNumberOfNULs(Int)
  case empty(String)
  /// The field ends with CR or LF.
  case lineEnd(String)
  case notUTF8(String)
  /// The field holds characters that a name does not.
  case controlCharacters(String)
  case malformed(String)

  package var description: String {
    switch self {
    case .base64(let reason): "not base64: \(reason)"
    case .wrongNumberOfNULs(let count): "\(count) NUL bytes where PLAIN has two"
    case .empty(let field): "the \(field) is empty"
    case .lineEnd(let field): "the \(field) ends with a line end"
    case .notUTF8(let field): "the \(field) is not UTF-8"
    case .controlCharacters(let field): "the \(field) holds control characters"
    case .malformed(let reason): reason
    }
  }

  static func notBase64(_ problem: Base64.Problem) -> SASLProblem { .base64("\(problem)") }
}

// MARK: - Help for the mechanisms

extension SASLExchange {
  mutating func add(_ problem: SASLProblem) {
    guard problems.count < Self.maximumProblems, !problems.contains(problem) else { return }
    problems.append(problem)
  }

  mutating func add(_ label: String, _ value: String?) {
    guard let value, !value.isEmpty, details.count < Self.maximumDetails else { return }
    let detail = Detail(label: label, value: value)
    if !details.contains(detail) { details.append(detail) }
  }

  /// A name as it may be shown; `nil`, with the problem noted, where the bytes are no name.
  mutating func name(_ bytes: ArraySlice<UInt8>, field: String) -> String? {
    var bytes = bytes
    if let last = bytes.last, last == 0x0A || last == 0x0D {
      add(.lineEnd(field))
      while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    }
    if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      add(.controlCharacters(field))
      return nil
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      add(.notUTF8(field))
      return nil
    }
    return bytes.isEmpty ? nil : Self.shown(bytes)
  }

  static func shown(_ bytes: ArraySlice<UInt8>) -> String {
    PrintableText.string(Array(bytes), limit: maximumNameBytes)
  }

  /// A message as text; `nil` where it is none.
  static func readable(_ bytes: [UInt8]) -> String? {
    guard !bytes.isEmpty, String(validating: bytes, as: UTF8.self) != nil,
      bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D })
    else { return nil }
    return PrintableText.string(bytes, limit: 2 * maximumNameBytes)
  }
}

extension ArraySlice where Element == UInt8 {
  /// Whether the bytes hold `word`, letters compared without case.
  func mentions(_ word: String) -> Bool {
    let wanted = Array(word.utf8).map(asciiLowercase)
    guard !wanted.isEmpty, count >= wanted.count else { return false }
    for start in startIndex...(endIndex - wanted.count) {
      var index = 0
      while index < wanted.count, asciiLowercase(self[start + index]) == wanted[index] { index += 1 }
      if index == wanted.count { return true }
    }
    return false
  }

  /// What follows `prefix`, letters compared without case; `nil` where the bytes do not begin with it.
  func dropping(_ prefix: String) -> ArraySlice<UInt8>? {
    let wanted = Array(prefix.utf8)
    guard count >= wanted.count else { return nil }
    for (index, byte) in wanted.enumerated() where asciiLowercase(self[startIndex + index]) != asciiLowercase(byte) {
      return nil
    }
    return dropFirst(wanted.count)
  }
}
