/// A ClientHello (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2, for the old format RFC 5246 appendix E.2).
///
/// An optional that is `nil` means that the extension is not in the hello; with a `problem`, that it was not read.
///
/// It stands in one place and never changes: it is large, and asked by many.
public final class ClientHello: Sendable, Hashable {
  /// The most server names, protocol names and key shares that are kept of one hello.
  public static let maximumListedNames = 64

  /// In TLS 1.2 and before the highest version offered; in TLS 1.3 always TLS 1.2.
  @inlinable public var legacyVersion: TLSVersion { fields.legacyVersion }
  public var random: [UInt8] { fields.bytes(at: fields.random) ?? [] }
  public var sessionID: [UInt8] { fields.bytes(at: fields.sessionID) ?? [] }
  /// In the order of preference, GREASE and signals among them.
  public var cipherSuites: ListedNumbers<CipherSuite> {
    ListedNumbers(fields.bytes, fields.cipherSuites.range ?? 0..<0)
  }
  public var compressionMethods: [UInt8] { fields.bytes(at: fields.compressionMethods) ?? [] }
  /// All extensions in their order, with their sizes.
  public var extensions: ListedVectors<HelloExtension> {
    ListedVectors(fields.bytes, fields.extensions.range ?? 0..<0, count: fields.extensionCount)
  }

  /// The host names of server_name (RFC 6066 section 3), as printable text.
  public var serverNames: [String] { fields.names(at: fields.serverNames, HelloFields.serverName) }
  public var supportedVersions: ListedNumbers<TLSVersion>? { fields.numbers(at: fields.supportedVersions) }
  public var supportedGroups: ListedNumbers<NamedGroup>? { fields.numbers(at: fields.supportedGroups) }
  public var keyShares: ListedVectors<KeyShare>? {
    fields.keyShares.range.map { ListedVectors(fields.bytes, $0, count: fields.keyShareCount) }
  }
  public var signatureAlgorithms: ListedNumbers<SignatureScheme>? { fields.numbers(at: fields.signatureAlgorithms) }
  public var signatureAlgorithmsCert: ListedNumbers<SignatureScheme>? {
    fields.numbers(at: fields.signatureAlgorithmsCert)
  }
  public var ecPointFormats: [UInt8]? { fields.bytes(at: fields.ecPointFormats) }
  /// application_layer_protocol_negotiation (RFC 7301), as printable text.
  public var protocolNames: [String]? {
    fields.protocolNames.range == nil ? nil : fields.names(at: fields.protocolNames, HelloFields.protocolName)
  }
  /// The first protocol name's bytes as sent, which a fingerprint needs.
  var firstProtocolName: [UInt8] { fields.firstProtocolName }
  /// The size in bytes of session_ticket (RFC 5077); 0 asks for one.
  @inlinable public var sessionTicketLength: Int? { fields.sessionTicketLength }
  /// The number of pre-shared key identities: sessions to resume, or keys arranged before.
  @inlinable public var pskIdentityCount: Int? { fields.pskIdentityCount }
  /// psk_key_exchange_modes: 0 without, 1 with a fresh key exchange.
  public var pskModes: [UInt8]? { fields.bytes(at: fields.pskModes) }
  @inlinable public var offersEarlyData: Bool { fields.offersEarlyData }
  @inlinable public var offersEncryptThenMAC: Bool { fields.offersEncryptThenMAC }
  @inlinable public var offersExtendedMasterSecret: Bool { fields.offersExtendedMasterSecret }
  /// Whether the extension renegotiation_info is there (RFC 5746); the signalling suite is told apart from it.
  @inlinable public var hasRenegotiationInfo: Bool { fields.hasRenegotiationInfo }
  @inlinable public var requestsStatus: Bool { fields.requestsStatus }
  @inlinable public var requestsCertificateTimestamps: Bool { fields.requestsCertificateTimestamps }
  @inlinable public var offersPostHandshakeAuthentication: Bool { fields.offersPostHandshakeAuthentication }
  /// In bytes (RFC 8449).
  @inlinable public var recordSizeLimit: UInt16? { fields.recordSizeLimit }
  /// The code of max_fragment_length (RFC 6066 section 4): 1 is 512 bytes, 2 is 1024, 3 is 2048, 4 is 4096.
  @inlinable public var maximumFragmentLength: UInt8? { fields.maximumFragmentLength }
  /// The algorithms of compress_certificate (RFC 8879).
  public var certificateCompression: ListedNumbers<UInt16>? { fields.numbers(at: fields.certificateCompression) }
  /// Whether encrypted_client_hello is there: the name in clear may then be that of a front (RFC 9849).
  @inlinable public var offersEncryptedClientHello: Bool { fields.offersEncryptedClientHello }
  /// The size in bytes of the cookie that a HelloRetryRequest asked to be given back.
  @inlinable public var cookieLength: Int? { fields.cookieLength }
  /// The number of certificate authorities named in certificate_authorities.
  @inlinable public var certificateAuthoritiesCount: Int? { fields.certificateAuthoritiesCount }
  /// Extensions that stand in the hello more than once, which RFC 8446 section 4.2 forbids.
  @inlinable public var duplicateExtensions: [ExtensionType] { fields.duplicateExtensions }

