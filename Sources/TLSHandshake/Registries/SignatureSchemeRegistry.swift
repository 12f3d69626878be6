// Written by Tests/Registries/generate.py: change the tables there, not this file.
// IANA, TLS SignatureScheme, as of 2025-12.

extension SignatureScheme {
  public static let rsaPkcs1Sha1 = SignatureScheme(rawValue: 513)
  public static let ecdsaSha1 = SignatureScheme(rawValue: 515)
  public static let rsaPkcs1Sha256 = SignatureScheme(rawValue: 1025)
  public static let ecdsaSecp256r1Sha256 = SignatureScheme(rawValue: 1027)
  public static let rsaPkcs1Sha256Legacy = SignatureScheme(rawValue: 1056)
  public static let rsaPkcs1Sha384 = SignatureScheme(rawValue: 1281)
  public static let ecdsaSecp384r1Sha384 = SignatureScheme(rawValue: 1283)
  public static let rsaPkcs1Sha384Legacy = SignatureScheme(rawValue: 1312)
  public static let rsaPkcs1Sha512 = SignatureScheme(rawValue: 1537)
  public static let ecdsaSecp521r1Sha512 = SignatureScheme(rawValue: 1539)
  public static let rsaPkcs1Sha512Legacy = SignatureScheme(rawValue: 1568)
  public static let eccsiSha256 = SignatureScheme(rawValue: 1796)
  public static let isoIbs1 = SignatureScheme(rawValue: 1797)
  public static let isoIbs2 = SignatureScheme(rawValue: 1798)
  public static let isoChineseIbs = SignatureScheme(rawValue: 1799)
  public static let sm2sigSm3 = SignatureScheme(rawValue: 1800)
  public static let gostr34102012256a = SignatureScheme(rawValue: 1801)
  public static let gostr34102012256b = SignatureScheme(rawValue: 1802)
  public static let gostr34102012256c = SignatureScheme(rawValue: 1803)
  public static let gostr34102012256d = SignatureScheme(rawValue: 1804)
  public static let gostr34102012512a = SignatureScheme(rawValue: 1805)
  public static let gostr34102012512b = SignatureScheme(rawValue: 1806)
  public static let gostr34102012512c = SignatureScheme(rawValue: 1807)
  public static let rsaPssRsaeSha256 = SignatureScheme(rawValue: 2052)
  public static let rsaPssRsaeSha384 = SignatureScheme(rawValue: 2053)
  public static let rsaPssRsaeSha512 = SignatureScheme(rawValue: 2054)
  public static let ed25519 = SignatureScheme(rawValue: 2055)
  public static let ed448 = SignatureScheme(rawValue: 2056)
  public static let rsaPssPssSha256 = SignatureScheme(rawValue: 2057)
  public static let rsaPssPssSha384 = SignatureScheme(rawValue: 2058)
  public static let rsaPssPssSha512 = SignatureScheme(rawValue: 2059)
  public static let ecdsaBrainpoolP256r1tls13Sha256 = SignatureScheme(rawValue: 2074)
  public static let ecdsaBrainpoolP384r1tls13Sha384 = SignatureScheme(rawValue: 2075)
  public static let ecdsaBrainpoolP512r1tls13Sha512 = SignatureScheme(rawValue: 2076)
  public static let mldsa44 = SignatureScheme(rawValue: 2308)
  public static let mldsa65 = SignatureScheme(rawValue: 2309)
  public static let mldsa87 = SignatureScheme(rawValue: 2310)

  /// The name in IANA's registry; `nil` where this table has none.
  public var registeredName: String? {
    switch rawValue {
    case 513: "rsa_pkcs1_sha1"
    case 515: "ecdsa_sha1"
    case 1025: "rsa_pkcs1_sha256"
    case 1027: "ecdsa_secp256r1_sha256"
    case 1056: "rsa_pkcs1_sha256_legacy"
    case 1281: "rsa_pkcs1_sha384"
    case 1283: "ecdsa_secp384r1_sha384"
    case 1312: "rsa_pkcs1_sha384_legacy"
    case 1537: "rsa_pkcs1_sha512"
    case 1539: "ecdsa_secp521r1_sha512"
    case 1568: "rsa_pkcs1_sha512_legacy"
    case 1796: "eccsi_sha256"
    case 1797: "iso_ibs1"
    case 1798: "iso_ibs2"
    case 1799: "iso_chinese_ibs"
    case 1800: "sm2sig_sm3"
    case 1801: "gostr34102012_256a"
    case 1802: "gostr34102012_256b"
    case 1803: "gostr34102012_256c"
    case 1804: "gostr34102012_256d"
    case 1805: "gostr34102012_512a"
    case 1806: "gostr34102012_512b"
    case 1807: "gostr34102012_512c"
    case 2052: "rsa_pss_rsae_sha256"
    case 2053: "rsa_pss_rsae_sha384"
    case 2054: "rsa_pss_rsae_sha512"
    case 2055: "ed25519"
    case 2056: "ed448"
    case 2057: "rsa_pss_pss_sha256"
    case 2058: "rsa_pss_pss_sha384"
    case 2059: "rsa_pss_pss_sha512"
    case 2074: "ecdsa_brainpoolP256r1tls13_sha256"
    case 2075: "ecdsa_brainpoolP384r1tls13_sha384"
    case 2076: "ecdsa_brainpoolP512r1tls13_sha512"
    case 2308: "mldsa44"
    case 2309: "mldsa65"
    case 2310: "mldsa87"
    default: nil
    }
  }
}
