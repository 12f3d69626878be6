/// A handshake message that was in clear (RFC 8446 section 4).
public struct HandshakeMessage: Sendable, Hashable {
  public let type: HandshakeType
  /// Where its header begins, as an offset in the direction's TCP stream.
  public let startOffset: UInt64
  /// Behind its last byte that was seen.
  public internal(set) var endOffset: UInt64
  /// The length that its header announces, without the header, in bytes.
  public let length: Int
  /// How many records it lies in; over 1 means that it is fragmented.
  public internal(set) var recordCount: Int
  /// Whether all its bytes were there.
  public internal(set) var isComplete: Bool
  /// What it says; `nil` where it could not be read, is of a type without content, or was passed over.
  public internal(set) var content: HandshakeContent?
  /// Why it, or a part of it, could not be read.
  public internal(set) var problem: MessageProblem?
}

/// What a handshake message says. Apart from the message, which is copied more often than anybody reads it.
public enum HandshakeContent: Sendable, Hashable {
  case clientHello(ClientHello)
  case serverHello(ServerHello)
  indirect case encryptedExtensions(EncryptedExtensions)
  indirect case certificate(CertificateChain)
  indirect case certificateRequest(CertificateRequest)
  indirect case serverKeyExchange(ServerKeyExchange)
  indirect case certificateVerify(CertificateVerify)
  indirect case certificateStatus(CertificateStatus)
  indirect case newSessionTicket(NewSessionTicket)
}

/// The EncryptedExtensions message of TLS 1.3 (RFC 8446 section 4.3.1), which can be read where it was opened.
public struct EncryptedExtensions: Sendable, Hashable {
  public internal(set) var extensions: [HelloExtension] = []

  /// Whether the server takes the client's early data (RFC 8446 section 4.2.10).
  public var acceptsEarlyData: Bool { extensions.contains { $0.type == .earlyData } }
}

/// The Certificate message (RFC 5246 section 7.4.2); TLS 1.3 encrypts it (RFC 8446 section 4.4.2).
public struct CertificateChain: Sendable, Hashable {
  /// The most certificates that are kept of one message.
  public static let maximumCertificates = 16
  /// The longest certificate that is kept, in bytes.
  public static let maximumCertificateLength = 65_536

  /// DER, the sender's own first; one that is longer than what is kept is an empty array.
  public internal(set) var certificates: [[UInt8]] = []
  /// How many the message holds, those not kept among them. 0 is a client's answer that it has none.
  public internal(set) var count = 0
  /// The size of all of them in bytes, without their length fields.
  public internal(set) var totalLength = 0

  public var isEmpty: Bool { count == 0 }
}

/// The CertificateRequest message of TLS 1.2 and before (RFC 5246 section 7.4.4).
public struct CertificateRequest: Sendable, Hashable {
  /// The most names of certificate authorities that are kept.
  public static let maximumAuthorities = 256

  public internal(set) var certificateTypes: [ClientCertificateType] = []
  /// TLS 1.2; `nil` before.
  public internal(set) var signatureAlgorithms: [SignatureScheme]?
  /// The first distinguished names in DER.
  public internal(set) var authorities: [[UInt8]] = []
  /// How many names there are, those not kept among them. 0 means: any.
  public internal(set) var authorityCount = 0
  /// The size of the list of names in bytes; Windows cuts it near 16 KiB.
  public internal(set) var authoritiesLength = 0
}

/// The ServerKeyExchange message (RFC 5246 section 7.4.3, RFC 8422 section 5.4).
public struct ServerKeyExchange: Sendable, Hashable {
  public enum Parameters: Sendable, Hashable {
    /// The group and the size of the server's key in bytes.
    case ecdhe(group: NamedGroup, keyLength: Int)
    /// A curve that the server describes itself instead of naming it.
    case explicitCurve
    /// The size of the prime in bits.
    case dhe(primeBits: Int)
    /// The size of the temporary key in bits.
    case rsaExport(modulusBits: Int)
    /// The size of the prime in bits.
    case srp(primeBits: Int)
    /// A hint and nothing more.
    case pskHint
    /// The suite is not known, so neither is the layout.
    case unknown
  }

  public internal(set) var parameters: Parameters
  /// TLS 1.2; `nil` before, and where nothing is signed.
  public internal(set) var signatureScheme: SignatureScheme?
  /// In bytes; `nil` where nothing is signed.
  public internal(set) var signatureLength: Int?
}

/// The CertificateVerify message of TLS 1.2 and before (RFC 5246 section 7.4.8).
public struct CertificateVerify: Sendable, Hashable {
  /// TLS 1.2; `nil` before.
  public let signatureScheme: SignatureScheme?
  /// In bytes.
  public let signatureLength: Int
}

/// The CertificateStatus message (RFC 6066 section 8).
public struct CertificateStatus: Sendable, Hashable {
  /// 1 is an OCSP response.
  public let statusType: UInt8
  /// In bytes.
  public let responseLength: Int
}

/// The NewSessionTicket message of TLS 1.2 and before (RFC 5077 section 3.3).
public struct NewSessionTicket: Sendable, Hashable {
  public let lifetimeSeconds: UInt32
  /// In bytes.
  public let ticketLength: Int
}

/// An alert (RFC 8446 section 6).
public struct Alert: Sendable, Hashable {
  /// `nil` where it is encrypted.
  public let level: AlertLevel?
  /// `nil` where it is encrypted.
  public let description: AlertDescription?
  /// Where its record begins, as an offset in the direction's TCP stream.
  public let offset: UInt64
  public let isEncrypted: Bool
  /// The length field of its record.
  public let recordLength: Int
}
