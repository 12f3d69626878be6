import ByteParsing

extension ClientHello {
  /// Reads the body of a ClientHello. What stands before a defect is kept, with the defect as `problem`; `nil` only
  /// where not even the version and the random value are there.
  static func parse(_ bytes: Span<UInt8>) throws(MessageProblem) -> ClientHello {
    var reader = FieldReader(bytes)
    let version = TLSVersion(rawValue: try reader.uint16(bytes, "legacy_version"))
    let random = try reader.bytes(32, of: bytes, "random")
    var hello = Fields(
      legacyVersion: version, random: random, sessionID: [], cipherSuites: [], compressionMethods: [])
    hello.read(bytes, &reader)
    return ClientHello(hello)
  }

  /// The hello in the format of SSL 2.0 (RFC 5246 appendix E.2), from its message type on.
  static func parseSSL2(_ bytes: Span<UInt8>) throws(MessageProblem) -> ClientHello {
    var reader = FieldReader(bytes)
    try reader.skip(1, "msg_type")
    let version = TLSVersion(rawValue: try reader.uint16(bytes, "version"))
    let specsLength = Int(try reader.uint16(bytes, "cipher_spec_length"))
    let sessionLength = Int(try reader.uint16(bytes, "session_id_length"))
    let challengeLength = Int(try reader.uint16(bytes, "challenge_length"))
    var hello = Fields(
      legacyVersion: version, random: [], sessionID: [], cipherSuites: [], compressionMethods: [])
    hello.isSSL2Format = true
    do throws(MessageProblem) {
      guard specsLength % 3 == 0 else {
        throw MessageProblem(
          reason: .unevenLength, field: "cipher_specs", expected: 3, found: UInt64(specsLength),
          position: reader.position)
      }
      for _ in 0..<(specsLength / 3) {
        let spec = UInt32(try reader.uint24(bytes, "cipher_specs"))
        if spec <= 0xFFFF {
          hello.cipherSuites.append(CipherSuite(rawValue: UInt16(spec)))
        } else {
          hello.ssl2CipherSpecs.append(spec)
        }
      }
      hello.sessionID = try reader.bytes(sessionLength, of: bytes, "session_id")
      hello.random = try reader.bytes(challengeLength, of: bytes, "challenge")
      try reader.requireEnd("challenge")
    } catch {
      hello.problem = error
    }
    return ClientHello(hello)
  }
}

extension ClientHello.Fields {
  /// What follows the random bytes, as far as it can be read.
  fileprivate mutating func read(_ bytes: Span<UInt8>, _ reader: inout FieldReader) {
    do throws(MessageProblem) {
      try readLists(bytes, &reader)
    } catch {
      problem = error
    }
  }

  private mutating func readLists(_ bytes: Span<UInt8>, _ reader: inout FieldReader) throws(MessageProblem) {
    let session = try reader.vector8(bytes, "legacy_session_id")
    sessionID = bytes.extracting(session).copied()
    let suites = try reader.vector16(bytes, "cipher_suites")
    cipherSuites = try reader.numbers(bytes, suites, "cipher_suites", as: CipherSuite.init(rawValue:))
    let methods = try reader.vector8(bytes, "legacy_compression_methods")
    compressionMethods = bytes.extracting(methods).copied()
    // SSL 3.0 and early TLS 1.0 hellos end here.
    guard !reader.isAtEnd else { return }
    let all = try reader.vector16(bytes, "extensions")
    try readExtensions(bytes, all)
    try reader.requireEnd("extensions")
  }

