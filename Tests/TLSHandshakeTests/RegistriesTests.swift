import Testing

@testable import TLSHandshake

@Suite struct RegistriesTests {
  @Test func versionsPrintInWords() {
    let names = [
      0x0002: "SSL 2.0", 0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1", 0x0303: "TLS 1.2", 0x0304: "TLS 1.3",
      0x7F17: "TLS 1.3 draft 23", 0x0A0A: "GREASE (0x0A0A)", 0x1234: "version 0x1234",
    ]
    for (value, name) in names { #expect(TLSVersion(rawValue: UInt16(value)).description == name) }
  }

  @Test func versionsAreOrderedByAge() {
    let order: [TLSVersion] = [
      .ssl2, .ssl3, .tls10, .tls11, .tls12, TLSVersion(rawValue: 0x7F10), TLSVersion(rawValue: 0x7F1C), .tls13,
    ]
    #expect(order.shuffled().sorted() == order)
  }

  @Test func suitesHaveTheirNamesAndParts() throws {
    let suite = CipherSuite(rawValue: 0xC030)
    #expect(suite.description == "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
    #expect(suite.openSSLName == "ECDHE-RSA-AES256-GCM-SHA384")
    #expect(suite.keyExchange == .ecdhe && suite.authentication == .rsa)
    #expect(suite.encryption == .aes256GCM && suite.hash == .sha384)
    #expect(suite.hasForwardSecrecy == true && suite.weaknesses.isEmpty)
    #expect(CipherSuite(rawValue: 0x1302).openSSLName == "TLS_AES_256_GCM_SHA384")
    #expect(CipherSuite(rawValue: 0x1302).isTLS13)
  }

  @Test func weakSuitesSayWhy() {
    func weaknesses(_ value: UInt16) -> CipherSuiteWeaknesses { CipherSuite(rawValue: value).weaknesses }
    #expect(weaknesses(0x0001) == [.null, .staticRSA, .md5])
    #expect(weaknesses(0x0003) == [.export, .rc4, .staticRSA, .md5])
    #expect(weaknesses(0x0005) == [.rc4, .staticRSA])
    #expect(weaknesses(0x0009) == [.des, .cbcSHA1, .staticRSA])
    #expect(weaknesses(0x000A) == [.tripleDES, .cbcSHA1, .staticRSA])
    #expect(weaknesses(0x0034) == [.anonymous, .cbcSHA1])
    #expect(weaknesses(0xC018) == [.anonymous, .cbcSHA1])
    #expect(weaknesses(0xC013) == [.cbcSHA1])
    #expect(weaknesses(0x009C) == [.staticRSA])
    #expect(weaknesses(0xC0B4) == [.null])
    #expect(weaknesses(0x00FF).isEmpty)
    #expect(weaknesses(0x0005).description == "RC4, static RSA")
  }

  @Test func everySuiteOfTheTableHasParts() {
    var count = 0
    for value in UInt16.min...UInt16.max {
      let suite = CipherSuite(rawValue: value)
      guard let name = suite.registeredName else { continue }
      count += 1
      #expect(name.hasPrefix("TLS_"), "\(value)")
      let isSignalOrNull = suite.isSignal || value == 0
      #expect((suite.keyExchange == KeyExchangeAlgorithm.none) == isSignalOrNull, "\(name)")
      #expect(!suite.isGREASE)
    }
    #expect(count == 356)
  }

  @Test func unknownNumbersSurvive() {
    #expect(CipherSuite(rawValue: 0x9999).description == "cipher suite 0x9999")
    #expect(CipherSuite(rawValue: 0x2A2A).description == "GREASE (0x2A2A)")
    #expect(CipherSuite(rawValue: 0x9999).hasForwardSecrecy == nil)
    #expect(NamedGroup(rawValue: 0x0999).description == "group 0x0999")
    #expect(SignatureScheme(rawValue: 0xFE00).description == "signature scheme 0xFE00")
    #expect(ExtensionType(rawValue: 999).description == "extension 999")
    #expect(AlertDescription(rawValue: 200).description == "alert 200")
    #expect(HandshakeType(rawValue: 99).description == "handshake type 99")
  }

  @Test func greaseIsExactlyItsSixteenNumbers() {
    let values = (UInt16.min...UInt16.max).filter(\.isGREASE)
    let reserved: [UInt16] = (0..<16).map { UInt16($0) * 0x1010 + 0x0A0A }
    #expect(values == reserved)
  }

  @Test func namesAreThoseOfTheRegistries() {
    #expect(NamedGroup(rawValue: 0x11EC) == .x25519MLKEM768)
    #expect(NamedGroup.x25519MLKEM768.description == "X25519MLKEM768")
    #expect(NamedGroup.x25519MLKEM768.isPostQuantum && !NamedGroup.x25519.isPostQuantum)
    #expect(SignatureScheme(rawValue: 0x0804).description == "rsa_pss_rsae_sha256")
    #expect(SignatureScheme(rawValue: 0x0302).description == "dsa_sha224")
    #expect(AlertDescription(rawValue: 48).description == "unknown_ca")
    #expect(AlertDescription(rawValue: 116) == .certificateRequired)
    #expect(ExtensionType(rawValue: 65037) == .encryptedClientHello)
    #expect(ClientCertificateType(rawValue: 64).description == "ecdsa_sign")
  }
}
