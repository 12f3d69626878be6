import Testing

@testable import TLSHandshake

@Suite struct FingerprintsTests {
  private func hello(_ body: [UInt8]) throws -> ClientHello {
    try #require(stream(record(22, message(1, body))).hellos.first)
  }

  /// The first example of JA3's own description.
  @Test func theTextOfJA3IsThatOfItsExample() throws {
    let hello = try hello(
      clientHello(
        version: [3, 1], suites: [47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4],
        extensions: [
          hexExtension(0, vector16([0] + vector16([0x61]))), hexExtension(10, vector16([23, 24, 25].flatMap(big16))),
          hexExtension(11, vector8([0])),
        ]))
    #expect(hello.ja3String == "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0")
  }

  /// The second: no extensions at all.
  @Test func theTextOfJA3KeepsEmptyFields() throws {
    let hello = try hello(
      clientHello(version: [3, 1], suites: [4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99], extensions: nil))
    #expect(hello.ja3String == "769,4-5-10-9-100-98-3-6-19-18-99,,,")
  }

  @Test func theTextOfJA3SNamesVersionSuiteAndExtensions() throws {
    let body = serverHello(
      version: [3, 1], suite: 47,
      extensions: [65281, 0, 11, 35, 5, 16].map { type in
        hexExtension(type, type == 11 ? vector8([0]) : type == 16 ? vector16(vector8([0x68, 0x32])) : [])
      })
    let hello = try #require(stream(record(22, message(2, body))).serverHellos.first)
    #expect(hello.ja3sString == "769,47,65281-0-11-35-5-16")
  }

  /// The example of JA4's own description: t13d1516h2_8daaf6152771_e5627efa2ab1.
  @Test func thePartsOfJA4AreThoseOfItsExample() throws {
    let suites = [
      0x0A0A, 0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014, 0x009C, 0x009D,
      0x002F, 0x0035,
    ]
    let schemes = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601]
    let hello = try hello(
      clientHello(
        suites: suites,
        extensions: [
          hexExtension(0x1A1A, []), hexExtension(0x001B, vector8(big16(2))),
          hexExtension(0x0000, vector16([0] + vector16([0x61]))), hexExtension(0x0033, vector16([])),
          hexExtension(0x0010, vector16(vector8([0x68, 0x32]) + vector8(Array("http/1.1".utf8)))),
          hexExtension(0x4469, []), hexExtension(0x0017, []), hexExtension(0x002D, vector8([1])),
          hexExtension(0x000D, vector16(schemes.flatMap(big16))), hexExtension(0x0005, []), hexExtension(0x0023, []),
          hexExtension(0x0012, []), hexExtension(0x002B, vector8([0x0A0A, 0x0304, 0x0303].flatMap(big16))),
          hexExtension(0xFF01, [0]), hexExtension(0x000B, vector8([0])), hexExtension(0x000A, vector16([])),
          hexExtension(0x0015, []),
        ]))
    let parts = hello.ja4Parts
    #expect(parts.readable == "t13d1516h2")
    #expect(
      parts.suitesToHash == "002f,0035,009c,009d,1301,1302,1303,c013,c014,c02b,c02c,c02f,c030,cca8,cca9")
    #expect(
      parts.extensionsToHash
        == "0005,000a,000b,000d,0012,0015,0017,001b,0023,002b,002d,0033,4469,ff01_0403,0804,0401,0503,0805,0501,0806,0601"
    )
    #expect(
      parts.fingerprint(suitesHash: "8daaf6152771ffff", extensionsHash: "e5627efa2ab1ffff")
        == "t13d1516h2_8daaf6152771_e5627efa2ab1")
  }

  @Test func aBareHelloHasZerosInJA4() throws {
    let parts = try hello(clientHello(version: [3, 0], suites: [], extensions: nil)).ja4Parts
    #expect(parts.readable == "ts3i000000")
    #expect(parts.fingerprint(suitesHash: nil, extensionsHash: nil) == "ts3i000000_000000000000_000000000000")
  }

  @Test func aProtocolNameThatIsNoTextIsShownInHexadecimal() throws {
    let hello = try hello(clientHello(extensions: [hexExtension(16, vector16(vector8([0xAB, 0xCD])))]))
    #expect(hello.ja4Parts.readable == "t12i0101ad")
  }
}
