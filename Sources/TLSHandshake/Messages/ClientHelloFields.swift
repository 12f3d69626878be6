extension ClientHello {
  /// What is read of a hello; ``ClientHello`` says what each means.
  @usableFromInline
  struct Fields: Sendable, Hashable {
    @usableFromInline var legacyVersion: TLSVersion
    @usableFromInline var random: [UInt8]
    @usableFromInline var sessionID: [UInt8]
    @usableFromInline var cipherSuites: [CipherSuite]
    @usableFromInline var compressionMethods: [UInt8]
    @usableFromInline var extensions: [HelloExtension] = []
    @usableFromInline var serverNames: [String] = []
    @usableFromInline var supportedVersions: [TLSVersion]?
    @usableFromInline var supportedGroups: [NamedGroup]?
    @usableFromInline var keyShares: [KeyShare]?
    @usableFromInline var signatureAlgorithms: [SignatureScheme]?
    @usableFromInline var signatureAlgorithmsCert: [SignatureScheme]?
    @usableFromInline var ecPointFormats: [UInt8]?
    @usableFromInline var protocolNames: [String]?
    var firstProtocolName: [UInt8] = []
    @usableFromInline var sessionTicketLength: Int?
    @usableFromInline var pskIdentityCount: Int?
    @usableFromInline var pskModes: [UInt8]?
    @usableFromInline var offersEarlyData: Bool = false
    @usableFromInline var offersEncryptThenMAC: Bool = false
    @usableFromInline var offersExtendedMasterSecret: Bool = false
    @usableFromInline var hasRenegotiationInfo: Bool = false
    @usableFromInline var requestsStatus: Bool = false
    @usableFromInline var requestsCertificateTimestamps: Bool = false
    @usableFromInline var offersPostHandshakeAuthentication: Bool = false
    @usableFromInline var recordSizeLimit: UInt16?
    @usableFromInline var maximumFragmentLength: UInt8?
    @usableFromInline var certificateCompression: [UInt16]?
    @usableFromInline var offersEncryptedClientHello: Bool = false
    @usableFromInline var cookieLength: Int?
    @usableFromInline var certificateAuthoritiesCount: Int?
    @usableFromInline var duplicateExtensions: [ExtensionType] = []
    @usableFromInline var isSSL2Format: Bool = false
    @usableFromInline var ssl2CipherSpecs: [UInt32] = []
    @usableFromInline var problem: MessageProblem?
  }
}
