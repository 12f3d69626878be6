import Testing

@testable import TLSHandshake

@Suite struct RecordProtectionTests {
  struct Row: Sendable {
    let version: TLSVersion
    let suite: UInt16
    let encryptThenMAC: Bool
    let alert: Int
    let command: Int
    let finished: Int
  }

  static let rows: [Row] = [
    Row(version: .tls13, suite: 0x1301, encryptThenMAC: false, alert: 19, command: 23, finished: 53),
    Row(version: .tls13, suite: 0x1303, encryptThenMAC: false, alert: 19, command: 23, finished: 53),
    Row(version: .tls13, suite: 0x1302, encryptThenMAC: false, alert: 19, command: 23, finished: 69),
    Row(version: .tls13, suite: 0x1305, encryptThenMAC: false, alert: 11, command: 15, finished: 45),
    Row(version: .tls12, suite: 0xC030, encryptThenMAC: false, alert: 26, command: 30, finished: 40),
    Row(version: .tls12, suite: 0xC0AC, encryptThenMAC: false, alert: 26, command: 30, finished: 40),
    Row(version: .tls12, suite: 0xCCA8, encryptThenMAC: false, alert: 18, command: 22, finished: 32),
    Row(version: .tls12, suite: 0xC0AE, encryptThenMAC: false, alert: 18, command: 22, finished: 32),
    Row(version: .tls12, suite: 0xC013, encryptThenMAC: true, alert: 52, command: 52, finished: 68),
    Row(version: .tls12, suite: 0xC027, encryptThenMAC: true, alert: 64, command: 64, finished: 80),
    Row(version: .tls12, suite: 0xC028, encryptThenMAC: true, alert: 80, command: 80, finished: 96),
    Row(version: .tls12, suite: 0xC013, encryptThenMAC: false, alert: 48, command: 48, finished: 64),
    Row(version: .tls11, suite: 0xC013, encryptThenMAC: false, alert: 48, command: 48, finished: 64),
    Row(version: .tls10, suite: 0x002F, encryptThenMAC: false, alert: 32, command: 32, finished: 48),
    Row(version: .tls10, suite: 0x000A, encryptThenMAC: false, alert: 24, command: 32, finished: 40),
    Row(version: .tls12, suite: 0x0005, encryptThenMAC: false, alert: 22, command: 26, finished: 36),
    Row(version: .tls12, suite: 0x0004, encryptThenMAC: false, alert: 18, command: 22, finished: 32),
  ]

  @Test(arguments: rows.indices) func recordsHaveTheMeasuredLengths(_ index: Int) throws {
    let row = Self.rows[index]
    let protection = try #require(
      RecordProtection(
        version: row.version, suite: CipherSuite(rawValue: row.suite), encryptThenMAC: row.encryptThenMAC))
    #expect(protection.alertLength == row.alert)
    #expect(protection.shortCommandLength == row.command)
    #expect(protection.finishedLength == row.finished)
    for plaintext in 0...600 {
      let length = protection.recordLength(plaintext: plaintext)
      let range = try #require(protection.plaintextLengths(record: length))
      #expect(range.contains(plaintext), "\(plaintext) in a record of \(length)")
      #expect(protection.isExact ? range.count == 1 : range.count <= 16)
    }
    #expect(protection.plaintextLengths(record: 0) == nil)
    #expect(protection.plaintextLengths(record: -1) == nil)
  }

  @Test func theEmptyCertificateHasALengthOfItsOwn() throws {
    let protection = try #require(
      RecordProtection(version: .tls13, suite: CipherSuite(rawValue: 0x1302), encryptThenMAC: false))
    #expect(protection.emptyCertificateLength == 25)
    #expect(protection.shapes(record: 25) == [.emptyCertificate])
    #expect(protection.shapes(record: 19) == [.alert])
    #expect(protection.shapes(record: 69) == [.finished])
    #expect(protection.shapes(record: 22) == [.keyUpdate])
    #expect(protection.shapes(record: 23) == [.shortCommand])
    #expect(protection.shapes(record: 24).isEmpty)
  }

  @Test func unknownOrUnfitSuitesHaveNoLengths() {
    #expect(RecordProtection(version: .tls12, suite: CipherSuite(rawValue: 0x9999), encryptThenMAC: false) == nil)
    #expect(RecordProtection(version: .tls12, suite: CipherSuite(rawValue: 0x1301), encryptThenMAC: false) == nil)
    #expect(RecordProtection(version: .tls13, suite: CipherSuite(rawValue: 0xC013), encryptThenMAC: false) == nil)
    #expect(RecordProtection(version: .tls12, suite: CipherSuite(rawValue: 0xC100), encryptThenMAC: false) == nil)
  }
}
