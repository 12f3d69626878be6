internal import ByteParsing

/// What a GSS-API token shows in clear: the mechanism, the Kerberos realm and service, an error (RFC 2743 section 3.1,
/// RFC 4121, RFC 4178).
struct GSSToken: Sendable {
  enum Kind: Sendable {
    /// A request with a ticket (RFC 4120 section 5.5.1).
    case kerberosRequest
    case kerberosReply
    case kerberosError(code: Int?)
    case kerberosOther
    case ntlm(NTLMMessage)
    /// SPNEGO without a token inside.
    case negotiation
    case other
  }

  private(set) var kind = Kind.other
  private(set) var isSPNEGO = false
  /// Mechanisms that SPNEGO offers or settles on, by name or number.
  private(set) var mechanisms: [String] = []
  /// Of SPNEGO: "accepted", "not yet complete", "rejected", "request for MIC".
  private(set) var state: String?
  private(set) var realm: String?
  private(set) var service: String?
  private(set) var errorText: String?

  static let maximumMechanisms = 8

  init(_ bytes: [UInt8]) {
    if let message = NTLMMessage(bytes) {
      kind = .ntlm(message)
      return
    }
    guard let body = Self.negotiation(in: bytes) else {
      kind = Self.mechanismToken(bytes, 0..<bytes.count, into: &self) ?? .other
      return
    }
    isSPNEGO = true
    readNegotiation(bytes, body)
  }

  /// The NegotiationToken inside its frame or bare; `nil` where there is none.
  private static func negotiation(in bytes: [UInt8]) -> Range<Int>? {
    if let first = bytes.first, first == 0xA1 || first == 0xA0 { return 0..<bytes.count }
    guard let frame = frame(bytes, 0..<bytes.count), objectName(bytes, frame.mechanism) == "SPNEGO" else { return nil }
    return frame.rest
  }

  /// The frame of an initial token: its mechanism, and what follows.
  private static func frame(_ bytes: [UInt8], _ range: Range<Int>) -> (mechanism: Range<Int>, rest: Range<Int>)? {
    var reader = DERReader(bytes, range)
    guard let (tag, content) = reader.next(), tag == 0x60 else { return nil }
    var inner = DERReader(bytes, content)
    guard let (kind, mechanism) = inner.next(), kind == 0x06 else { return nil }
    return (mechanism, mechanism.upperBound..<content.upperBound)
  }

  private mutating func readNegotiation(_ bytes: [UInt8], _ body: Range<Int>) {
    kind = .negotiation
    var reader = DERReader(bytes, body)
    guard let (tag, content) = reader.next(), let fields = DERReader.content(of: [0x30], in: bytes, content) else {
      return
    }
    let isInitial = tag == 0xA0
    if isInitial, let list = DERReader.content(of: [0xA0, 0x30], in: bytes, fields) {
      var names = DERReader(bytes, list)
      while mechanisms.count < Self.maximumMechanisms, let name = names.first(0x06) {
        mechanisms.append(Self.objectName(bytes, name))
      }
    }
    if !isInitial {
      if let value = DERReader.content(of: [0xA0, 0x0A], in: bytes, fields), let first = bytes[value].first {
        state = ["accepted", "not yet complete", "rejected", "request for MIC"][min(Int(first), 3)]
      }
      if let name = DERReader.content(of: [0xA1, 0x06], in: bytes, fields) {
        mechanisms.append(Self.objectName(bytes, name))
      }
    }
    if let token = DERReader.content(of: [0xA2, 0x04], in: bytes, fields) {
      kind = Self.mechanismToken(bytes, token, into: &self) ?? .negotiation
    }
  }

  /// The token of the mechanism proper. SPNEGO inside SPNEGO is not looked into.
  private static func mechanismToken(_ bytes: [UInt8], _ range: Range<Int>, into token: inout GSSToken) -> Kind? {
    if let message = NTLMMessage(Array(bytes[range])) { return .ntlm(message) }
    guard let frame = frame(bytes, range), objectName(bytes, frame.mechanism) == "Kerberos" else { return nil }
    // Two bytes say which message follows (RFC 4121 section 4.1).
    guard frame.rest.count >= 2 else { return .kerberosOther }
    let message = frame.rest.dropFirst(2)
    switch (bytes[frame.rest.lowerBound], bytes[frame.rest.lowerBound + 1]) {
    case (1, 0):
      if let ticket = DERReader.content(of: [0x6E, 0x30, 0xA3, 0x61, 0x30], in: bytes, message) {
        token.readNames(bytes, ticket, realm: 0xA1, service: 0xA2)
      }
      return .kerberosRequest
    case (2, 0): return .kerberosReply
    case (3, 0):
      guard let fields = DERReader.content(of: [0x7E, 0x30], in: bytes, message) else {
        return .kerberosError(code: nil)
      }
      token.readNames(bytes, fields, realm: 0xA9, service: 0xAA)
      if let text = DERReader.content(of: [0xAB, 0x1B], in: bytes, fields) { token.errorText = shown(bytes[text]) }
      let number = DERReader.content(of: [0xA6, 0x02], in: bytes, fields).flatMap { Self.number(bytes[$0]) }
      return .kerberosError(code: number)
    default: return .kerberosOther
    }
  }

