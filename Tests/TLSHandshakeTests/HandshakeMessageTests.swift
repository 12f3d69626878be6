import TestSupport
import Testing

@testable import TLSHandshake

@Suite struct HandshakeMessageTests {
  /// The single message of a direction that holds it in one record.
  private func read(_ type: UInt8, _ body: [UInt8]) throws -> HandshakeMessage {
    try #require(stream(record(22, message(type, body))).messages.first)
  }

  private func hello(_ body: [UInt8]) throws -> ClientHello {
    guard case .clientHello(let hello) = try read(1, body).content else {
      throw MessageProblem(reason: .cutShort, field: "test", expected: 0, found: 0, position: 0)
    }
    return hello
  }

  @Test func aHelloOfOpenSSLIsReadInFull() throws {
    let hello = try #require(stream(Recording.tls13.client).hellos.first)
    #expect(hello.legacyVersion == .tls12)
    #expect(hello.serverName == "mx.example.net")
    #expect(hello.supportedVersions?.contains(.tls13) == true)
    #expect(hello.highestOfferedVersion == .tls13)
    #expect(hello.offeredSuites.first == CipherSuite(rawValue: 0x1302))
    #expect(hello.hasRenegotiationSCSV && !hello.hasFallbackSCSV && !hello.hasGREASE)
    #expect(hello.supportedGroups?.first == .x25519)
    #expect(hello.keyShares.map(Array.init) == [KeyShare(group: .x25519, length: 32)])
    #expect(hello.signatureAlgorithms?.contains(.rsaPssRsaeSha256) == true)
    #expect(hello.offersEncryptThenMAC && hello.offersExtendedMasterSecret)
    #expect(hello.sessionID.count == 32 && hello.random.count == 32)
    #expect(hello.sessionTicketLength == 0)
    #expect(hello.pskModes == [1])
    #expect(hello.compressionMethods == [0])
    #expect(hello.problem == nil && hello.duplicateExtensions.isEmpty)
  }

  @Test func aHelloOfGnuTLSIsReadInFull() throws {
    let hello = try #require(stream(Recording.gnuTLS13.client).hellos.first)
    #expect(hello.serverName == "mx.example.net")
    #expect(hello.keyShares?.map(\.group) == [.secp256r1, .x25519])
    #expect(hello.keyShares?.map(\.length) == [65, 32])
    #expect(hello.recordSizeLimit == 16_385)
    #expect(hello.hasRenegotiationInfo)
    #expect(hello.requestsStatus)
    #expect(hello.problem == nil)
  }

  @Test func extensionsThatRealHellosSeldomHaveAreRead() throws {
    let grease = hexExtension(0x3A3A, [])
    let body = clientHello(
      suites: [0x0A0A, 0x1301, 0x5600],
      extensions: [
        grease, hexExtension(16, vector16(vector8(Array("smtp".utf8)) + vector8(Array("h2".utf8)))),
        hexExtension(28, big16(4096)), hexExtension(1, [3]), hexExtension(27, vector8(big16(2))),
        hexExtension(42, []), hexExtension(44, vector16([1, 2, 3])), hexExtension(49, []), hexExtension(65037, [0]),
        hexExtension(35, [UInt8](repeating: 1, count: 100)), hexExtension(50, vector16(big16(0x0403))),
        hexExtension(47, vector16(vector16([0x30, 0]) + vector16([0x30, 0]))), hexExtension(18, []),
        hexExtension(
          41, vector16(vector16([1, 2]) + [0, 0, 0, 0] + vector16([3]) + [0, 0, 0, 0]) + vector16(vector8([9]))),
      ])
    let hello = try hello(body)
    #expect(hello.problem == nil)
    #expect(hello.hasGREASE && hello.hasFallbackSCSV)
    #expect(hello.offeredSuites.map(\.rawValue) == [0x1301])
    #expect(hello.protocolNames == ["smtp", "h2"])
    #expect(hello.recordSizeLimit == 4096 && hello.maximumFragmentLength == 3)
    #expect(hello.certificateCompression.map(Array.init) == [2])
    #expect(hello.offersEarlyData && hello.offersPostHandshakeAuthentication && hello.offersEncryptedClientHello)
    #expect(hello.cookieLength == 3 && hello.sessionTicketLength == 100)
    #expect(hello.signatureAlgorithmsCert.map(Array.init) == [.ecdsaSecp256r1Sha256])
    #expect(hello.certificateAuthoritiesCount == 2 && hello.pskIdentityCount == 2)
    #expect(hello.requestsCertificateTimestamps)
    #expect(hello.supportedVersions == nil && hello.offeredVersions == [.tls12])
  }

