/// A ServerHello or, told apart by its random value, a HelloRetryRequest (RFC 8446 sections 4.1.3 and 4.1.4).
public struct ServerHello: Sendable, Hashable {
  /// In TLS 1.2 and before the version chosen; in TLS 1.3 always TLS 1.2.
  public internal(set) var legacyVersion: TLSVersion
  public internal(set) var random: [UInt8]
  /// What the client sent, given back: in TLS 1.2 and before a sign of resumption, in TLS 1.3 always.
  public internal(set) var sessionID: [UInt8] = []
  public internal(set) var cipherSuite: CipherSuite = CipherSuite(rawValue: 0)
  public internal(set) var compressionMethod: UInt8 = 0
  public internal(set) var extensions: [HelloExtension] = []

  /// The version in supported_versions; `nil` in TLS 1.2 and before.
  public internal(set) var selectedVersion: TLSVersion?
  /// The server's share, or in a HelloRetryRequest the group asked for (with no length).
  public internal(set) var keyShare: KeyShare?
  /// Which of the client's pre-shared keys the server took, from 0; `nil` for a full handshake.
  public internal(set) var selectedIdentity: UInt16?
  /// The protocol chosen; in TLS 1.3 it is encrypted and this stays `nil`.
  public internal(set) var protocolName: String?
  public internal(set) var ecPointFormats: [UInt8]?
  public internal(set) var usesEncryptThenMAC = false
  public internal(set) var usesExtendedMasterSecret = false
  public internal(set) var hasRenegotiationInfo = false
  /// The server will send a new ticket (RFC 5077).
  public internal(set) var willSendTicket = false
  public internal(set) var willSendStatus = false
  /// server_name came back: the server used the name.
  public internal(set) var acknowledgesServerName = false
  public internal(set) var maximumFragmentLength: UInt8?
  public internal(set) var cookieLength: Int?
  public internal(set) var duplicateExtensions: [ExtensionType] = []
  /// What could not be read of it; what stands before that is complete.
  public internal(set) var problem: MessageProblem?

  /// The version that the server chose.
  public var version: TLSVersion { selectedVersion ?? legacyVersion }

  /// Whether the server asks for another ClientHello.
  public var isHelloRetryRequest: Bool { random == Self.helloRetryRequestRandom }

  /// The mark that a server of TLS 1.3 (or 1.2) leaves when it agrees to less (RFC 8446 section 4.1.3).
  public var downgradeSentinel: DowngradeSentinel? {
    guard random.count == 32, Array(random[24..<31]) == [0x44, 0x4F, 0x57, 0x4E, 0x47, 0x52, 0x44] else { return nil }
    switch random[31] {
    case 1: return .toTLS12
    case 0: return .toTLS11OrBelow
    default: return nil
    }
  }

  public enum DowngradeSentinel: Sendable, Hashable {
    case toTLS12, toTLS11OrBelow
  }

  /// SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3).
  static let helloRetryRequestRandom: [UInt8] = [
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
    0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
  ]
}
