internal import ByteParsing

/// The verb of a command, without its parameters (RFC 5321 section 4.1.1, RFC 3030, 3207, 4468, 4954 and vendors' own).
public enum Verb: UInt8, Sendable, Hashable, CaseIterable {
  /// A word that is none of the verbs below; the text of the element holds it.
  case unknown
  case helo, ehlo, lhlo, mail, rcpt, data, bdat, rset, noop, quit
  case vrfy, expn, help, turn, etrn, atrn, send, soml, saml
  case auth, startTLS, burl
  case xAnonymousTLS, xExps, xExch50, xLink2State, xProxy, xProxyTo, xProxyFrom
  case xAdr, xSta, xCir, xGen, xRcpt, xShadow, xClient, xForward
  /// A word of nothing but `X`: what inspecting firewalls leave of a command that they do not allow.
  case masked
  /// The request line of HTTP.
  case httpRequest

  /// The verb as the standards write it; `nil` where the line's own word is what counts.
  public var name: String? {
    switch self {
    case .unknown, .masked, .httpRequest: nil
    case .helo: "HELO"
    case .ehlo: "EHLO"
    case .lhlo: "LHLO"
    case .mail: "MAIL"
    case .rcpt: "RCPT"
    case .data: "DATA"
    case .bdat: "BDAT"
    case .rset: "RSET"
    case .noop: "NOOP"
    case .quit: "QUIT"
    case .vrfy: "VRFY"
    case .expn: "EXPN"
    case .help: "HELP"
    case .turn: "TURN"
    case .etrn: "ETRN"
    case .atrn: "ATRN"
    case .send: "SEND"
    case .soml: "SOML"
    case .saml: "SAML"
    case .auth: "AUTH"
    case .startTLS: "STARTTLS"
    case .burl: "BURL"
    case .xAnonymousTLS: "X-ANONYMOUSTLS"
    case .xExps: "X-EXPS"
    case .xExch50: "XEXCH50"
    case .xLink2State: "X-LINK2STATE"
    case .xProxy: "XPROXY"
    case .xProxyTo: "XPROXYTO"
    case .xProxyFrom: "XPROXYFROM"
    case .xAdr: "XADR"
    case .xSta: "XSTA"
    case .xCir: "XCIR"
    case .xGen: "XGEN"
    case .xRcpt: "XRCPT"
    case .xShadow: "XSHADOW"
    case .xClient: "XCLIENT"
    case .xForward: "XFORWARD"
    }
  }

  /// Whether the command asks for TLS on this connection.
  package var asksForTLS: Bool { self == .startTLS || self == .xAnonymousTLS }

  /// Whether the command begins a SASL exchange.
  package var beginsSASL: Bool { self == .auth || self == .xExps }

  /// Whether the word is a command of mail, as opposed to some other word.
  package var isKnown: Bool { self != .unknown && self != .masked && self != .httpRequest }

  /// The verb that a line (without its line end) begins with. Letters match without case; the verb must end at a space,
  /// a tab or the end of the line.
  package static func leading(_ line: Span<UInt8>) -> Verb {
    guard line.count >= 3 else { return .unknown }
    if line.count == 4 || (line.count > 4 && isBlank(line[4])) {
      // Four letters at once: `| 0x20` makes US-ASCII letters lower case.
      switch line.bigEndianUInt32(at: 0) | 0x2020_2020 {
      case 0x6d61_696c: return .mail
      case 0x7263_7074: return .rcpt
      case 0x6568_6c6f: return .ehlo
      case 0x6865_6c6f: return .helo
      case 0x6461_7461: return .data
      case 0x7175_6974: return .quit
      case 0x7273_6574: return .rset
      case 0x6264_6174: return .bdat
      case 0x6175_7468: return .auth
      case 0x6e6f_6f70: return .noop
      case 0x6c68_6c6f: return .lhlo
      case 0x7672_6679: return .vrfy
      case 0x6578_706e: return .expn
      case 0x6865_6c70: return .help
      case 0x7475_726e: return .turn
      case 0x6574_726e: return .etrn
      case 0x6174_726e: return .atrn
      case 0x7365_6e64: return .send
      case 0x736f_6d6c: return .soml
      case 0x7361_6d6c: return .saml
      case 0x6275_726c: return .burl
      default: break
      }
    }
    return rare(line)
  }

  private static func rare(_ line: Span<UInt8>) -> Verb {
    var length = 0
    while length < line.count && !isBlank(line[length]) { length += 1 }
    if length == 8 && line.hasASCII("STARTTLS") { return .startTLS }
    switch asciiLowercase(line[0]) {
    case 0x78: return extended(line, length: length)
    case 0x67, 0x70, 0x68, 0x6f, 0x63, 0x64, 0x74: return isHTTP(line, length: length) ? .httpRequest : .unknown
    default: return .unknown
    }
  }

  /// The verbs that begin with `X`.
  private static func extended(_ line: Span<UInt8>, length: Int) -> Verb {
    switch length {
    case 4:
      if line.hasASCII("XADR") { return .xAdr }
      if line.hasASCII("XSTA") { return .xSta }
      if line.hasASCII("XCIR") { return .xCir }
      if line.hasASCII("XGEN") { return .xGen }
    case 5:
      if line.hasASCII("XRCPT") { return .xRcpt }
    case 6:
      if line.hasASCII("X-EXPS") { return .xExps }
      if line.hasASCII("XPROXY") { return .xProxy }
    case 7:
      if line.hasASCII("XCLIENT") { return .xClient }
      if line.hasASCII("XEXCH50") { return .xExch50 }
      if line.hasASCII("XSHADOW") { return .xShadow }
    case 8:
      if line.hasASCII("XFORWARD") { return .xForward }
      if line.hasASCII("XPROXYTO") { return .xProxyTo }
    case 10:
      if line.hasASCII("XPROXYFROM") { return .xProxyFrom }
    case 12:
      if line.hasASCII("X-LINK2STATE") { return .xLink2State }
    case 14:
      if line.hasASCII("X-ANONYMOUSTLS") { return .xAnonymousTLS }
    default: break
    }
    for index in 0..<length where line[index] != 0x58 { return .unknown }
    return length >= 4 ? .masked : .unknown
  }

  /// A method of HTTP, followed by something that a request may ask for.
  private static func isHTTP(_ line: Span<UInt8>, length: Int) -> Bool {
    let isMethod =
      switch length {
      case 3: line.hasASCII("GET") || line.hasASCII("PUT")
      case 4: line.hasASCII("POST") || line.hasASCII("HEAD")
      case 5: line.hasASCII("TRACE")
      case 6: line.hasASCII("DELETE")
      case 7: line.hasASCII("OPTIONS") || line.hasASCII("CONNECT")
      default: false
      }
    guard isMethod, length + 1 < line.count else { return false }
    if line[length + 1] == 0x2F || line.hasASCII("http", at: length + 1) { return true }
    return line.count >= 9 && line.hasASCII("HTTP/1.", at: line.count - 8)
  }
}

/// Space or horizontal tab.
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