  @Test func aHelloWithoutExtensionsIsWhole() throws {
    let hello = try hello(clientHello(version: [3, 0], extensions: nil))
    #expect(hello.legacyVersion == .ssl3)
    #expect(hello.extensions.isEmpty && hello.problem == nil)
  }

  @Test func extensionsThatStandTwiceAreNamed() throws {
    let name = hexExtension(0, vector16([0] + vector16(Array("a.example".utf8))))
    let other = hexExtension(0, vector16([0] + vector16(Array("b.example".utf8))))
    let hello = try hello(clientHello(extensions: [name, other, other, hexExtension(23, []), hexExtension(23, [])]))
    #expect(hello.serverName == "a.example")
    #expect(hello.duplicateExtensions == [.serverName, .extendedMasterSecret])
    #expect(hello.extensions.count == 5)
  }

  @Test func aNameIsMadeSafeToShow() throws {
    let name = hexExtension(0, vector16([0] + vector16([0x61, 0x1B, 0x5B, 0xFF])))
    #expect(try hello(clientHello(extensions: [name])).serverName == "a\\x1b[\\xff")
  }

  @Test func lengthsThatLieAreReportedWithTheirPlace() throws {
    let whole = clientHello(suites: [0x1301, 0x1302], extensions: [hexExtension(43, vector8(big16(0x0304)))])
    var odd = whole
    odd[36] = 3
    let uneven = try hello(odd)
    #expect(uneven.problem?.reason == .unevenLength && uneven.problem?.field == "cipher_suites")
    #expect(uneven.problem?.position == 37)
    var long = whole
    long[35] = 0xFF
    let short = try hello(long)
    #expect(short.problem?.reason == .tooShort && short.problem?.expected == 0xFF04)
    #expect(short.problem?.description.contains("cipher_suites") == true)
    // A defect inside an extension leaves the ones behind it.
    let broken = try hello(clientHello(extensions: [hexExtension(43, [9, 3]), hexExtension(23, [])]))
    #expect(broken.problem?.field == "supported_versions")
    #expect(broken.offersExtendedMasterSecret && broken.extensions.count == 2)
    let trailing = try hello(whole + [0])
    #expect(trailing.problem?.reason == .trailingBytes && trailing.supportedVersions.map(Array.init) == [.tls13])
  }

  @Test func everyMessageCutAtEveryOffsetGivesAReason() throws {
    let bodies: [(UInt8, [UInt8])] = [
      (1, clientHello(session: [1, 2], extensions: [hexExtension(43, vector8(big16(0x0304)))])),
      (2, serverHello(suite: 0xC02F, extensions: [hexExtension(0xFF01, [0])])),
      (11, vector24(vector24([1, 2, 3]) + vector24([4]))),
      (13, vector8([1, 64]) + vector16(big16(0x0401)) + vector16(vector16([0x30, 0]))),
      (15, big16(0x0804) + vector16([1, 2, 3])), (22, [1] + vector24([1, 2])), (4, [0, 0, 1, 0] + vector16([7])),
    ]
    for (type, body) in bodies {
      #expect(try read(type, body).problem == nil, "type \(type)")
      for end in 0..<body.count {
        let cut = try read(type, Array(body[..<end]))
        // A hello may end before its extensions (the length fields in front of them are whole).
        let isWholeWithoutExtensions = type == 1 && end == 43 || type == 2 && end == 38
        #expect((cut.problem != nil) != isWholeWithoutExtensions, "type \(type) cut at \(end)")
      }
    }
  }

  @Test func aServerHelloTellsItsKind() throws {
    func server(_ body: [UInt8]) throws -> ServerHello {
      try #require(stream(record(22, message(2, body))).serverHellos.first)
    }
    let retry = try server(
      serverHello(
        random: ServerHello.helloRetryRequestRandom, suite: 0x1301,
        extensions: [hexExtension(43, [3, 4]), hexExtension(51, big16(24))]))
    #expect(retry.isHelloRetryRequest && retry.version == .tls13)
    #expect(retry.keyShare == KeyShare(group: .secp384r1, length: 0))
    let lowered = [UInt8](repeating: 1, count: 24) + Array("DOWNGRD".utf8)
    #expect(try server(serverHello(random: lowered + [1], suite: 0xC02F)).downgradeSentinel == .toTLS12)
    #expect(try server(serverHello(random: lowered + [0], suite: 0xC02F)).downgradeSentinel == .toTLS11OrBelow)
    #expect(try server(serverHello(random: lowered + [2], suite: 0xC02F)).downgradeSentinel == nil)
    // Draft 18 had no session id and no compression.
    let draft = try server([0x7F, 18] + [UInt8](repeating: 1, count: 32) + big16(0x1301) + vector16([]))
    #expect(draft.version.description == "TLS 1.3 draft 18" && draft.cipherSuite.rawValue == 0x1301)
    #expect(draft.problem == nil)
  }

