import ByteParsing

/// What the layout of a message depends on, as far as the same direction has told it.
struct HandshakeContext {
  /// The version of the ServerHello in this direction; `nil` in the client's and where it was not seen.
  var version: TLSVersion?
  /// The suite of the ServerHello in this direction; `nil` in the client's and where it was not seen.
  var cipherSuite: CipherSuite?

  var isTLS13: Bool { version?.isTLS13 ?? false }
}

extension HandshakeContent {
  /// Reads the body of a message; `nil` for types that have no content worth keeping.
  static func parse(
    _ type: HandshakeType, _ bytes: Span<UInt8>, _ context: HandshakeContext
  ) throws(MessageProblem) -> HandshakeContent? {
    switch type {
    case .clientHello: return .clientHello(try ClientHello.parse(bytes))
    case .serverHello: return .serverHello(try ServerHello.parse(bytes))
    case .encryptedExtensions: return .encryptedExtensions(try EncryptedExtensions.parse(bytes))
    case .certificate where context.isTLS13: return .certificate(try CertificateChain.parse13(bytes))
    case .certificate: return .certificate(try CertificateChain.parse(bytes))
    case .certificateRequest where context.isTLS13: return .certificateRequest(try CertificateRequest.parse13(bytes))
    case .certificateRequest: return .certificateRequest(try CertificateRequest.parse(bytes, context))
    case .serverKeyExchange: return .serverKeyExchange(try ServerKeyExchange.parse(bytes, context))
    case .certificateVerify: return .certificateVerify(try CertificateVerify.parse(bytes))
    case .certificateStatus: return .certificateStatus(try CertificateStatus.parse(bytes))
    case .newSessionTicket where context.isTLS13: return .newSessionTicket(try NewSessionTicket.parse13(bytes))
    case .newSessionTicket: return .newSessionTicket(try NewSessionTicket.parse(bytes))
    case .serverHelloDone, .helloRequest:
      try FieldReader(bytes).requireEnd("its header")
      return nil
    default: return nil
    }
  }

  /// What could not be read inside a message of which the rest is kept.
  var problem: MessageProblem? {
    switch self {
    case .clientHello(let hello): hello.problem
    case .serverHello(let hello): hello.problem
    default: nil
    }
  }
}

extension CertificateChain {
  static func parse(_ bytes: Span<UInt8>) throws(MessageProblem) -> CertificateChain {
    var reader = FieldReader(bytes)
    var list = FieldReader(try reader.vector24(bytes, "certificate_list"))
    try reader.requireEnd("certificate_list")
    var chain = CertificateChain()
    while !list.isAtEnd {
      chain.add(try list.vector24(bytes, "certificate"), of: bytes)
    }
    return chain
  }
}

// Messages of TLS 1.3, which are read where they were opened.

extension EncryptedExtensions {
  static func parse(_ bytes: Span<UInt8>) throws(MessageProblem) -> EncryptedExtensions {
    var reader = FieldReader(bytes)
    var list = FieldReader(try reader.vector16(bytes, "extensions"))
    try reader.requireEnd("extensions")
    var message = EncryptedExtensions()
    while !list.isAtEnd {
      let type = ExtensionType(rawValue: try list.uint16(bytes, "extension_type"))
      message.extensions.append(
        HelloExtension(type: type, length: try list.vector16(bytes, "extension_data").count))
    }
    return message
  }
}

extension CertificateChain {
  /// RFC 8446 section 4.4.2.
  static func parse13(_ bytes: Span<UInt8>) throws(MessageProblem) -> CertificateChain {
    var reader = FieldReader(bytes)
    _ = try reader.vector8(bytes, "certificate_request_context")
    var list = FieldReader(try reader.vector24(bytes, "certificate_list"))
    try reader.requireEnd("certificate_list")
    var chain = CertificateChain()
    while !list.isAtEnd {
      chain.add(try list.vector24(bytes, "cert_data"), of: bytes)
      _ = try list.vector16(bytes, "extensions")
    }
    return chain
  }

  private mutating func add(_ certificate: Range<Int>, of bytes: Span<UInt8>) {
    add(length: certificate.count) { bytes.extracting(certificate).copied() }
  }

  mutating func add(_ certificate: [UInt8]) { add(length: certificate.count) { certificate } }

