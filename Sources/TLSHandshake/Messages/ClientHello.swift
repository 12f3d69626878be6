/// A ClientHello (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2, for the old format RFC 5246 appendix E.2).
///
/// An optional that is `nil` means that the extension is not in the hello; with a `problem`, that it was not read.
public struct ClientHello: Sendable, Hashable {
  /// The most server names, protocol names and key shares that are kept of one hello.
  public static let maximumListedNames = 64

  /// In TLS 1.2 and before the highest version offered; in TLS 1.3 always TLS 1.2.
  public internal(set) var legacyVersion: TLSVersion
  public internal(set) var random: [UInt8]
  public internal(set) var sessionID: [UInt8]
  /// In the order of preference, GREASE and signals among them.
  public internal(set) var cipherSuites: [CipherSuite]
  public internal(set) var compressionMethods: [UInt8]
  /// All extensions in their order, with their sizes.
  public internal(set) var extensions: [HelloExtension] = []

  /// The host names of server_name (RFC 6066 section 3), as printable text.
  public internal(set) var serverNames: [String] = []
  public internal(set) var supportedVersions: [TLSVersion]?
  public internal(set) var supportedGroups: [NamedGroup]?
  public internal(set) var keyShares: [KeyShare]?
  public internal(set) var signatureAlgorithms: [SignatureScheme]?
  public internal(set) var signatureAlgorithmsCert: [SignatureScheme]?
  public internal(set) var ecPointFormats: [UInt8]?
  /// application_layer_protocol_negotiation (RFC 7301), as printable text.
  public internal(set) var protocolNames: [String]?
  /// The first protocol name's bytes as sent, which a fingerprint needs.
  var firstProtocolName: [UInt8] = []
  /// The size in bytes of session_ticket (RFC 5077); 0 asks for one.
  public internal(set) var sessionTicketLength: Int?
  /// The number of pre-shared key identities: sessions to resume, or keys arranged before.
  public internal(set) var pskIdentityCount: Int?
  /// psk_key_exchange_modes: 0 without, 1 with a fresh key exchange.
  public internal(set) var pskModes: [UInt8]?
  public internal(set) var offersEarlyData = false
  public internal(set) var offersEncryptThenMAC = false
  public internal(set) var offersExtendedMasterSecret = false
  /// Whether the extension renegotiation_info is there (RFC 5746); the signalling suite is told apart from it.
  public internal(set) var hasRenegotiationInfo = false
  public internal(set) var requestsStatus = false
  public internal(set) var requestsCertificateTimestamps = false
  public internal(set) var offersPostHandshakeAuthentication = false
  /// In bytes (RFC 8449).
  public internal(set) var recordSizeLimit: UInt16?
  /// The code of max_fragment_length (RFC 6066 section 4): 1 is 512 bytes, 2 is 1024, 3 is 2048, 4 is 4096.
  public internal(set) var maximumFragmentLength: UInt8?
  /// The algorithms of compress_certificate (RFC 8879).
  public internal(set) var certificateCompression: [UInt16]?
  /// Whether encrypted_client_hello is there: the name in clear may then be that of a front (RFC 9849).
  public internal(set) var offersEncryptedClientHello = false
  /// The size in bytes of the cookie that a HelloRetryRequest asked to be given back.
  public internal(set) var cookieLength: Int?
  /// The number of certificate authorities named in certificate_authorities.
  public internal(set) var certificateAuthoritiesCount: Int?
  /// Extensions that stand in the hello more than once, which RFC 8446 section 4.2 forbids.
  public internal(set) var duplicateExtensions: [ExtensionType] = []

  /// Whether it came in the format of SSL 2.0.
  public internal(set) var isSSL2Format = false
  /// Suites of SSL 2.0 itself in a hello of that format, as 24-bit numbers.
  public internal(set) var ssl2CipherSpecs: [UInt32] = []

  /// What could not be read of it; what stands before that is complete.
  public internal(set) var problem: MessageProblem?

  /// The name asked for; `nil` where server_name is not there or holds none.
  public var serverName: String? { serverNames.first }

  public var hasRenegotiationSCSV: Bool { cipherSuites.contains(.renegotiationInfoSCSV) }
  public var hasFallbackSCSV: Bool { cipherSuites.contains(.fallbackSCSV) }

  /// The versions that the client names: supported_versions without GREASE, or else the highest one, below which older
  /// ones may hide.
  public var offeredVersions: [TLSVersion] {
    supportedVersions.map { $0.filter { !$0.isGREASE } } ?? [legacyVersion]
  }

  public var highestOfferedVersion: TLSVersion { offeredVersions.max() ?? legacyVersion }

  /// The suites that can be negotiated: without GREASE and signals.
  public var offeredSuites: [CipherSuite] { cipherSuites.filter { !$0.isGREASE && !$0.isSignal } }

  /// How many suites it offers, those of SSL 2.0 itself among them.
  public var offeredSuiteCount: Int { offeredSuites.count + ssl2CipherSpecs.count }

  /// Whether any list holds numbers that are there only to be ignored (RFC 8701).
  public var hasGREASE: Bool {
    cipherSuites.contains { $0.isGREASE } || extensions.contains { $0.type.isGREASE }
      || supportedGroups?.contains { $0.isGREASE } == true || supportedVersions?.contains { $0.isGREASE } == true
      || signatureAlgorithms?.contains { $0.isGREASE } == true
  }

  public func hasExtension(_ type: ExtensionType) -> Bool {
    extensions.contains { $0.type == type }
  }
}

/// One extension of a hello: its type and the size of its data in bytes.
public struct HelloExtension: Sendable, Hashable {
  public let type: ExtensionType
  public let length: Int
}

/// One entry of key_share (RFC 8446 section 4.2.8): the group and the size of the key in bytes.
public struct KeyShare: Sendable, Hashable {
  public let group: NamedGroup
  public let length: Int
}
