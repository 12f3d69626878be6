import SMTPSession
import SMTPTranscript
import TLSHandshake

/// The alert in clear that ended a negotiation, and which finding it belongs to. Every such alert belongs to exactly one, so
/// that none stays without a finding and no two rules explain the same one.
///
/// A class, because a dozen rules look at the one refusal of a session.
final class TLSRefusal {
  enum Position {
    /// In answer to the ClientHello.
    case clientHello
    /// Between the ServerHello and the client's answer to it.
    case serverFlight
    /// After the client's answer had begun.
    case clientFlight
  }

  enum Kind: CaseIterable {
    case versionMismatch, versionIntolerance, noSharedCipher, noCommonGroup, noCommonSignature
    case nameUnrecognized, nameMissing, protocolName, weakDH, sentinel, renegotiation, resumption
    case framing, corrupted, issuerKey, internalError, canceled
    /// What no other takes, by sender and place.
    case serverAtHello, server, client
  }

  let handshake: Handshake
  let sender: Side
  let alert: AlertDescription
  let offset: UInt64
  let at: Moment
  let position: Position
  private(set) var kind = Kind.server

  /// `nil` where no alert in clear ended it.
  init?(_ handshake: Handshake) {
    let tls = handshake.tls
    guard !tls.alerts.isEmpty else { return nil }
    var first: (alert: TLSNegotiation.SentAlert, description: AlertDescription, at: Moment)?
    for sent in handshake.negotiation.alerts {
      guard let description = sent.alert.description, Self.isFinal(sent.alert, isTLS13: handshake.isTLS13) else {
        continue
      }
      let at = tls.moment(sent.sender.side, at: sent.alert.offset) ?? handshake.session.end
      if let known = first, known.at.packet <= at.packet { continue }
      if Self.onlyAnswersEnd(description), handshake.hadEnded(sent.sender.side.opposite, before: at) { continue }
      first = (sent, description, at)
    }
    guard let first else { return nil }
    self.handshake = handshake
    sender = first.alert.sender.side
    alert = first.description
    offset = first.alert.alert.offset
    at = first.at
    if let answer = handshake.clientFlightMoment, sender == .client || answer.packet < first.at.packet {
      position = .clientFlight
    } else if let chosen = handshake.serverHelloMoment, chosen.packet <= first.at.packet {
      position = .serverFlight
    } else {
      position = .clientHello
    }
    kind = findKind()
  }

  /// Whether an alert ends the negotiation: fatal, or a farewell (RFC 8446 section 6).
  static func isFinal(_ alert: Alert, isTLS13: Bool) -> Bool {
    guard !alert.isEncrypted, let description = alert.description else { return false }
    if description == .closeNotify || description == .userCanceled { return true }
    return alert.level == .fatal || isTLS13
  }

  /// Whether TLS software says this when the other side has closed the connection: OpenSSL calls that a decode_error.
  private static func onlyAnswersEnd(_ description: AlertDescription) -> Bool {
    switch description {
    case .closeNotify, .userCanceled, .decodeError, .unexpectedMessage, .internalError: true
    default: false
    }
  }

  /// The match of a session whose negotiation ended with an alert of that kind.
  static func match(_ it: Case, _ kind: Kind, _ make: (TLSRefusal) -> Match) -> Match? {
    guard let refusal = it.tlsRefusal, refusal.kind == kind else { return nil }
    return make(refusal)
  }

  private var hello: ClientHello? { handshake.hello }

  private func findKind() -> Kind {
    switch alert {
    case .closeNotify, .userCanceled: return .canceled
    case .protocolVersion: return .versionMismatch
    case .inappropriateFallback where refusesHello: return .versionIntolerance
    case .noApplicationProtocol: return .protocolName
    case .unknownPSKIdentity where refusesHello: return .resumption
    // No key is in use yet where the client has only read the server's certificate and signature.
    case .decryptError where sender == .client && position == .serverFlight: return .issuerKey
    case .badRecordMac, .decryptionFailed, .decryptError: return .corrupted
    case .unrecognizedName where refusesHello: return hello?.serverName == nil ? .nameMissing : .nameUnrecognized
    case .internalError, .generalError:
      if refusesHello, isOldClient { return .versionMismatch }
      return .internalError
    case .handshakeFailure, .insufficientSecurity, .illegalParameter:
      return parameterKind
    case .missingExtension:
      return refusesHello && hello?.serverName == nil ? .nameMissing : .framing
    case .decodeError where sender == .server && position == .clientFlight && handshake.tls.clientCertificate == .empty:
      // GnuTLS says this of an empty certificate where it wants one.
      return .server
    case .unexpectedMessage, .recordOverflow, .decompressionFailure, .decodeError, .unsupportedExtension:
      return .framing
    default:
      if sender == .client { return .client }
      return position == .clientHello ? .serverAtHello : .server
    }
  }

  /// Whether the server sent it in answer to the ClientHello.
  private var refusesHello: Bool { sender == .server && position == .clientHello }

