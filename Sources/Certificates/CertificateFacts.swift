public import CaptureFiles
import PlainWords

/// What one certificate says of itself (RFC 5280 section 4.1), read from its DER.
///
/// All text is printable: names come from outside. Where ``unreadable`` is set, nothing else but the size and the fingerprint
/// is known.
public struct CertificateFacts: Sendable, Hashable {
  /// The most alternative names that are kept of one certificate; the others are counted in ``unlistedAltNames``.
  public static let maximumAltNames = 1024
  /// The most locations kept of each kind in authorityInfoAccess, and purposes kept of extKeyUsage.
  public static let maximumListed = 32

  /// Why the certificate could not be read; `nil` where it could.
  public internal(set) var unreadable: String?
  /// The whole subject as a string of RFC 4514: the most specific attribute first. Empty where the name is empty.
  public internal(set) var subject = ""
  /// The whole issuer, in the same way.
  public internal(set) var issuer = ""
  /// The last commonName of the subject; `nil` where it has none.
  public internal(set) var commonName: String?
  /// The last commonName of the issuer; `nil` where it has none.
  public internal(set) var issuerCommonName: String?
  /// The subjectAltName entries that name a host, an address, a mailbox or a URI, in their order.
  public internal(set) var subjectAltNames: [AltName] = []
  /// Entries of subjectAltName beyond the limit, or of other kinds.
  public internal(set) var unlistedAltNames = 0
  public internal(set) var notBefore = CertificateTime(secondsSince1970: 0)
  public internal(set) var notAfter = CertificateTime(secondsSince1970: 0)
  /// The public key in words: "RSA 2048", "EC P-256", "Ed25519", or the algorithm's object identifier.
  public internal(set) var key = ""
  public internal(set) var keyKind = KeyKind.other
  /// The size of the key in bits: of the modulus, the prime, or the field. `nil` where the algorithm has no such size, or is
  /// not known.
  public internal(set) var keyBits: Int?
  /// The algorithm of the issuer's signature, as "sha256WithRSAEncryption", or its object identifier.
  public internal(set) var signature = ""
  /// The hash that the signature rests on, where it is one that is no longer trusted: "MD5", "SHA-1"; `nil` otherwise.
  public internal(set) var weakHash: String?
  /// The bits of keyUsage by name; `nil` where the extension is not there.
  public internal(set) var keyUsage: [String]?
  /// The purposes of extKeyUsage: "serverAuth", "clientAuth" …, or object identifiers; `nil` where the extension is not there.
  public internal(set) var extendedKeyUsage: [String]?
  /// basicConstraints; `nil` where the extension is not there.
  public internal(set) var isCA: Bool?
  public internal(set) var pathLength: Int?
  /// Where the issuer's certificate can be fetched (id-ad-caIssuers).
  public internal(set) var caIssuers: [String] = []
  /// Where its status can be asked (id-ad-ocsp).
  public internal(set) var ocsp: [String] = []
  /// The serial number in hexadecimal digits, two for each octet.
  public internal(set) var serial = ""
  /// Of the whole certificate, in hexadecimal digits.
  public internal(set) var sha256 = ""
  /// SHA-256 of the SubjectPublicKeyInfo, in hexadecimal digits: what a TLSA record of usage 3, selector 1, type 1 holds
  /// (RFC 6698 section 2.1).
  public internal(set) var spkiSHA256 = ""
  /// Whether subject and issuer are the same name.
  public internal(set) var isSelfIssued = false
  /// Whether its own key made its signature; `nil` where that cannot be checked, for an algorithm that is not known here.
  public internal(set) var isSelfSigned: Bool?
  /// Object identifiers of critical extensions that are not read here.
  public internal(set) var unknownCriticalExtensions: [String] = []
  /// Extensions that are malformed, and why; the rest of the certificate was read.
  public internal(set) var problems: [String] = []
  /// The size of its DER in bytes.
  public internal(set) var byteCount = 0

  public enum KeyKind: String, Sendable, Hashable {
    case rsa, ec, edwards, dsa, other
  }

  /// One entry of subjectAltName.
  public struct AltName: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
      case dns, ip, email, uri
    }

    public let kind: Kind
    public let text: String
  }

  /// The host names among the alternative names.
  public var dnsNames: [String] { subjectAltNames.filter { $0.kind == .dns }.map(\.text) }

  /// Whether the key is shorter than today's rules allow: RSA under 2048 bits, a curve under 224 bits, DSA of any size.
  public var hasWeakKey: Bool {
    switch keyKind {
    case .rsa: keyBits.map { $0 < 2048 } ?? false
    case .ec: keyBits.map { $0 < 224 } ?? false
    case .dsa: true
    case .edwards, .other: false
    }
  }

  /// What it may be called in a sentence: its common name, else its first alternative name, else its whole subject.
  public var shortName: String {
    if let commonName, !commonName.isEmpty { return "CN=\(commonName)" }
    if let first = subjectAltNames.first { return first.text }
    return subject.isEmpty ? "without a name" : subject
  }

  /// Its issuer in a sentence: the common name, else the whole name.
  public var shortIssuer: String {
    if let issuerCommonName, !issuerCommonName.isEmpty { return "CN=\(issuerCommonName)" }
    return issuer.isEmpty ? "an issuer without a name" : issuer
  }
}

/// A time of a certificate: whole seconds, years 1950 to 9999 (RFC 5280 section 4.1.2.5).
public struct CertificateTime: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Seconds since 1970-01-01 00:00:00 UTC.
  public let secondsSince1970: Int64

  public init(secondsSince1970: Int64) {
    self.secondsSince1970 = secondsSince1970
  }

  /// The same time on the capture's clock; the last that it can show (the year 2262) where it is later.
  public var timestamp: Timestamp {
    let (nanoseconds, overflow) = secondsSince1970.multipliedReportingOverflow(by: 1_000_000_000)
    return Timestamp(nanoseconds: overflow ? (secondsSince1970 > 0 ? .max : .min) : nanoseconds)
  }

  public static func < (left: CertificateTime, right: CertificateTime) -> Bool {
    left.secondsSince1970 < right.secondsSince1970
  }

  /// RFC 3339 in UTC: `2031-05-04T23:59:59Z`.
  public var description: String { CalendarTime(secondsSince1970: secondsSince1970).rfc3339() }

  /// The day alone: `2031-05-04`.
  public var date: String { CalendarTime(secondsSince1970: secondsSince1970).date }
}