  /// Whether it came in the format of SSL 2.0.
  @inlinable public var isSSL2Format: Bool { fields.isSSL2Format }
  /// Suites of SSL 2.0 itself in a hello of that format, as 24-bit numbers.
  @inlinable public var ssl2CipherSpecs: [UInt32] { fields.ssl2CipherSpecs }

  /// What could not be read of it; what stands before that is complete.
  @inlinable public var problem: MessageProblem? { fields.problem }

  @usableFromInline let fields: Fields

  init(_ fields: consuming Fields) {
    self.fields = fields
  }

  public static func == (left: ClientHello, right: ClientHello) -> Bool { left.fields == right.fields }

  public func hash(into hasher: inout Hasher) { hasher.combine(fields) }

  /// The name asked for; `nil` where server_name is not there or holds none.
  public var serverName: String? { fields.firstServerName }

  public var hasRenegotiationSCSV: Bool { cipherSuites.contains(.renegotiationInfoSCSV) }
  public var hasFallbackSCSV: Bool { cipherSuites.contains(.fallbackSCSV) }

  /// The versions that the client names: supported_versions without GREASE, or else the highest one, below which older
  /// ones may hide.
  public var offeredVersions: [TLSVersion] {
    supportedVersions.map { $0.filter { !$0.isGREASE } } ?? [legacyVersion]
  }

  @inlinable public var highestOfferedVersion: TLSVersion { fields.highestOfferedVersion }

  /// The suites that can be negotiated: without GREASE and signals.
  public var offeredSuites: [CipherSuite] { cipherSuites.filter { !$0.isGREASE && !$0.isSignal } }

  /// How many suites it offers, those of SSL 2.0 itself among them.
  public var offeredSuiteCount: Int {
    cipherSuites.count { !$0.isGREASE && !$0.isSignal } + ssl2CipherSpecs.count
  }

  /// Whether any list holds numbers that are there only to be ignored (RFC 8701).
  public var hasGREASE: Bool {
    cipherSuites.contains { $0.isGREASE } || extensions.contains { $0.type.isGREASE }
      || supportedGroups?.contains { $0.isGREASE } == true || supportedVersions?.contains { $0.isGREASE } == true
      || signatureAlgorithms?.contains { $0.isGREASE } == true
  }

  public func hasExtension(_ type: ExtensionType) -> Bool {
    extensions.contains { $0.type == type }
  }

  /// Lends the random bytes where they lie.
  package func withRandom<Result>(_ read: (Span<UInt8>) -> Result) -> Result { fields.withRandom(read) }
}

/// One extension of a hello: its type and the size of its data in bytes.
public struct HelloExtension: ListedVector, Hashable {
  public let type: ExtensionType
  public let length: Int

  init(type: ExtensionType, length: Int) {
    self.type = type
    self.length = length
  }

  public init(number: UInt16, length: Int) { self.init(type: ExtensionType(rawValue: number), length: length) }
}

/// One entry of key_share (RFC 8446 section 4.2.8): the group and the size of the key in bytes.
public struct KeyShare: ListedVector, Hashable {
  public let group: NamedGroup
  public let length: Int

  init(group: NamedGroup, length: Int) {
    self.group = group
    self.length = length
  }

  public init(number: UInt16, length: Int) { self.init(group: NamedGroup(rawValue: number), length: length) }
}