  /// The three alerts that speak of parameters: whose, the handshake tells.
  private var parameterKind: Kind {
    if sender == .server {
      if alert == .illegalParameter {
        return position == .clientHello && (hello?.pskIdentityCount ?? 0) > 0 ? .resumption : .framing
      }
      return position == .clientHello ? offerKind : .server
    }
    if retryAsksForUnoffered { return .noCommonGroup }
    if alert == .illegalParameter, DowngradeMark(handshake) != nil { return .sentinel }
    if let bits = handshake.negotiation.primeBits, bits < Self.shortPrime { return .weakDH }
    if alert == .handshakeFailure, lacksSecureRenegotiation { return .renegotiation }
    return alert == .illegalParameter ? .framing : .client
  }

  /// A prime below this is what clients refuse today (RFC 9325 section 4.5).
  static let shortPrime = 2048

  /// Which of the lists offered is so narrow that it explains the refusal of all of them together.
  private var offerKind: Kind {
    guard let hello else { return .noSharedCipher }
    if let schemes = hello.signatureAlgorithms, alert == .handshakeFailure, SchemeFamilies(schemes).isOneSided {
      return .noCommonSignature
    }
    if let groups = hello.supportedGroups, alert == .handshakeFailure, needsGroup(hello) {
      if groups.count(where: { !$0.isGREASE }) <= 1 || !groups.contains(where: { Self.isUsual($0) }) {
        return .noCommonGroup
      }
    }
    return .noSharedCipher
  }

  /// P-256, P-384, X25519 and the combination of X25519 with ML-KEM-768: what servers have.
  static func isUsual(_ group: NamedGroup) -> Bool {
    switch group.rawValue {
    case 23, 24, 29, 4588: true
    default: false
    }
  }

  private func needsGroup(_ hello: ClientHello) -> Bool {
    // A server that takes TLS 1.3 does not fall back to suites without a group.
    if hello.highestOfferedVersion.isTLS13 { return true }
    return hello.cipherSuites.allSatisfy { suite in
      suite.isGREASE || suite.isSignal || suite.isTLS13 || suite.keyExchange == .ecdhe
        || suite.keyExchange == .ecdhePSK
    }
  }

  private var isOldClient: Bool { hello.map { $0.highestOfferedVersion < .tls12 } ?? false }

  var retryAsksForUnoffered: Bool {
    guard let group = handshake.negotiation.helloRetryRequest?.keyShare?.group,
      let offered = handshake.negotiation.clientHello?.supportedGroups
    else { return false }
    return !offered.contains(group)
  }

  var lacksSecureRenegotiation: Bool {
    guard !handshake.isTLS13, let answer = handshake.negotiation.serverHello, answer.problem == nil else {
      return false
    }
    return !answer.hasRenegotiationInfo
  }

  // What the rules say of it.

  var words: String { TLSWords.alert(alert) }

  var stage: Stage {
    switch position {
    case .clientHello: .clientHello
    case .serverFlight: .serverFlight
    case .clientFlight: .clientFlight
    }
  }

  var cause: Cause { Cause(.stopped, by: sender.actor, basis: .statement) }

  func evidence(_ meaning: String? = nil) -> Evidence {
    handshake.session.tlsEvidence(
      sender, at: at, .alert, meaning: meaning ?? "the \(sender.noun) refuses and says \(words)")
  }

  /// The offer, the choice where there was one, and the alert.
  var story: [Evidence] {
    handshake.helloEvidence + (position == .clientHello ? [] : handshake.serverHelloEvidence) + [evidence()]
  }
}

/// Which kinds of keys a list of signature schemes can do with (RFC 8446 section 4.2.3).
struct SchemeFamilies {
  var rsa = false
  var ecdsa = false
  /// Whether anything but SHA-1 and MD5 is there.
  var modern = false

  init(_ schemes: some Sequence<SignatureScheme>) {
    for scheme in schemes where !scheme.isGREASE {
      let isPair = scheme.rawValue >> 8 <= 6
      let isOld = scheme.rawValue >> 8 <= 2
      if !isOld { modern = true }
      if isPair, scheme.rawValue & 0xFF == 1, !isOld { rsa = true }
      if isPair, scheme.rawValue & 0xFF == 3, !isOld { ecdsa = true }
      // rsa_pss_rsae and rsa_pss_pss.
      if (0x0804...0x0806).contains(scheme.rawValue) || (0x0809...0x080B).contains(scheme.rawValue) { rsa = true }
    }
  }

  /// Whether servers with a usual key of one kind cannot sign for it.
  var isOneSided: Bool { !(rsa && ecdsa) }

  var lacking: String {
    if !modern { return "signatures with SHA-256 or better" }
    return rsa ? "signatures with ECDSA keys" : "signatures with RSA keys"
  }
}

/// The mark by which a server says that it would have spoken a newer version (RFC 8446 section 4.1.3).
struct DowngradeMark {
  let chosen: TLSVersion
  let offered: TLSVersion

  /// `nil` where the server left none, or where the client had not offered better.
  init?(_ handshake: Handshake) {
    guard let answer = handshake.negotiation.serverHello, let hello = handshake.hello,
      let mark = answer.downgradeSentinel
    else { return nil }
    chosen = answer.version
    offered = hello.highestOfferedVersion
    switch mark {
    case .toTLS12: guard offered.isTLS13, chosen == .tls12 else { return nil }
    case .toTLS11OrBelow: guard offered >= .tls12, chosen <= .tls11 else { return nil }
    }
  }
}
