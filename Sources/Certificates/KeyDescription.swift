import SwiftASN1

/// A public key in words, from its SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7, RFC 3279, RFC 5480, RFC 8410).
struct KeyDescription {
  var text: String
  var kind: CertificateFacts.KeyKind
  var bits: Int?

  /// - Returns: `nil` where the node is no SubjectPublicKeyInfo.
  init?(_ info: ASN1Node) {
    guard info.identifier == .sequence, let parts = info.children, parts.count == 2,
      let algorithm = parts[0].children, let identifier = algorithm.first?.objectIdentifier,
      parts[1].identifier == .bitString, let bitString = parts[1].value, bitString.first == 0
    else { return nil }
    let key = bitString.dropFirst()
    let parameters = algorithm.count > 1 ? algorithm[1] : nil
    switch identifier {
    case "1.2.840.113549.1.1.1": self.init(rsa: key, label: "RSA")
    case "1.2.840.113549.1.1.10": self.init(rsa: key, label: "RSA-PSS")
    case "1.2.840.10045.2.1": self.init(curve: parameters)
    case "1.2.840.10040.4.1":
      let bits = parameters?.children?.first?.integerBits
      self.init(text: bits.map { "DSA \($0)" } ?? "DSA", kind: .dsa, bits: bits)
    case "1.3.101.112": self.init(text: "Ed25519", kind: .edwards, bits: 255)
    case "1.3.101.113": self.init(text: "Ed448", kind: .edwards, bits: 448)
    default:
      self.init(text: Self.otherAlgorithms[identifier] ?? identifier, kind: .other, bits: nil)
    }
  }

  private init(text: String, kind: CertificateFacts.KeyKind, bits: Int?) {
    self.text = text
    self.kind = kind
    self.bits = bits
  }

  private init?(rsa key: ArraySlice<UInt8>, label: String) {
    guard let node = try? DER.parse(key), let parts = node.children, parts.count == 2, let bits = parts[0].integerBits
    else { return nil }
    self.init(text: "\(label) \(bits)", kind: .rsa, bits: bits)
  }

  private init(curve parameters: ASN1Node?) {
    guard let identifier = parameters?.objectIdentifier else {
      self.init(text: "EC with a curve of its own", kind: .ec, bits: nil)
      return
    }
    guard let curve = Self.curves[identifier] else {
      self.init(text: "EC \(identifier)", kind: .ec, bits: nil)
      return
    }
    self.init(text: "EC \(curve.name)", kind: .ec, bits: curve.bits)
  }

  private static let curves: [String: (name: String, bits: Int)] = [
    "1.2.840.10045.3.1.1": ("P-192", 192), "1.3.132.0.33": ("P-224", 224), "1.2.840.10045.3.1.7": ("P-256", 256),
    "1.3.132.0.34": ("P-384", 384), "1.3.132.0.35": ("P-521", 521), "1.3.132.0.10": ("secp256k1", 256),
    "1.3.132.0.8": ("secp160r1", 160), "1.3.36.3.3.2.8.1.1.7": ("brainpoolP256r1", 256),
    "1.3.36.3.3.2.8.1.1.11": ("brainpoolP384r1", 384), "1.3.36.3.3.2.8.1.1.13": ("brainpoolP512r1", 512),
    "1.2.156.10197.1.301": ("SM2", 256),
  ]

  private static let otherAlgorithms: [String: String] = [
    "1.3.101.110": "X25519", "1.3.101.111": "X448", "2.16.840.1.101.3.4.3.17": "ML-DSA-44",
    "2.16.840.1.101.3.4.3.18": "ML-DSA-65", "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
    "1.2.643.7.1.1.1.1": "GOST R 34.10-2012 256", "1.2.643.7.1.1.1.2": "GOST R 34.10-2012 512",
  ]
}

/// A signature's algorithm in words (RFC 3279, RFC 4055, RFC 5758, RFC 8410), and whether its hash is no longer trusted.
struct SignatureDescription {
  var text: String
  /// "MD5", "SHA-1" …; `nil` where the hash is sound, or not known.
  var weakHash: String?

  init?(_ algorithm: ASN1Node) {
    guard let parts = algorithm.children, let identifier = parts.first?.objectIdentifier else { return nil }
    if identifier == "1.2.840.113549.1.1.10" {
      let hash = Self.pssHash(parts.count > 1 ? parts[1] : nil)
      text = "rsassaPss with \(hash)"
      weakHash = hash == "SHA-1" || hash == "MD5" ? hash : nil
      return
    }
    let known = Self.algorithms[identifier]
    text = known?.name ?? identifier
    weakHash = known?.weakHash
  }

  /// The hash of RSASSA-PSS parameters, whose default is SHA-1 (RFC 4055 section 3.1).
  private static func pssHash(_ parameters: ASN1Node?) -> String {
    guard let field = parameters?.children?.first(where: { $0.isTagged(0) }) else { return "SHA-1" }
    guard let identifier = field.children?.first?.children?.first?.objectIdentifier else { return "an unknown hash" }
    return hashes[identifier] ?? identifier
  }

  private static let hashes: [String: String] = [
    "1.2.840.113549.2.5": "MD5", "1.3.14.3.2.26": "SHA-1", "2.16.840.1.101.3.4.2.1": "SHA-256",
    "2.16.840.1.101.3.4.2.2": "SHA-384", "2.16.840.1.101.3.4.2.3": "SHA-512", "2.16.840.1.101.3.4.2.4": "SHA-224",
  ]

  private static let algorithms: [String: (name: String, weakHash: String?)] = [
    "1.2.840.113549.1.1.2": ("md2WithRSAEncryption", "MD2"), "1.2.840.113549.1.1.4": ("md5WithRSAEncryption", "MD5"),
    "1.2.840.113549.1.1.5": ("sha1WithRSAEncryption", "SHA-1"), "1.3.14.3.2.29": ("sha1WithRSA", "SHA-1"),
    "1.2.840.113549.1.1.14": ("sha224WithRSAEncryption", nil),
    "1.2.840.113549.1.1.11": ("sha256WithRSAEncryption", nil),
    "1.2.840.113549.1.1.12": ("sha384WithRSAEncryption", nil),
    "1.2.840.113549.1.1.13": ("sha512WithRSAEncryption", nil), "1.2.840.10045.4.1": ("ecdsa-with-SHA1", "SHA-1"),
    "1.2.840.10045.4.3.1": ("ecdsa-with-SHA224", nil), "1.2.840.10045.4.3.2": ("ecdsa-with-SHA256", nil),
    "1.2.840.10045.4.3.3": ("ecdsa-with-SHA384", nil), "1.2.840.10045.4.3.4": ("ecdsa-with-SHA512", nil),
    "1.2.840.10040.4.3": ("dsaWithSHA1", "SHA-1"), "2.16.840.1.101.3.4.3.1": ("dsa_with_SHA224", nil),
    "2.16.840.1.101.3.4.3.2": ("dsa_with_SHA256", nil), "1.3.101.112": ("ED25519", nil), "1.3.101.113": ("ED448", nil),
    "2.16.840.1.101.3.4.3.17": ("ML-DSA-44", nil), "2.16.840.1.101.3.4.3.18": ("ML-DSA-65", nil),
    "2.16.840.1.101.3.4.3.19": ("ML-DSA-87", nil),
  ]
}