  private mutating func add(length: Int, _ bytes: () -> [UInt8]) {
    count += 1
    totalLength += length
    guard certificates.count < Self.maximumCertificates else { return }
    certificates.append(length <= Self.maximumCertificateLength ? bytes() : [])
  }
}

extension CertificateRequest {
  /// RFC 8446 section 4.3.2: what TLS 1.2 has as fields are extensions.
  static func parse13(_ bytes: Span<UInt8>) throws(MessageProblem) -> CertificateRequest {
    var reader = FieldReader(bytes)
    _ = try reader.vector8(bytes, "certificate_request_context")
    var extensions = FieldReader(try reader.vector16(bytes, "extensions"))
    try reader.requireEnd("extensions")
    var request = CertificateRequest()
    while !extensions.isAtEnd {
      let type = ExtensionType(rawValue: try extensions.uint16(bytes, "extension_type"))
      var body = FieldReader(try extensions.vector16(bytes, "extension_data"))
      switch type {
      case .signatureAlgorithms:
        let list = try body.vector16(bytes, "supported_signature_algorithms")
        request.signatureAlgorithms = try body.numbers(bytes, list, "supported_signature_algorithms")
          .map(SignatureScheme.init(rawValue:))
      case .certificateAuthorities:
        try request.addAuthorities(try body.vector16(bytes, "certificate_authorities"), bytes)
      default: break
      }
    }
    return request
  }

  fileprivate mutating func addAuthorities(_ names: Range<Int>, _ bytes: Span<UInt8>) throws(MessageProblem) {
    authoritiesLength = names.count
    var list = FieldReader(names)
    while !list.isAtEnd {
      let name = try list.vector16(bytes, "distinguished_name")
      authorityCount += 1
      if authorities.count < Self.maximumAuthorities { authorities.append(bytes.extracting(name).copied()) }
    }
  }
}

extension NewSessionTicket {
  /// RFC 8446 section 4.6.1.
  static func parse13(_ bytes: Span<UInt8>) throws(MessageProblem) -> NewSessionTicket {
    var reader = FieldReader(bytes)
    let lifetime = try reader.uint32(bytes, "ticket_lifetime")
    _ = try reader.uint32(bytes, "ticket_age_add")
    _ = try reader.vector8(bytes, "ticket_nonce")
    let ticket = try reader.vector16(bytes, "ticket")
    _ = try reader.vector16(bytes, "extensions")
    try reader.requireEnd("extensions")
    return NewSessionTicket(lifetimeSeconds: lifetime, ticketLength: ticket.count)
  }
}

extension CertificateRequest {
  static func parse(_ bytes: Span<UInt8>, _ context: HandshakeContext) throws(MessageProblem) -> CertificateRequest {
    if let version = context.version {
      return try parse(bytes, hasSignatureAlgorithms: version >= .tls12)
    }
    // The version was not seen: TLS 1.2 is tried first, since the two layouts can hardly both fit.
    do throws(MessageProblem) {
      return try parse(bytes, hasSignatureAlgorithms: true)
    } catch {
      return try parse(bytes, hasSignatureAlgorithms: false)
    }
  }

  private static func parse(
    _ bytes: Span<UInt8>, hasSignatureAlgorithms: Bool
  ) throws(MessageProblem) -> CertificateRequest {
    var reader = FieldReader(bytes)
    var request = CertificateRequest()
    let types = bytes.extracting(try reader.vector8(bytes, "certificate_types"))
    for index in 0..<types.count {
      request.certificateTypes.append(ClientCertificateType(rawValue: types[index]))
    }
    if hasSignatureAlgorithms {
      let list = try reader.vector16(bytes, "supported_signature_algorithms")
      request.signatureAlgorithms = try reader.numbers(bytes, list, "supported_signature_algorithms")
        .map(SignatureScheme.init(rawValue:))
    }
    let names = try reader.vector16(bytes, "certificate_authorities")
    try reader.requireEnd("certificate_authorities")
    try request.addAuthorities(names, bytes)
    return request
  }
}

extension CertificateVerify {
  static func parse(_ bytes: Span<UInt8>) throws(MessageProblem) -> CertificateVerify {
    var reader = FieldReader(bytes)
    // The client's direction does not tell the version; the two layouts cannot both fit one length.
    let first = try reader.uint16(bytes, "algorithm")
    if Int(first) == reader.remaining {
      return CertificateVerify(signatureScheme: nil, signatureLength: Int(first))
    }
    let signature = try reader.vector16(bytes, "signature")
    try reader.requireEnd("signature")
    return CertificateVerify(signatureScheme: SignatureScheme(rawValue: first), signatureLength: signature.count)
  }
}

