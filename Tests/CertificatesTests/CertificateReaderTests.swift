import CaptureFiles
import Crypto
import Foundation
import SwiftASN1
import TestSupport
import Testing
import X509

@testable import Certificates

@Suite("Certificates are read from hostile bytes")
struct CertificateReaderTests {
  @Test("the fields say what was put in")
  func fields() throws {
    let authority = try MadeAuthority("Test Root")
    let leaf = try authority.leaf(names: ["mx.example.net", "*.example.net"], caIssuers: "http://ca.example.net/r.cer")
    let der = try Made.der(leaf)
    let facts = CertificateReader.read(der).facts
    #expect(facts.unreadable == nil)
    #expect(facts.subject == "CN=mx.example.net,O=Example\\, Inc.,C=DE")
    #expect(facts.issuer == "CN=Test Root")
    #expect(facts.commonName == "mx.example.net")
    #expect(facts.dnsNames == ["mx.example.net", "*.example.net"])
    #expect(facts.notBefore.description == "2025-12-22T00:00:00Z")
    #expect(facts.notAfter.description == "2026-04-01T00:00:00Z")
    #expect(facts.key == "EC P-256" && facts.keyBits == 256)
    #expect(facts.signature == "ecdsa-with-SHA256")
    #expect(facts.extendedKeyUsage == ["serverAuth"])
    #expect(facts.caIssuers == ["http://ca.example.net/r.cer"])
    #expect(facts.sha256 == SHA256.hash(data: der).map { String(format: "%02x", $0) }.joined())
    #expect(facts.isSelfSigned == false && !facts.hasWeakKey && facts.weakHash == nil)
    let own = CertificateReader.read(try Made.der(authority.certificate)).facts
    #expect(own.isCA == true && own.isSelfSigned == true && own.keyUsage == ["keyCertSign"])
  }

  @Test("a certificate cut anywhere is unreadable with a reason, never a failure")
  func cut() throws {
    let der = try Made.der(MadeAuthority("Test Root").leaf())
    for length in 0..<der.count {
      #expect(CertificateReader.read(Array(der[..<length])).facts.unreadable?.isEmpty == false, "\(length)")
    }
    #expect(CertificateReader.read(der + [0]).facts.unreadable != nil)
  }

  @Test("changed bytes are read or refused, and what is printed is printable")
  func mutated() throws {
    var random = SeededGenerator(seed: 2026)
    let der = try Made.der(MadeAuthority("Test Root").leaf(caIssuers: "http://ca.example.net/r.cer"))
    for round in 0..<1500 {
      var bytes = der
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let facts = CertificateReader.read(bytes).facts
      let text = facts.subject + facts.issuer + facts.dnsNames.joined() + (facts.unreadable ?? "")
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }, "round \(round)")
    }
  }

  // Found by the target `certificates`: the reason was the number of an error that an earlier certificate had left behind.
  @Test("a key that is no point of its curve is told in words, whatever was read before")
  func invalidKey() throws {
    var der = try Made.der(MadeAuthority("Test Root").leaf())
    let key = try #require(der.firstRange(of: [0x03, 0x42, 0x00, 0x04]))
    der[key.upperBound] ^= 1
    der[key.upperBound + 40] ^= 1
    let read = CertificateReader.read(der)
    #expect(read.facts.unreadable == nil)
    #expect(read.notVerifiable == "its public key is not a valid one of its kind")
  }

  @Test("64 KiB of nested or empty elements take bounded time")
  func hostile() {
    let start = ContinuousClock.now
    let deep: [UInt8] = (0..<32_000).map { $0 % 2 == 0 ? 0x30 : 0x80 }
    let empties: [UInt8] = [0x30, 0x82, 0xFF, 0xFE] + (0..<0xFFFE).map { $0 % 2 == 0 ? 0x05 : 0x00 }
    let same: [UInt8] = Array(repeating: 0x30, count: 65_536)
    let nothing: [UInt8] = []
    for bytes in [deep, empties, same, nothing] {
      #expect(CertificateReader.read(bytes).facts.unreadable != nil)
    }
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("times reach from 1950 to 9999")
  func times() {
    let last = CertificateTime(secondsSince1970: 253_402_300_799)
    #expect(last.description == "9999-12-31T23:59:59Z")
    #expect(last.timestamp.nanoseconds == .max)
    #expect(CertificateTime(secondsSince1970: 951_786_123).description == "2000-02-29T01:02:03Z")
    #expect(CertificateTime(secondsSince1970: -631_152_000).date == "1950-01-01")
  }

  @Test("object identifiers are written with dots")
  func objectIdentifiers() {
    #expect(ObjectIdentifierText.dotted([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D]) == "1.2.840.113549")
    #expect(ObjectIdentifierText.dotted([0x80]) == nil)
  }
}
