import Certificates
import SMTPSession
import SMTPTranscript
import TLSHandshake

/// What can be wrong with a certificate that was read, in the order in which one of several is held responsible where nothing
/// else decides: what everybody sees in it comes before what depends on the roots that are known here.
enum CertificateFault: CaseIterable {
  case unreadable, expired, notYetValid, selfSigned, substituted, wrongUse, keyType, weakKey, weakSignature
  case nameMismatch, incompleteChain, unknownCA

  /// Whether a client that found this fault could have answered so. The numbers are those that OpenSSL, GnuTLS and NSS were
  /// seen to send; some send bad_certificate for everything.
  func fits(_ alert: AlertDescription) -> Bool {
    switch alert {
    case .badCertificate, .certificateUnknown: return true
    // By its definition "expired or not currently valid" (RFC 8446 section 6.2).
    case .certificateExpired: return self == .expired || self == .notYetValid
    case .unknownCA:
      return self == .selfSigned || self == .substituted || self == .incompleteChain || self == .unknownCA
    case .unsupportedCertificate: return self == .wrongUse || self == .keyType || self == .unreadable
    case .handshakeFailure, .insufficientSecurity, .illegalParameter:
      return self == .weakKey || self == .weakSignature || self == .keyType
    default: return false
    }
  }
}

extension CertificateFault {
  /// Whether the alert says this in so many words, by its definition in RFC 8446 section 6.2.
  fileprivate func isNamed(by alert: AlertDescription) -> Bool {
    switch self {
    case .expired, .notYetValid: alert == .certificateExpired
    // Who issued itself is the authority that is not known.
    case .selfSigned, .unknownCA: alert == .unknownCA
    default: false
    }
  }

  /// Whether every validation by RFC 5280 section 6.1.3 and section 4.2.1.12 fails of it, whatever roots and names the client has.
  fileprivate var failsEveryValidation: Bool { self == .expired || self == .notYetValid || self == .wrongUse }

  /// Whether everybody sees it in the certificate, whatever roots he has, and few servers live with it.
  fileprivate var isPlain: Bool {
    switch self {
    case .expired, .notYetValid, .wrongUse, .unreadable: true
    case .selfSigned, .substituted, .keyType, .weakKey, .weakSignature, .nameMismatch, .incompleteChain, .unknownCA:
      false
    }
  }
}

/// The server's certificate of one session, with what is wrong with it and what the client made of it.
///
/// A class, because a dozen rules look at the one case of a session.
final class CertificateCase {
  let session: Session
  let tls: TLSFacts
  /// `nil` where no certificate was seen in clear.
  let examination: CertificateExamination?
  /// `nil` where the client went on.
  let refusal: CertificateRefusal?
  let faults: [CertificateFault]
  /// The fault that the refusal is laid to; `nil` where there is no refusal, or no fault fits it.
  let leading: CertificateFault?

  init?(_ session: Session, refusal: CertificateRefusal?) {
    guard let tls = session.tls else { return nil }
    self.session = session
    self.tls = tls
    examination = tls.examination
    let faults = tls.examination.map { Self.faults(of: $0, in: session) } ?? []
    self.refusal = refusal
    self.faults = faults
    leading = refusal.flatMap { Self.fitting(faults, $0).first }
  }

  /// The alert of the refusal, where it is in clear.
  var alert: AlertDescription? {
    if case .alert(let alert) = refusal?.manner { alert } else { nil }
  }

  /// Whether the certificate is encrypted, so that nothing can be said of it.
  var isHidden: Bool { examination == nil && tls.negotiation.version?.isTLS13 == true }

  static func fitting(_ faults: [CertificateFault], _ refusal: CertificateRefusal) -> [CertificateFault] {
    guard case .alert(let alert) = refusal.manner else {
      // Who minds a weak key or an old hash does so inside the handshake.
      return refusal.isAfterCompletion
        ? faults.filter { $0 != .weakKey && $0 != .weakSignature && $0 != .keyType } : faults
    }
    return faults.filter { $0.fits(alert) }
  }