extension CertificateStatus {
  static func parse(_ bytes: Span<UInt8>) throws(MessageProblem) -> CertificateStatus {
    var reader = FieldReader(bytes)
    let type = try reader.uint8(bytes, "status_type")
    let response = try reader.vector24(bytes, "response")
    try reader.requireEnd("response")
    return CertificateStatus(statusType: type, responseLength: response.count)
  }
}

extension NewSessionTicket {
  static func parse(_ bytes: Span<UInt8>) throws(MessageProblem) -> NewSessionTicket {
    var reader = FieldReader(bytes)
    let lifetime = try reader.uint32(bytes, "ticket_lifetime_hint")
    let ticket = try reader.vector16(bytes, "ticket")
    try reader.requireEnd("ticket")
    return NewSessionTicket(lifetimeSeconds: lifetime, ticketLength: ticket.count)
  }
}

extension ServerKeyExchange {
  static func parse(_ bytes: Span<UInt8>, _ context: HandshakeContext) throws(MessageProblem) -> ServerKeyExchange {
    var reader = FieldReader(bytes)
    guard let suite = context.cipherSuite, let exchange = suite.keyExchange else {
      return ServerKeyExchange(parameters: .unknown)
    }
    if exchange == .psk || exchange == .rsaPSK {
      _ = try reader.vector16(bytes, "psk_identity_hint")
      try reader.requireEnd("psk_identity_hint")
      return ServerKeyExchange(parameters: .pskHint)
    }
    if exchange == .dhePSK || exchange == .ecdhePSK {
      _ = try reader.vector16(bytes, "psk_identity_hint")
    }
    var result: ServerKeyExchange
    switch exchange {
    case .ecdhe, .ecdhePSK:
      result = ServerKeyExchange(parameters: try curve(bytes, &reader))
      if case .explicitCurve = result.parameters { return result }
    case .dhe, .dhePSK:
      let prime = bits(bytes, try reader.vector16(bytes, "dh_p"))
      _ = try reader.vector16(bytes, "dh_g")
      _ = try reader.vector16(bytes, "dh_Ys")
      result = ServerKeyExchange(parameters: .dhe(primeBits: prime))
    case .rsaExport, .rsa:
      let modulus = bits(bytes, try reader.vector16(bytes, "rsa_modulus"))
      _ = try reader.vector16(bytes, "rsa_exponent")
      result = ServerKeyExchange(parameters: .rsaExport(modulusBits: modulus))
    case .srp:
      let prime = bits(bytes, try reader.vector16(bytes, "srp_N"))
      _ = try reader.vector16(bytes, "srp_g")
      _ = try reader.vector8(bytes, "srp_s")
      _ = try reader.vector16(bytes, "srp_B")
      result = ServerKeyExchange(parameters: .srp(primeBits: prime))
    default:
      return ServerKeyExchange(parameters: .unknown)
    }
    // Anonymous suites and those with pre-shared keys sign nothing.
    guard !reader.isAtEnd else { return result }
    if let version = context.version, version >= .tls12 {
      result.signatureScheme = SignatureScheme(rawValue: try reader.uint16(bytes, "signature_algorithm"))
    }
    result.signatureLength = try reader.vector16(bytes, "signature").count
    try reader.requireEnd("signature")
    return result
  }

  private static func curve(_ bytes: Span<UInt8>, _ reader: inout FieldReader) throws(MessageProblem) -> Parameters {
    let type = try reader.uint8(bytes, "curve_type")
    switch type {
    case 3:
      let group = NamedGroup(rawValue: try reader.uint16(bytes, "namedcurve"))
      let key = try reader.vector8(bytes, "ecdh_public")
      return .ecdhe(group: group, keyLength: key.count)
    case 1, 2:
      return .explicitCurve
    default:
      throw MessageProblem(
        reason: .unexpectedValue, field: "curve_type", expected: 3, found: UInt64(type), position: reader.position - 1)
    }
  }

  /// The size in bits of a number without its leading zeros.
  private static func bits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound, bytes[offset] == 0 { offset += 1 }
    guard offset < range.upperBound else { return 0 }
    return (range.upperBound - offset) * 8 - bytes[offset].leadingZeroBitCount
  }
}
