// Written by Tests/Registries/generate.py: change the tables there, not this file.
// IANA, TLS ClientCertificateType Identifiers, as of 2025-12.

extension ClientCertificateType {
  public static let rsaSign = ClientCertificateType(rawValue: 1)
  public static let dssSign = ClientCertificateType(rawValue: 2)
  public static let rsaFixedDH = ClientCertificateType(rawValue: 3)
  public static let dssFixedDH = ClientCertificateType(rawValue: 4)
  public static let rsaEphemeralDH = ClientCertificateType(rawValue: 5)
  public static let dssEphemeralDH = ClientCertificateType(rawValue: 6)
  public static let fortezzaDms = ClientCertificateType(rawValue: 20)
  public static let ecdsaSign = ClientCertificateType(rawValue: 64)
  public static let rsaFixedECDH = ClientCertificateType(rawValue: 65)
  public static let ecdsaFixedECDH = ClientCertificateType(rawValue: 66)
  public static let gostSign256 = ClientCertificateType(rawValue: 67)
  public static let gostSign512 = ClientCertificateType(rawValue: 68)

  /// The name in IANA's registry; `nil` where this table has none.
  public var registeredName: String? {
    switch rawValue {
    case 1: "rsa_sign"
    case 2: "dss_sign"
    case 3: "rsa_fixed_dh"
    case 4: "dss_fixed_dh"
    case 5: "rsa_ephemeral_dh"
    case 6: "dss_ephemeral_dh"
    case 20: "fortezza_dms"
    case 64: "ecdsa_sign"
    case 65: "rsa_fixed_ecdh"
    case 66: "ecdsa_fixed_ecdh"
    case 67: "gost_sign256"
    case 68: "gost_sign512"
    default: nil
    }
  }
}