  /// How sure it is that the leading fault is what the client minded.
  var certainty: Certainty {
    guard let refusal, let leading else { return .undetermined }
    let fitting = Self.fitting(faults, refusal)
    let isOnly = fitting.count == 1
    switch refusal.manner {
    // Where several of them fit, the one that leads is chosen by order, which nobody said.
    case .alert(let alert) where leading.isNamed(by: alert) && isOnly: return .certain
    // The client said that it refuses the certificate, and nobody who checks one may take this one. What it thinks of the issuer, and
    // which name it compared where it asked for none, is not seen: that is no other fault.
    case .alert(let alert)
    where leading.failsEveryValidation && alert.namesCertificate && !isNearItsDate
      && fitting.allSatisfy({ $0 == leading || $0 == .unknownCA || $0 == .nameMismatch && !hasAskedName }):
      return .certain
    // Some clients say bad_certificate of everything, and the roots that are known here are not theirs.
    case .alert(let alert)
    where leading == .unknownCA && (alert == .badCertificate || alert == .certificateUnknown):
      return .probable
    // What the name was compared with, only the client knows.
    case .alert,
      .encryptedAlert where !refusal.isAfterCompletion:
      return isOnly && (leading != .nameMismatch || hasAskedName) ? .strong : .probable
    default: return .probable
    }
  }

  /// What cannot be known of a refusal with an alert that does not name the leading fault; empty where it does, or where none was sent.
  var doubt: String {
    guard let alert, let leading, !leading.isNamed(by: alert) else { return "" }
    return """
      Whether the client minded something else besides: the alert \(alert) does not say what, and a pin, a list of revoked \
      certificates or a rule of its own shows in no packet.
      """
  }

  /// Whether the dates are missed by so little that the clocks of the two may not agree about it.
  private var isNearItsDate: Bool {
    let missed = examination?.outOfDate.compactMap { $0.expiredSeconds ?? $0.beginsAfterSeconds } ?? []
    guard let most = missed.max() else { return false }
    return most < Self.secondsThatClocksMayDiffer
  }

  /// A day: the clocks of mail servers are set by the network, and where one is not, it is mostly a time zone that is wrong.
  private static let secondsThatClocksMayDiffer = 86_400.0

  private var hasAskedName: Bool {
    examination.map(Self.knowsName) ?? false
  }

  private static func knowsName(_ examination: CertificateExamination) -> Bool {
    examination.names.contains { $0.source == .serverName || $0.source == .given }
  }

  /// What a rule says of one fault.
  ///
  /// - Parameters:
  ///   - fact: The fault as a sentence without its full stop.
  ///   - severity: How grave it is in a session where the client went on; `nil` where it is not worth a word then.
  func match(_ fault: CertificateFault, fact: String, meaning: String, otherwise severity: Severity?) -> Match? {
    guard faults.contains(fault) else { return nil }
    func shown() -> Evidence { session.certificateEvidence(.server, meaning: meaning) }
    if let refusal, leading == fault {
      // Behind a finished handshake only a fault that anybody sees tells a refusal from a look.
      let isPlain = !refusal.isAfterCompletion || fault.isPlain
      return Match(
        certainty, "\(fact), and the client \(refusal.words).",
        cause: Cause(
          .stopped, by: .client, basis: refusal.basis, holdsWithoutIntent: isPlain && refusal.isAfterCompletion),
        evidence: [shown(), refusal.evidence], stage: refusal.stage)
    }
    if let refusal {
      // One that the refusal cannot mean is not worth a word, unless it is worth one at any time.
      guard severity != nil || Self.fitting([fault], refusal) == [fault] else { return nil }
      return Match(.certain, "\(fact).", evidence: [shown()], severity: min(severity ?? .note, .exposure))
    }
    guard let severity else { return nil }
    return Match(.certain, "\(fact).", evidence: [shown()], severity: severity)
  }

