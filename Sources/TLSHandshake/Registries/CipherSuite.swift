/// A cipher suite (RFC 8446 appendix B.4, RFC 5246 appendix C, and IANA's registry). Unknown values survive and print
/// as numbers.
public struct CipherSuite: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// TLS_EMPTY_RENEGOTIATION_INFO_SCSV: a signal, never negotiated (RFC 5746 section 3.3).
  public static let renegotiationInfoSCSV = CipherSuite(rawValue: 0x00FF)
  /// TLS_FALLBACK_SCSV: this hello is a retry at a lower version (RFC 7507).
  public static let fallbackSCSV = CipherSuite(rawValue: 0x5600)

  /// IANA's name; `nil` for a number that its registry does not have.
  public var registeredName: String? { entry?.name }

  /// OpenSSL's name, which mail servers log, such as `ECDHE-RSA-AES256-GCM-SHA384`; IANA's where OpenSSL has no other.
  public var openSSLName: String? { entry.map { $0.openSSLName ?? $0.name } }

  public var keyExchange: KeyExchangeAlgorithm? { entry?.keyExchange }
  public var authentication: AuthenticationAlgorithm? { entry?.authentication }
  public var encryption: BulkCipher? { entry?.encryption }
  /// The hash of the record's MAC or, with an AEAD cipher, of the key derivation and Finished.
  public var hash: SuiteHash? { entry?.hash }

  public var isGREASE: Bool { rawValue.isGREASE }

  /// Whether the number is a signal to the server and not a suite.
  public var isSignal: Bool { self == .renegotiationInfoSCSV || self == .fallbackSCSV }

  /// Whether the suite can be negotiated only in TLS 1.3.
  public var isTLS13: Bool { entry?.keyExchange == .tls13 }

  /// Whether a stolen server key leaves recorded sessions closed; `nil` where that is not known.
  public var hasForwardSecrecy: Bool? {
    switch keyExchange {
    case .dhe, .ecdhe, .dhePSK, .ecdhePSK, .tls13, .eccpwd, .srp: true
    case .rsa, .rsaExport, .dh, .ecdh, .psk, .rsaPSK, .kerberos: false
    case .gost, .some(.none), nil: nil
    }
  }

  /// Why the suite should not be used; empty where there is no reason, or the suite is unknown.
  public var weaknesses: CipherSuiteWeaknesses {
    guard let entry, !isSignal else { return [] }
    var result: CipherSuiteWeaknesses = []
    switch entry.encryption {
    case .null: result.insert(.null)
    case .rc4With40BitKey, .rc2With40BitKey, .desWith40BitKey: result.insert(.export)
    case .rc4: result.insert(.rc4)
    case .des: result.insert(.des)
    case .tripleDES: result.insert(.tripleDES)
    default: break
    }
    if entry.encryption == .rc4With40BitKey { result.insert(.rc4) }
    if entry.keyExchange == .rsaExport { result.insert(.export) }
    if entry.keyExchange == .rsa || entry.keyExchange == .rsaExport { result.insert(.staticRSA) }
    if entry.authentication == .anonymous { result.insert(.anonymous) }
    if entry.hash == .md5 { result.insert(.md5) }
    if entry.hash == .sha1, entry.encryption.blockSize != nil { result.insert(.cbcSHA1) }
    return result
  }

  public var description: String {
    registeredName ?? (isGREASE ? "GREASE (\(rawValue.hexadecimal))" : "cipher suite \(rawValue.hexadecimal)")
  }

  struct Entry {
    let name: String
    let openSSLName: String?
    let keyExchange: KeyExchangeAlgorithm
    let authentication: AuthenticationAlgorithm
    let encryption: BulkCipher
    let hash: SuiteHash

    init(
      _ name: String, _ openSSLName: String?, _ keyExchange: KeyExchangeAlgorithm,
      _ authentication: AuthenticationAlgorithm, _ encryption: BulkCipher, _ hash: SuiteHash
    ) {
      self.name = name
      self.openSSLName = openSSLName
      self.keyExchange = keyExchange
      self.authentication = authentication
      self.encryption = encryption
      self.hash = hash
    }
  }
}

/// How the two sides of a suite agree on a secret.
public enum KeyExchangeAlgorithm: Sendable {
  case rsa, rsaExport, dh, dhe, ecdh, ecdhe
  case psk, dhePSK, ecdhePSK, rsaPSK
  case kerberos, srp, eccpwd, gost
  /// TLS 1.3: told by extensions, not by the suite.
  case tls13
  /// The null suite and the signals.
  case none
}