  @Test func keyExchangesTellTheirParameters() throws {
    func exchange(suite: Int, version: [UInt8] = [3, 3], _ body: [UInt8]) throws -> ServerKeyExchange {
      let result = stream(record(22, message(2, serverHello(version: version, suite: suite)) + message(12, body)))
      guard case .serverKeyExchange(let exchange) = try #require(result.messages.last).content else {
        throw try #require(result.messages.last?.problem)
      }
      return exchange
    }
    let signature = big16(0x0804) + vector16([UInt8](repeating: 1, count: 256))
    let curve = try exchange(suite: 0xC02F, [3] + big16(29) + vector8([UInt8](repeating: 2, count: 32)) + signature)
    #expect(curve.parameters == .ecdhe(group: .x25519, keyLength: 32))
    #expect(curve.signatureScheme == .rsaPssRsaeSha256 && curve.signatureLength == 256)
    let prime = vector16([0, 0x03] + [UInt8](repeating: 0xFF, count: 95))
    let field = try exchange(suite: 0x0039, version: [3, 1], prime + vector16([2]) + vector16([5]) + vector16([1, 2]))
    #expect(field.parameters == .dhe(primeBits: 762))
    #expect(field.signatureScheme == nil && field.signatureLength == 2)
    let anonymous = try exchange(suite: 0x0034, vector16([0x80]) + vector16([2]) + vector16([5]))
    #expect(anonymous.parameters == .dhe(primeBits: 8) && anonymous.signatureLength == nil)
    #expect(try exchange(suite: 0x008C, vector16([])).parameters == .pskHint)
    #expect(try exchange(suite: 0x9999, [1, 2, 3]).parameters == .unknown)
    #expect(throws: MessageProblem.self) { try exchange(suite: 0xC02F, [9]) }
    #expect(throws: MessageProblem.self) { try exchange(suite: 0x0039, vector16([])) }
  }

  @Test func certificatesAreBounded() throws {
    let many = (0..<40).map { vector24([UInt8($0)]) }.joined()
    let big = vector24([UInt8](repeating: 1, count: 65_537)) + vector24([UInt8](repeating: 2, count: 65_536))
    func chain(_ list: [UInt8]) throws -> CertificateChain {
      let whole = message(11, vector24(list))
      let records = stride(from: 0, to: whole.count, by: 16_000).flatMap {
        record(22, Array(whole[$0..<min(whole.count, $0 + 16_000)]))
      }
      guard case .certificate(let chain) = try #require(stream(Array(records)).messages.first).content else {
        throw MessageProblem(reason: .cutShort, field: "test", expected: 0, found: 0, position: 0)
      }
      return chain
    }
    let counted = try chain(Array(many))
    #expect(counted.count == 40 && counted.certificates.count == 16 && counted.totalLength == 40)
    let long = try chain(big)
    #expect(long.count == 2 && long.certificates[0].isEmpty && long.certificates[1].count == 65_536)
    #expect(try chain([]).isEmpty)
  }

  @Test func aListOfAuthoritiesIsCounted() throws {
    let names = (0..<400).flatMap { _ in vector16([0x30, 0x01, 0x05]) }
    let result = try read(13, vector8([1]) + vector16(big16(0x0401)) + vector16(names))
    guard case .certificateRequest(let request) = result.content else {
      Issue.record("no CertificateRequest")
      return
    }
    #expect(request.authorityCount == 400 && request.authorities.count == 256)
    #expect(request.authoritiesLength == 2000)
    #expect(request.signatureAlgorithms == [.rsaPkcs1Sha256])
    #expect(request.certificateTypes == [.rsaSign])
  }

  @Test func randomBodiesOfEveryTypeAreHarmless() {
    for seed in UInt64(1)...400 {
      var generator = SeededGenerator(seed: seed)
      for type in [1, 2, 4, 11, 12, 13, 14, 15, 16, 20, 22] as [UInt8] {
        let count = Int.random(in: 0...200, using: &generator)
        var body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        if type == 1 && count > 40 { body[34] = 0 }
        let prefix = message(
          2, serverHello(suite: [0xC02F, 0x0039, 0x0003, 0x008C, 0xC01B].randomElement(using: &generator) ?? 0))
        let result = stream(record(22, prefix + message(type, body) + message(14, [])))
        #expect(result.messages.count == 3, "seed \(seed)")
        #expect(result.messages.last?.type == .serverHelloDone, "seed \(seed)")
      }
    }
  }
}
