/// What the certificates of one side show at the time of the packet that brought them.
///
/// It says what anyone can see in them. Whether the other side trusted them is that side's own matter, and is never told here.
public struct CertificateExamination: Sendable, Hashable {
  /// Which use the certificate was shown for.
  public enum Purpose: String, Sendable, Hashable {
    case serverAuth, clientAuth
  }

  public let purpose: Purpose
  /// In the order in which they were sent, the sender's own first.
  public internal(set) var certificates: [CertificateFacts] = []
  /// Certificates of the message beyond those that were kept.
  public internal(set) var unkept = 0
  /// The places of the sender's own certificate, its issuer, its issuer's issuer and so on, as far as they were sent.
  public internal(set) var path: [Int] = []
  /// Certificates that are out of date, or not yet valid: those of the path only.
  public internal(set) var outOfDate: [OutOfDate] = []
  public internal(set) var names: [NameComparison] = []
  public internal(set) var verification = Verification.notPossible("there is no certificate")

  /// One certificate whose dates do not hold the packet's time.
  public struct OutOfDate: Sendable, Hashable {
    /// Its place in ``certificates``.
    public let place: Int
    /// How long before the packet it ended; `nil` where it has not begun.
    public let expiredSeconds: Double?
    /// How long after the packet it begins; `nil` where it has ended.
    public let beginsAfterSeconds: Double?
  }

  /// Whether the chain leads to a root that is known here: of the system, or of the given file.
  public enum Verification: Sendable, Hashable {
    /// It does, at the packet's time.
    case verified(root: String)
    /// It does, but at the packet's time a certificate of it was not valid, or not yet.
    case outOfDate(root: String)
    /// No root is known that issued the last certificate of the path; the name is that of its issuer.
    case noTrustedIssuer(String)
    /// A root is known, and a rule of RFC 5280 is broken on the way to it.
    case refused(String)
    /// The library cannot verify such a certificate.
    case notPossible(String)
    /// There are no roots to verify with.
    case rootsUnavailable(String)
  }

  init(purpose: Purpose) {
    self.purpose = purpose
  }

  /// The sender's own certificate; `nil` where the message held none.
  public var own: CertificateFacts? { certificates.first }

  /// The last certificate of the path.
  public var top: CertificateFacts? { path.last.map { certificates[$0] } }

  /// Whether the certificates of the path stand in its order, one after another, from the sender's own on
  /// (RFC 5246 section 7.4.2).
  public var isOrdered: Bool { path == Array(path.indices) }

  /// The places of certificates that do not belong to the path.
  public var strangers: [Int] { certificates.indices.filter { !path.contains($0) } }

  /// Whether the sender's own certificate is its own issuer.
  public var isSelfSigned: Bool {
    guard let own, own.unreadable == nil else { return false }
    return own.isSelfIssued && own.isSelfSigned != false
  }

  /// Whether the path ends at a certificate that is its own issuer.
  public var endsAtSelfIssued: Bool { top?.isSelfIssued ?? false }

  /// The issuer that is neither among the certificates sent nor known here, and whose certificate is said to be published: a
  /// missing intermediate, as far as that can be told. `nil` where nothing is missing.
  public var missingIntermediate: String? {
    guard case .noTrustedIssuer = verification, let top, !top.isSelfIssued, !top.caIssuers.isEmpty else { return nil }
    return top.issuer
  }

  /// Places of certificates of the path with a key that is too weak today.
  public var weakKeys: [Int] { path.filter { certificates[$0].hasWeakKey } }

  /// Places of certificates of the path signed with a hash that is no longer trusted. A certificate that is its own issuer is
  /// trusted, or not, without its signature.
  public var weakSignatures: [Int] {
    path.filter { certificates[$0].weakHash != nil && !certificates[$0].isSelfIssued }
  }

  /// Whether the sender's own certificate names purposes, and this one is not among them (RFC 5280 section 4.2.1.12).
  public var lacksPurpose: Bool {
    guard let purposes = own?.extendedKeyUsage else { return false }
    return !purposes.contains(purpose.rawValue) && !purposes.contains("anyExtendedKeyUsage")
  }

  /// Whether the sender's own certificate could not be read.
  public var isUnreadable: Bool { own?.unreadable != nil }
}