/// How the server of a suite proves who it is.
public enum AuthenticationAlgorithm: Sendable {
  case rsa, dss, ecdsa, psk, kerberos, password, gost
  /// No proof: no certificate is sent.
  case anonymous
  /// TLS 1.3: told by extensions, not by the suite.
  case tls13
  /// The null suite and the signals.
  case none
}

/// The cipher that protects the records of a suite.
public enum BulkCipher: Sendable {
  case null, rc4, rc4With40BitKey
  case rc2With40BitKey, desWith40BitKey, des, tripleDES, idea, seed
  case aes128CBC, aes256CBC, camellia128CBC, camellia256CBC, aria128CBC, aria256CBC
  case aes128GCM, aes256GCM, camellia128GCM, camellia256GCM, aria128GCM, aria256GCM
  case aes128CCM, aes256CCM, aes128CCM8, aes256CCM8
  case chaCha20Poly1305, sm4GCM, sm4CCM, aegis128L, aegis256, ascon128
  case gost

  /// The size in bytes of a block in CBC mode; `nil` for every other mode.
  public var blockSize: Int? {
    switch self {
    case .rc2With40BitKey, .desWith40BitKey, .des, .tripleDES, .idea: 8
    case .seed, .aes128CBC, .aes256CBC, .camellia128CBC, .camellia256CBC, .aria128CBC, .aria256CBC: 16
    default: nil
    }
  }

  /// The size in bytes of an AEAD cipher's tag; `nil` for every other cipher, and where it is not known.
  public var tagSize: Int? {
    switch self {
    case .aes128GCM, .aes256GCM, .camellia128GCM, .camellia256GCM, .aria128GCM, .aria256GCM, .sm4GCM: 16
    case .aes128CCM, .aes256CCM, .sm4CCM, .chaCha20Poly1305, .aegis128L, .aegis256, .ascon128: 16
    case .aes128CCM8, .aes256CCM8: 8
    default: nil
    }
  }
}

/// The hash of a suite.
public enum SuiteHash: Sendable {
  case md5, sha1, sha256, sha384, sha512, sm3, asconHash256, gost, none

  /// The size of its output in bytes; `nil` where there is none or it is not known.
  public var size: Int? {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha256, .sm3, .asconHash256: 32
    case .sha384: 48
    case .sha512: 64
    case .gost, .none: nil
    }
  }
}

/// Reasons not to use a cipher suite.
public struct CipherSuiteWeaknesses: OptionSet, Sendable, CustomStringConvertible {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// No encryption.
  public static let null = CipherSuiteWeaknesses(rawValue: 1 << 0)
  /// Keys made short for export.
  public static let export = CipherSuiteWeaknesses(rawValue: 1 << 1)
  /// No proof of the server's identity; usual between mail servers that do not verify (RFC 7672 section 8.2).
  public static let anonymous = CipherSuiteWeaknesses(rawValue: 1 << 2)
  /// RFC 7465.
  public static let rc4 = CipherSuiteWeaknesses(rawValue: 1 << 3)
  /// 56-bit keys.
  public static let des = CipherSuiteWeaknesses(rawValue: 1 << 4)
  /// Blocks of 64 bits.
  public static let tripleDES = CipherSuiteWeaknesses(rawValue: 1 << 5)
  /// CBC mode with a SHA-1 MAC (RFC 9325 section 4.2).
  public static let cbcSHA1 = CipherSuiteWeaknesses(rawValue: 1 << 6)
  /// The secret is encrypted to the server's long-term key: no forward secrecy.
  public static let staticRSA = CipherSuiteWeaknesses(rawValue: 1 << 7)
  /// A MAC with MD5.
  public static let md5 = CipherSuiteWeaknesses(rawValue: 1 << 8)

  public var description: String {
    let names: [(CipherSuiteWeaknesses, String)] = [
      (.null, "no encryption"), (.export, "export key length"), (.anonymous, "anonymous"), (.rc4, "RC4"),
      (.des, "DES"), (.tripleDES, "3DES"), (.cbcSHA1, "CBC with SHA-1"), (.staticRSA, "static RSA"), (.md5, "MD5"),
    ]
    return names.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}