  private mutating func readExtensions(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(MessageProblem) {
    var reader = FieldReader(range)
    var seen = SeenNumbers()
    var repeated = SeenNumbers()
    extensions.reserveCapacity(16)
    while !reader.isAtEnd {
      let type = ExtensionType(rawValue: try reader.uint16(bytes, "extension_type"))
      let data = try reader.vector16(bytes, "extension_data")
      extensions.append(HelloExtension(type: type, length: data.count))
      guard seen.insert(type.rawValue) else {
        if repeated.insert(type.rawValue) { duplicateExtensions.append(type) }
        continue
      }
      // A defect inside one extension leaves the others readable; the first is reported.
      do throws(MessageProblem) {
        try readExtension(type, bytes, data)
      } catch {
        if problem == nil { problem = error }
      }
    }
  }

  private mutating func readExtension(
    _ type: ExtensionType, _ bytes: Span<UInt8>, _ data: Range<Int>
  ) throws(MessageProblem) {
    var reader = FieldReader(data)
    switch type {
    case .serverName:
      // A ServerHello acknowledges with an empty one; some clients send it empty as well.
      guard !data.isEmpty else { return }
      serverNames = try HelloFields.serverNames(bytes, &reader)
    case .supportedVersions:
      let list = try reader.vector8(bytes, "supported_versions")
      supportedVersions = try reader.numbers(bytes, list, "supported_versions", as: TLSVersion.init(rawValue:))
    case .supportedGroups:
      let list = try reader.vector16(bytes, "supported_groups")
      supportedGroups = try reader.numbers(bytes, list, "supported_groups", as: NamedGroup.init(rawValue:))
    case .keyShare:
      keyShares = try HelloFields.keyShares(bytes, &reader)
    case .signatureAlgorithms:
      let list = try reader.vector16(bytes, "signature_algorithms")
      signatureAlgorithms = try reader.numbers(bytes, list, "signature_algorithms", as: SignatureScheme.init(rawValue:))
    case .signatureAlgorithmsCert:
      let list = try reader.vector16(bytes, "signature_algorithms_cert")
      signatureAlgorithmsCert = try reader.numbers(
        bytes, list, "signature_algorithms_cert", as: SignatureScheme.init(rawValue:))
    case .ecPointFormats:
      let list = try reader.vector8(bytes, "ec_point_formats")
      ecPointFormats = bytes.extracting(list).copied()
    case .applicationLayerProtocolNegotiation:
      let names = try HelloFields.protocolNames(bytes, &reader)
      protocolNames = names.shown
      firstProtocolName = names.first
    case .sessionTicket:
      sessionTicketLength = data.count
    case .preSharedKey:
      pskIdentityCount = try HelloFields.identityCount(bytes, &reader)
    case .pskKeyExchangeModes:
      let list = try reader.vector8(bytes, "ke_modes")
      pskModes = bytes.extracting(list).copied()
    case .earlyData: offersEarlyData = true
    case .encryptThenMac: offersEncryptThenMAC = true
    case .extendedMasterSecret: offersExtendedMasterSecret = true
    case .renegotiationInfo: hasRenegotiationInfo = true
    case .statusRequest: requestsStatus = true
    case .signedCertificateTimestamp: requestsCertificateTimestamps = true
    case .postHandshakeAuth: offersPostHandshakeAuthentication = true
    case .recordSizeLimit: recordSizeLimit = try reader.uint16(bytes, "record_size_limit")
    case .maxFragmentLength: maximumFragmentLength = try reader.uint8(bytes, "max_fragment_length")
    case .compressCertificate:
      let list = try reader.vector8(bytes, "compress_certificate")
      certificateCompression = try reader.numbers(bytes, list, "compress_certificate")
    case .encryptedClientHello: offersEncryptedClientHello = true
    case .cookie: cookieLength = try reader.vector16(bytes, "cookie").count
    case .certificateAuthorities:
      certificateAuthoritiesCount = try HelloFields.countNames(bytes, &reader)
    default: break
    }
  }
}

/// Fields that stand in both hellos or need a loop of their own.
enum HelloFields {
  static func serverNames(_ bytes: Span<UInt8>, _ reader: inout FieldReader) throws(MessageProblem) -> [String] {
    var list = FieldReader(try reader.vector16(bytes, "server_name_list"))
    var names: [String] = []
    while !list.isAtEnd {
      let type = try list.uint8(bytes, "name_type")
      let name = try list.vector16(bytes, "host_name")
      guard type == 0, names.count < ClientHello.maximumListedNames else { continue }
      names.append(PrintableText.string(bytes.extracting(name)))
    }
    return names
  }

  static func protocolNames(
    _ bytes: Span<UInt8>, _ reader: inout FieldReader
  ) throws(MessageProblem) -> (shown: [String], first: [UInt8]) {
    var list = FieldReader(try reader.vector16(bytes, "protocol_name_list"))
    var names: [String] = []
    var first: [UInt8] = []
    while !list.isAtEnd {
      let name = try list.vector8(bytes, "protocol_name")
      if names.isEmpty { first = bytes.extracting(name).copied() }
      guard names.count < ClientHello.maximumListedNames else { continue }
      names.append(PrintableText.string(bytes.extracting(name)))
    }
    return (names, first)
  }

  static func keyShares(_ bytes: Span<UInt8>, _ reader: inout FieldReader) throws(MessageProblem) -> [KeyShare] {
    var list = FieldReader(try reader.vector16(bytes, "client_shares"))
    var shares: [KeyShare] = []
    while !list.isAtEnd {
      let group = NamedGroup(rawValue: try list.uint16(bytes, "group"))
      let key = try list.vector16(bytes, "key_exchange")
      guard shares.count < ClientHello.maximumListedNames else { continue }
      shares.append(KeyShare(group: group, length: key.count))
    }
    return shares
  }

  static func identityCount(_ bytes: Span<UInt8>, _ reader: inout FieldReader) throws(MessageProblem) -> Int {
    var list = FieldReader(try reader.vector16(bytes, "identities"))
    var count = 0
    while !list.isAtEnd {
      _ = try list.vector16(bytes, "identity")
      try list.skip(4, "obfuscated_ticket_age")
      count += 1
    }
    return count
  }

  static func countNames(_ bytes: Span<UInt8>, _ reader: inout FieldReader) throws(MessageProblem) -> Int {
    var list = FieldReader(try reader.vector16(bytes, "authorities"))
    var count = 0
    while !list.isAtEnd {
      _ = try list.vector16(bytes, "distinguished_name")
      count += 1
    }
    return count
  }
}

/// Numbers that were seen already. The few of an ordinary hello are looked through; only where there are many is a set made.
private struct SeenNumbers {
  private var few = InlineArray<32, UInt16>(repeating: 0)
  private var count = 0
  private var many: Set<UInt16> = []

  /// Whether the number is new.
  mutating func insert(_ number: UInt16) -> Bool {
    for index in 0..<count where few[index] == number { return false }
    guard count == 32 else {
      few[count] = number
      count += 1
      return true
    }
    return many.insert(number).inserted
  }
}
