import ByteParsing

extension ServerHello {
  /// Reads the body of a ServerHello. What stands before a defect is kept, with the defect as `problem`.
  static func parse(_ bytes: Span<UInt8>) throws(MessageProblem) -> ServerHello {
    var reader = FieldReader(bytes)
    let version = TLSVersion(rawValue: try reader.uint16(bytes, "legacy_version"))
    let random = try reader.bytes(32, of: bytes, "random")
    var hello = Fields(legacyVersion: version, random: random)
    do throws(MessageProblem) {
      try hello.readBody(bytes, &reader)
    } catch {
      if hello.problem == nil { hello.problem = error }
    }
    return ServerHello(hello)
  }
}

extension ServerHello.Fields {
  fileprivate mutating func readBody(_ bytes: Span<UInt8>, _ reader: inout FieldReader) throws(MessageProblem) {
    // Until draft 21 the version stood here and session id and compression were left out.
    let isEarlyDraft = legacyVersion.draft != nil
    if !isEarlyDraft {
      sessionID = bytes.extracting(try reader.vector8(bytes, "legacy_session_id_echo")).copied()
    }
    cipherSuite = CipherSuite(rawValue: try reader.uint16(bytes, "cipher_suite"))
    if !isEarlyDraft {
      compressionMethod = try reader.uint8(bytes, "legacy_compression_method")
    }
    guard !reader.isAtEnd else { return }
    let all = try reader.vector16(bytes, "extensions")
    try readExtensions(bytes, all)
    try reader.requireEnd("extensions")
  }

  private mutating func readExtensions(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(MessageProblem) {
    var reader = FieldReader(range)
    var seen: Set<UInt16> = []
    var repeated: Set<UInt16> = []
    while !reader.isAtEnd {
      let type = ExtensionType(rawValue: try reader.uint16(bytes, "extension_type"))
      let data = try reader.vector16(bytes, "extension_data")
      extensions.append(HelloExtension(type: type, length: data.count))
      guard seen.insert(type.rawValue).inserted else {
        if repeated.insert(type.rawValue).inserted { duplicateExtensions.append(type) }
        continue
      }
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
    case .supportedVersions:
      selectedVersion = TLSVersion(rawValue: try reader.uint16(bytes, "selected_version"))
    case .keyShare:
      let group = NamedGroup(rawValue: try reader.uint16(bytes, "group"))
      // A HelloRetryRequest names the group alone (RFC 8446 section 4.2.8).
      let length = reader.isAtEnd ? 0 : try reader.vector16(bytes, "key_exchange").count
      keyShare = KeyShare(group: group, length: length)
    case .preSharedKey: selectedIdentity = try reader.uint16(bytes, "selected_identity")
    case .applicationLayerProtocolNegotiation:
      let list = try reader.vector16(bytes, "protocol_name_list")
      _ = try HelloFields.list(bytes, list, of: HelloFields.protocolName)
      var names = FieldReader(list)
      guard !names.isAtEnd, let name = try HelloFields.protocolName(bytes, &names) else { break }
      protocolName = PrintableText.string(bytes.extracting(name))
    case .ecPointFormats:
      ecPointFormats = bytes.extracting(try reader.vector8(bytes, "ec_point_formats")).copied()
    case .encryptThenMac: usesEncryptThenMAC = true
    case .extendedMasterSecret: usesExtendedMasterSecret = true
    case .renegotiationInfo: hasRenegotiationInfo = true
    case .sessionTicket: willSendTicket = true
    case .statusRequest: willSendStatus = true
    case .serverName: acknowledgesServerName = true
    case .maxFragmentLength: maximumFragmentLength = try reader.uint8(bytes, "max_fragment_length")
    case .cookie: cookieLength = try reader.vector16(bytes, "cookie").count
    default: break
    }
  }
}
