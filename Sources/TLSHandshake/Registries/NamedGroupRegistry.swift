// Written by Tests/Registries/generate.py: change the tables there, not this file.
// IANA, TLS Supported Groups, as of 2025-12.

extension NamedGroup {
  public static let sect163k1 = NamedGroup(rawValue: 1)
  public static let sect163r1 = NamedGroup(rawValue: 2)
  public static let sect163r2 = NamedGroup(rawValue: 3)
  public static let sect193r1 = NamedGroup(rawValue: 4)
  public static let sect193r2 = NamedGroup(rawValue: 5)
  public static let sect233k1 = NamedGroup(rawValue: 6)
  public static let sect233r1 = NamedGroup(rawValue: 7)
  public static let sect239k1 = NamedGroup(rawValue: 8)
  public static let sect283k1 = NamedGroup(rawValue: 9)
  public static let sect283r1 = NamedGroup(rawValue: 10)
  public static let sect409k1 = NamedGroup(rawValue: 11)
  public static let sect409r1 = NamedGroup(rawValue: 12)
  public static let sect571k1 = NamedGroup(rawValue: 13)
  public static let sect571r1 = NamedGroup(rawValue: 14)
  public static let secp160k1 = NamedGroup(rawValue: 15)
  public static let secp160r1 = NamedGroup(rawValue: 16)
  public static let secp160r2 = NamedGroup(rawValue: 17)
  public static let secp192k1 = NamedGroup(rawValue: 18)
  public static let secp192r1 = NamedGroup(rawValue: 19)
  public static let secp224k1 = NamedGroup(rawValue: 20)
  public static let secp224r1 = NamedGroup(rawValue: 21)
  public static let secp256k1 = NamedGroup(rawValue: 22)
  public static let secp256r1 = NamedGroup(rawValue: 23)
  public static let secp384r1 = NamedGroup(rawValue: 24)
  public static let secp521r1 = NamedGroup(rawValue: 25)
  public static let brainpoolP256r1 = NamedGroup(rawValue: 26)
  public static let brainpoolP384r1 = NamedGroup(rawValue: 27)
  public static let brainpoolP512r1 = NamedGroup(rawValue: 28)
  public static let x25519 = NamedGroup(rawValue: 29)
  public static let x448 = NamedGroup(rawValue: 30)
  public static let brainpoolP256r1tls13 = NamedGroup(rawValue: 31)
  public static let brainpoolP384r1tls13 = NamedGroup(rawValue: 32)
  public static let brainpoolP512r1tls13 = NamedGroup(rawValue: 33)
  public static let gc256A = NamedGroup(rawValue: 34)
  public static let gc256B = NamedGroup(rawValue: 35)
  public static let gc256C = NamedGroup(rawValue: 36)
  public static let gc256D = NamedGroup(rawValue: 37)
  public static let gc512A = NamedGroup(rawValue: 38)
  public static let gc512B = NamedGroup(rawValue: 39)
  public static let gc512C = NamedGroup(rawValue: 40)
  public static let curveSM2 = NamedGroup(rawValue: 41)
  public static let ffdhe2048 = NamedGroup(rawValue: 256)
  public static let ffdhe3072 = NamedGroup(rawValue: 257)
  public static let ffdhe4096 = NamedGroup(rawValue: 258)
  public static let ffdhe6144 = NamedGroup(rawValue: 259)
  public static let ffdhe8192 = NamedGroup(rawValue: 260)
  public static let mlkem512 = NamedGroup(rawValue: 512)
  public static let mlkem768 = NamedGroup(rawValue: 513)
  public static let mlkem1024 = NamedGroup(rawValue: 514)
  public static let secP256r1MLKEM768 = NamedGroup(rawValue: 4587)
  public static let x25519MLKEM768 = NamedGroup(rawValue: 4588)
  public static let secP384r1MLKEM1024 = NamedGroup(rawValue: 4589)
  public static let x25519Kyber768Draft00 = NamedGroup(rawValue: 25497)
  public static let secP256r1Kyber768Draft00 = NamedGroup(rawValue: 25498)
  public static let arbitraryExplicitPrimeCurves = NamedGroup(rawValue: 65281)
  public static let arbitraryExplicitChar2Curves = NamedGroup(rawValue: 65282)

  /// The name in IANA's registry; `nil` where this table has none.
  public var registeredName: String? {
    switch rawValue {
    case 1: "sect163k1"
    case 2: "sect163r1"
    case 3: "sect163r2"
    case 4: "sect193r1"
    case 5: "sect193r2"
    case 6: "sect233k1"
    case 7: "sect233r1"
    case 8: "sect239k1"
    case 9: "sect283k1"
    case 10: "sect283r1"
    case 11: "sect409k1"
    case 12: "sect409r1"
    case 13: "sect571k1"
    case 14: "sect571r1"
    case 15: "secp160k1"
    case 16: "secp160r1"
    case 17: "secp160r2"
    case 18: "secp192k1"
    case 19: "secp192r1"
    case 20: "secp224k1"
    case 21: "secp224r1"
    case 22: "secp256k1"
    case 23: "secp256r1"
    case 24: "secp384r1"
    case 25: "secp521r1"
    case 26: "brainpoolP256r1"
    case 27: "brainpoolP384r1"
    case 28: "brainpoolP512r1"
    case 29: "x25519"
    case 30: "x448"
    case 31: "brainpoolP256r1tls13"
    case 32: "brainpoolP384r1tls13"
    case 33: "brainpoolP512r1tls13"
    case 34: "GC256A"
    case 35: "GC256B"
    case 36: "GC256C"
    case 37: "GC256D"
    case 38: "GC512A"
    case 39: "GC512B"
    case 40: "GC512C"
    case 41: "curveSM2"
    case 256: "ffdhe2048"
    case 257: "ffdhe3072"
    case 258: "ffdhe4096"
    case 259: "ffdhe6144"
    case 260: "ffdhe8192"
    case 512: "MLKEM512"
    case 513: "MLKEM768"
    case 514: "MLKEM1024"
    case 4587: "SecP256r1MLKEM768"
    case 4588: "X25519MLKEM768"
    case 4589: "SecP384r1MLKEM1024"
    case 25497: "X25519Kyber768Draft00"
    case 25498: "SecP256r1Kyber768Draft00"
    case 65281: "arbitrary_explicit_prime_curves"
    case 65282: "arbitrary_explicit_char2_curves"
    default: nil
    }
  }
}
