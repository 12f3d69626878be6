import ByteParsing

extension ClientHello {
  /// Reads the body of a ClientHello. What stands before a defect is kept, with the defect as `problem`; `nil` only
  /// where not even the version and the random value are there.
  static func parse(_ bytes: Span<UInt8>) throws(MessageProblem) -> ClientHello {
    var reader = FieldReader(bytes)
    let version = TLSVersion(rawValue: try reader.uint16(bytes, "legacy_version"))
    let random = try reader.place(32, "random")
    var hello = Fields(bytes.copied(), legacyVersion: version)
    hello.random = Place(random)
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
    var hello = Fields(bytes.copied(), legacyVersion: version)
    hello.isSSL2Format = true
    do throws(MessageProblem) {
      guard specsLength % 3 == 0 else {
        throw MessageProblem(
          reason: .unevenLength, field: "cipher_specs", expected: 3, found: UInt64(specsLength),
          position: reader.position)
      }
      for _ in 0..<(specsLength / 3) { hello.addSSL2(UInt32(try reader.uint24(bytes, "cipher_specs"))) }
      hello.sessionID = ClientHello.Place(try reader.place(sessionLength, "session_id"))
      hello.random = ClientHello.Place(try reader.place(challengeLength, "challenge"))
      try reader.requireEnd("challenge")
    } catch {
      hello.problem = error
    }
    return ClientHello(hello)
  }
}

extension ClientHello.Fields {
  /// Adds a suite of a hello in the format of SSL 2.0.
  fileprivate mutating func addSSL2(_ spec: UInt32) {
    guard spec <= 0xFFFF else { return ssl2CipherSpecs.append(spec) }
    let start = cipherSuites.range?.lowerBound ?? bytes.count
    bytes.append(UInt8(truncatingIfNeeded: spec >> 8))
    bytes.append(UInt8(truncatingIfNeeded: spec))
    cipherSuites = ClientHello.Place(start..<bytes.count)
  }

  /// What follows the random bytes, as far as it can be read.
  fileprivate mutating func read(_ bytes: Span<UInt8>, _ reader: inout FieldReader) {
    do throws(MessageProblem) {
      try readLists(bytes, &reader)
    } catch {
      problem = error
    }
  }

  private mutating func readLists(_ bytes: Span<UInt8>, _ reader: inout FieldReader) throws(MessageProblem) {
    sessionID = ClientHello.Place(try reader.vector8(bytes, "legacy_session_id"))
    cipherSuites = try reader.numbersPlace(reader.vector16(bytes, "cipher_suites"), "cipher_suites")
    compressionMethods = ClientHello.Place(try reader.vector8(bytes, "legacy_compression_methods"))
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
    while !reader.isAtEnd {
      let type = ExtensionType(rawValue: try reader.uint16(bytes, "extension_type"))
      let data = try reader.vector16(bytes, "extension_data")
      extensions = ClientHello.Place(range.lowerBound..<reader.position)
      extensionCount += 1
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
      serverNames = try HelloFields.list(bytes, reader.vector16(bytes, "server_name_list"), of: HelloFields.serverName)
    case .supportedVersions:
      let list = try reader.numbersPlace(reader.vector8(bytes, "supported_versions"), "supported_versions")
      supportedVersions = list
      noteVersions(bytes, list)
    case .supportedGroups:
      supportedGroups = try reader.numbersPlace(reader.vector16(bytes, "supported_groups"), "supported_groups")
    case .keyShare:
      let list = try reader.vector16(bytes, "client_shares")
      keyShareCount = min(try HelloFields.countShares(bytes, list), ClientHello.maximumListedNames)
      keyShares = ClientHello.Place(list)
    case .signatureAlgorithms:
      signatureAlgorithms = try reader.numbersPlace(
        reader.vector16(bytes, "signature_algorithms"), "signature_algorithms")
    case .signatureAlgorithmsCert:
      signatureAlgorithmsCert = try reader.numbersPlace(
        reader.vector16(bytes, "signature_algorithms_cert"), "signature_algorithms_cert")
    case .ecPointFormats:
      ecPointFormats = ClientHello.Place(try reader.vector8(bytes, "ec_point_formats"))
    case .applicationLayerProtocolNegotiation:
      protocolNames = try HelloFields.list(
        bytes, reader.vector16(bytes, "protocol_name_list"), of: HelloFields.protocolName)
    case .sessionTicket:
      sessionTicketLength = data.count
    case .preSharedKey:
      pskIdentityCount = try HelloFields.identityCount(bytes, &reader)
    case .pskKeyExchangeModes:
      pskModes = ClientHello.Place(try reader.vector8(bytes, "ke_modes"))
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
      certificateCompression = try reader.numbersPlace(
        reader.vector8(bytes, "compress_certificate"), "compress_certificate")
    case .encryptedClientHello: offersEncryptedClientHello = true
    case .cookie: cookieLength = try reader.vector16(bytes, "cookie").count
    case .certificateAuthorities:
      certificateAuthoritiesCount = try HelloFields.countNames(bytes, &reader)
    default: break
    }
  }
}

extension ClientHello.Fields {
  private mutating func noteVersions(_ bytes: Span<UInt8>, _ list: ClientHello.Place) {
    guard let list = list.range else { return }
    var highest: TLSVersion?
    for place in stride(from: list.lowerBound, to: list.upperBound, by: 2) {
      let version = TLSVersion(rawValue: bytes.bigEndianUInt16(at: place))
      if !version.isGREASE, highest.map({ $0 < version }) ?? true { highest = version }
    }
    if let highest { highestOfferedVersion = highest }
  }
}

extension FieldReader {
  /// The place of the 16-bit numbers of a range that a vector gave.
  fileprivate func numbersPlace(
    _ range: Range<Int>, _ field: StaticString
  ) throws(MessageProblem) -> ClientHello.Place {
    try requireNumbers(range, field)
    return ClientHello.Place(range)
  }
}

/// Fields that stand in both hellos or need a loop of their own.
enum HelloFields {
  /// The place of a list all of whose entries are whole.
  static func list(
    _ bytes: Span<UInt8>, _ range: Range<Int>,
    of next: (Span<UInt8>, inout FieldReader) throws(MessageProblem) -> Range<Int>?
  ) throws(MessageProblem) -> ClientHello.Place {
    var list = FieldReader(range)
    while !list.isAtEnd { _ = try next(bytes, &list) }
    return ClientHello.Place(range)
  }

  /// The next name of server_name; `nil` of one that is no host's.
  static func serverName(_ bytes: Span<UInt8>, _ list: inout FieldReader) throws(MessageProblem) -> Range<Int>? {
    let type = try list.uint8(bytes, "name_type")
    let name = try list.vector16(bytes, "host_name")
    return type == 0 ? name : nil
  }

  /// The next name of application_layer_protocol_negotiation.
  static func protocolName(_ bytes: Span<UInt8>, _ list: inout FieldReader) throws(MessageProblem) -> Range<Int>? {
    try list.vector8(bytes, "protocol_name")
  }

  static func countShares(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(MessageProblem) -> Int {
    var list = FieldReader(range)
    var count = 0
    while !list.isAtEnd {
      try list.skip(2, "group")
      _ = try list.vector16(bytes, "key_exchange")
      count += 1
    }
    return count
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
