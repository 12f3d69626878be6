/// A ServerHello or, told apart by its random value, a HelloRetryRequest (RFC 8446 sections 4.1.3 and 4.1.4).
///
/// It stands in one place and never changes: it is large, and asked by many.
public final class ServerHello: Sendable, Hashable {
  /// In TLS 1.2 and before the version chosen; in TLS 1.3 always TLS 1.2.
  public var legacyVersion: TLSVersion { fields.legacyVersion }
  public var random: [UInt8] { fields.random }
  /// What the client sent, given back: in TLS 1.2 and before a sign of resumption, in TLS 1.3 always.
  public var sessionID: [UInt8] { fields.sessionID }
  public var cipherSuite: CipherSuite { fields.cipherSuite }
  public var compressionMethod: UInt8 { fields.compressionMethod }
  public var extensions: [HelloExtension] { fields.extensions }

  /// The version in supported_versions; `nil` in TLS 1.2 and before.
  public var selectedVersion: TLSVersion? { fields.selectedVersion }
  /// The server's share, or in a HelloRetryRequest the group asked for (with no length).
  public var keyShare: KeyShare? { fields.keyShare }
  /// Which of the client's pre-shared keys the server took, from 0; `nil` for a full handshake.
  public var selectedIdentity: UInt16? { fields.selectedIdentity }
  /// The protocol chosen; in TLS 1.3 it is encrypted and this stays `nil`.
  public var protocolName: String? { fields.protocolName }
  public var ecPointFormats: [UInt8]? { fields.ecPointFormats }
  public var usesEncryptThenMAC: Bool { fields.usesEncryptThenMAC }
  public var usesExtendedMasterSecret: Bool { fields.usesExtendedMasterSecret }
  public var hasRenegotiationInfo: Bool { fields.hasRenegotiationInfo }
  /// The server will send a new ticket (RFC 5077).
  public var willSendTicket: Bool { fields.willSendTicket }
  public var willSendStatus: Bool { fields.willSendStatus }
  /// server_name came back: the server used the name.
  public var acknowledgesServerName: Bool { fields.acknowledgesServerName }
  public var maximumFragmentLength: UInt8? { fields.maximumFragmentLength }
  public var cookieLength: Int? { fields.cookieLength }
  public var duplicateExtensions: [ExtensionType] { fields.duplicateExtensions }
  /// What could not be read of it; what stands before that is complete.
  public var problem: MessageProblem? { fields.problem }

  let fields: Fields

  /// What is read of it.
  struct Fields: Sendable, Hashable {
    var legacyVersion: TLSVersion
    var random: [UInt8]
    var sessionID: [UInt8] = []
    var cipherSuite: CipherSuite = CipherSuite(rawValue: 0)
    var compressionMethod: UInt8 = 0
    var extensions: [HelloExtension] = []
    var selectedVersion: TLSVersion?
    var keyShare: KeyShare?
    var selectedIdentity: UInt16?
    var protocolName: String?
    var ecPointFormats: [UInt8]?
    var usesEncryptThenMAC = false
    var usesExtendedMasterSecret = false
    var hasRenegotiationInfo = false
    var willSendTicket = false
    var willSendStatus = false
    var acknowledgesServerName = false
    var maximumFragmentLength: UInt8?
    var cookieLength: Int?
    var duplicateExtensions: [ExtensionType] = []
    var problem: MessageProblem?
  }

  init(_ fields: consuming Fields) {
    self.fields = fields
  }

  public static func == (left: ServerHello, right: ServerHello) -> Bool { left.fields == right.fields }

  public func hash(into hasher: inout Hasher) { hasher.combine(fields) }

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