  private static func faults(of examination: CertificateExamination, in session: Session) -> [CertificateFault] {
    guard let own = examination.own else { return [] }
    guard own.unreadable == nil else { return [.unreadable] }
    let faults = CertificateFault.allCases.filter { fault in
      switch fault {
      case .unreadable: false
      case .expired: examination.outOfDate.contains { $0.expiredSeconds != nil }
      case .notYetValid: examination.outOfDate.contains { $0.beginsAfterSeconds != nil }
      case .selfSigned: examination.isSelfSigned && !examination.leadsToRoot
      case .substituted: examination.inspectingProduct != nil && !examination.leadsToRoot
      case .incompleteChain: examination.missingIntermediate != nil && examination.inspectingProduct == nil
      case .unknownCA:
        examination.hasUnknownIssuer && !examination.isSelfSigned && examination.missingIntermediate == nil
          && examination.inspectingProduct == nil
      case .wrongUse: examination.lacksPurpose
      case .keyType: KeyTypeOffer.lacks(own, session)
      case .weakKey: !examination.weakKeys.isEmpty
      case .weakSignature: !examination.weakSignatures.isEmpty
      case .nameMismatch: examination.nameMismatch != nil
      }
    }
    // A name that nobody asked for is only a guess at the one that the client compared with.
    guard !Self.knowsName(examination), faults.contains(.nameMismatch) else { return faults }
    return faults.filter { $0 != .nameMismatch } + [.nameMismatch]
  }
}

extension CertificateExamination {
  /// Whether a root is known above it, whatever the dates.
  var leadsToRoot: Bool {
    switch verification {
    case .verified, .outOfDate: true
    default: false
    }
  }

  /// Whether no root is known that issued it.
  var hasUnknownIssuer: Bool {
    if case .noTrustedIssuer = verification { true } else { false }
  }

  /// The names that nobody's certificate matched; `nil` where one fits, or where there was none to compare. A name that the
  /// client asked for, or that was given, decides alone.
  var nameMismatch: [NameComparison]? {
    guard let own, own.unreadable == nil else { return nil }
    if let given = names.first(where: { $0.source == .given }) { return given.fits ? nil : [given] }
    if let asked = names.first(where: { $0.source == .serverName }) { return asked.fits ? nil : [asked] }
    guard !names.isEmpty, names.allSatisfy({ !$0.fits }) else { return nil }
    return names
  }

  /// The product that the issuer's name names, where it is one that opens TLS to look inside.
  var inspectingProduct: String? {
    guard let own, own.unreadable == nil else { return nil }
    let issuer = own.issuer.lowercased()
    return Self.inspectingProducts.first { issuer.contains($0.mark) }?.name
  }

  private static let inspectingProducts: [(mark: String, name: String)] = [
    ("avast web/mail shield", "Avast"), ("avg web/mail shield", "AVG"), ("avast!", "Avast"),
    ("kaspersky anti-virus", "Kaspersky"), ("kaspersky endpoint security", "Kaspersky"),
    ("eset ssl filter", "ESET"), ("bitdefender", "Bitdefender"), ("fortigate ca", "FortiGate"),
    ("fortinet_ca_ssl", "FortiGate"), ("dpi-ssl", "SonicWall"), ("zscaler", "Zscaler"), ("netskope", "Netskope"),
    ("sophos ssl ca", "Sophos"), ("sophos web appliance", "Sophos"), ("norton web/mail shield", "Norton"),
  ]
}

/// Whether the client's hello allows for the kind of key that the certificate has.
enum KeyTypeOffer {
  static func lacks(_ facts: CertificateFacts, _ session: Session) -> Bool {
    guard let hello = session.tls?.negotiation.secondClientHello ?? session.tls?.negotiation.clientHello,
      session.tls?.negotiation.version?.isTLS13 == false
    else { return false }
    switch facts.keyKind {
    case .ec:
      // In TLS 1.2 and before the list of groups binds the certificate's curve as well (RFC 8422 section 5.1.1).
      guard let groups = hello.supportedGroups, let group = group(of: facts.key) else { return false }
      return !groups.contains(group)
    case .edwards:
      guard let schemes = hello.signatureAlgorithms else { return true }
      return !schemes.contains(facts.key == "Ed448" ? .ed448 : .ed25519)
    case .rsa, .dsa, .other: return false
    }
  }

  private static func group(of key: String) -> NamedGroup? {
    switch key {
    case "EC P-256": .secp256r1
    case "EC P-384": .secp384r1
    case "EC P-521": .secp521r1
    default: nil
    }
  }
}