  private mutating func readNames(_ bytes: [UInt8], _ fields: Range<Int>, realm realmTag: UInt8, service: UInt8) {
    if let text = DERReader.content(of: [realmTag, 0x1B], in: bytes, fields) { realm = Self.shown(bytes[text]) }
    guard let list = DERReader.content(of: [service, 0x30, 0xA1, 0x30], in: bytes, fields) else { return }
    var parts: [String] = []
    var reader = DERReader(bytes, list)
    while parts.count < 4, let part = reader.first(0x1B) { parts.append(Self.shown(bytes[part])) }
    if !parts.isEmpty { self.service = parts.joined(separator: "/") }
  }

  private static func shown(_ bytes: ArraySlice<UInt8>) -> String { SASLExchange.shown(bytes) }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard (1...4).contains(bytes.count) else { return nil }
    return bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  private static func objectName(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    switch Array(bytes[range]) {
    case [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02]: return "Kerberos"
    case [0x2A, 0x86, 0x48, 0x82, 0xF7, 0x12, 0x01, 0x02, 0x02]: return "Kerberos (old number of Microsoft)"
    case [0x2B, 0x06, 0x01, 0x05, 0x05, 0x02]: return "SPNEGO"
    case [0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0A]: return "NTLM"
    case [0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x1E]: return "NEGOEX"
    default: return numbers(bytes[range])
    }
  }

  /// An object identifier in its dotted form.
  private static func numbers(_ bytes: ArraySlice<UInt8>) -> String {
    var parts: [UInt64] = []
    var value: UInt64 = 0
    for byte in bytes.prefix(32) {
      guard value < 1 << 50 else { return "unknown" }
      value = value << 7 | UInt64(byte & 0x7F)
      guard byte & 0x80 == 0 else { continue }
      if parts.isEmpty {
        let first = min(value / 40, 2)
        parts = [first, value - first * 40]
      } else {
        parts.append(value)
      }
      value = 0
    }
    return parts.isEmpty ? "unknown" : parts.map(String.init).joined(separator: ".")
  }
}

extension SASLExchange {
  /// NTLM, GSSAPI (RFC 4752) and GSS-SPNEGO.
  mutating func readToken(_ content: [UInt8], from side: Side, isWhole: Bool) -> Note? {
    if content.isEmpty { return side == .client ? Note(text: "empty") : nil }
    let token = GSSToken(content)
    if token.isSPNEGO {
      add("mechanisms", token.mechanisms.joined(separator: ", "))
      if side == .server { add("negotiation", token.state) }
    }
    add("realm", token.realm)
    add("service", token.service)
    let end = side == .client ? ", withheld" : ""
    let within = token.isSPNEGO ? " in SPNEGO" : ""
    let service = [token.service, token.realm].compactMap { $0 }.joined(separator: "@")
    switch token.kind {
    case .ntlm(let message):
      var result = note(message, isWhole: isWhole)
      result.text += within
      return result
    case .kerberosRequest:
      return Note(text: "Kerberos request\(service.isEmpty ? "" : " for \(service)")\(within)\(end)")
    case .kerberosReply: return Note(text: "Kerberos reply\(within)\(end)")
    case .kerberosError(let code):
      let name = code.map { "\($0)\(KerberosError.name($0).map { " " + $0 } ?? "")" } ?? "without a number"
      add("Kerberos error", name)
      add("Kerberos error text", token.errorText)
      return Note(text: "Kerberos error \(name)")
    case .kerberosOther: return Note(text: "Kerberos message\(within)\(end)")
    case .negotiation:
      let state = token.state.map { ", \($0)" } ?? ""
      let names = token.mechanisms.isEmpty ? "" : ": \(token.mechanisms.joined(separator: ", "))"
      return Note(text: "SPNEGO\(names)\(state)\(end)")
    case .other: return nil
    }
  }
}

/// Error codes of Kerberos that a login fails with (RFC 4120 section 7.5.9).
enum KerberosError {
  static func name(_ code: Int) -> String? {
    switch code {
    case 6: "KDC_ERR_C_PRINCIPAL_UNKNOWN"
    case 7: "KDC_ERR_S_PRINCIPAL_UNKNOWN"
    case 14: "KDC_ERR_ETYPE_NOSUPP"
    case 18: "KDC_ERR_CLIENT_REVOKED"
    case 24: "KDC_ERR_PREAUTH_FAILED"
    case 31: "KRB_AP_ERR_BAD_INTEGRITY"
    case 32: "KRB_AP_ERR_TKT_EXPIRED"
    case 33: "KRB_AP_ERR_TKT_NYV"
    case 34: "KRB_AP_ERR_REPEAT"
    case 35: "KRB_AP_ERR_NOT_US"
    case 36: "KRB_AP_ERR_BADMATCH"
    case 37: "KRB_AP_ERR_SKEW"
    case 41: "KRB_AP_ERR_MODIFIED"
    case 44: "KRB_AP_ERR_BADKEYVER"
    case 45: "KRB_AP_ERR_NOKEY"
    case 60: "KRB_ERR_GENERIC"
    default: nil
    }
  }
}
