/// The type of a record (RFC 8446 section 5.1). Unknown values survive.
public struct ContentType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  public static let changeCipherSpec = ContentType(rawValue: 20)
  public static let alert = ContentType(rawValue: 21)
  public static let handshake = ContentType(rawValue: 22)
  public static let applicationData = ContentType(rawValue: 23)
  public static let heartbeat = ContentType(rawValue: 24)

  public var description: String {
    switch rawValue {
    case 20: "change_cipher_spec"
    case 21: "alert"
    case 22: "handshake"
    case 23: "application_data"
    case 24: "heartbeat"
    default: "content type \(rawValue)"
    }
  }
}

/// The type of a handshake message (RFC 8446 section 4). Unknown values survive and print as numbers.
public struct HandshakeType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  public var description: String { registeredName ?? "handshake type \(rawValue)" }
}

/// The description of an alert (RFC 8446 section 6). Unknown values survive and print as numbers.
public struct AlertDescription: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  public var description: String { registeredName ?? "alert \(rawValue)" }
}

/// The level of an alert (RFC 5246 section 7.2). TLS 1.3 ignores it: there, all but close_notify and user_canceled are
/// fatal.
public struct AlertLevel: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  public static let warning = AlertLevel(rawValue: 1)
  public static let fatal = AlertLevel(rawValue: 2)

  public var description: String {
    switch rawValue {
    case 1: "warning"
    case 2: "fatal"
    default: "level \(rawValue)"
    }
  }
}

/// The type of a hello's extension (RFC 8446 section 4.2). Unknown values survive and print as numbers.
public struct ExtensionType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  public var isGREASE: Bool { rawValue.isGREASE }

  public var description: String {
    registeredName ?? (isGREASE ? "GREASE (\(rawValue.hexadecimal))" : "extension \(rawValue)")
  }
}

/// A group for the key exchange: a curve, a finite field or a combination with a key encapsulation mechanism (RFC 8446
/// section 4.2.7, RFC 8422, RFC 7919). Unknown values survive and print as numbers.
public struct NamedGroup: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  public var isGREASE: Bool { rawValue.isGREASE }

  /// Whether the group is or holds a post-quantum key encapsulation mechanism; its key shares are over a kilobyte.
  public var isPostQuantum: Bool {
    switch rawValue {
    case 512...514, 4587...4589, 25497, 25498: true
    default: false
    }
  }

  public var description: String {
    registeredName ?? (isGREASE ? "GREASE (\(rawValue.hexadecimal))" : "group \(rawValue.hexadecimal)")
  }
}

/// A signature scheme (RFC 8446 section 4.2.3) or, in TLS 1.2, the pair of hash and signature that has the same number
/// (RFC 5246 section 7.4.1.4.1). Unknown values survive and print as numbers.
public struct SignatureScheme: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  public var isGREASE: Bool { rawValue.isGREASE }

  public var description: String {
    if let name = registeredName { return name }
    if isGREASE { return "GREASE (\(rawValue.hexadecimal))" }
    // TLS 1.2's pairs beyond those that TLS 1.3 kept (RFC 5246 section 7.4.1.4.1).
    if let hash = Self.hashNames[rawValue >> 8], let signature = Self.signatureNames[rawValue & 0xFF] {
      return "\(signature)_\(hash)"
    }
    return "signature scheme \(rawValue.hexadecimal)"
  }

  private static let hashNames: [UInt16: String] = [
    1: "md5", 2: "sha1", 3: "sha224", 4: "sha256", 5: "sha384", 6: "sha512",
  ]
  private static let signatureNames: [UInt16: String] = [1: "rsa", 2: "dsa", 3: "ecdsa"]
}

/// A kind of client certificate that a server accepts in TLS 1.2 and before (RFC 5246 section 7.4.4). Unknown values
/// survive and print as numbers.
public struct ClientCertificateType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  public var description: String { registeredName ?? "certificate type \(rawValue)" }
}

extension UInt16 {
  /// Whether the number is one of those reserved to be ignored: 0x0A0A, 0x1A1A … 0xFAFA (RFC 8701 section 2).
  var isGREASE: Bool { self & 0x0F0F == 0x0A0A && self >> 8 == self & 0xFF }

  var hexadecimal: String {
    let digits = String(self, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}
