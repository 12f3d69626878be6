import Foundation
import SwiftASN1
import Testing
import X509

@testable import Certificates

@Suite("Roots are found by their subject, and parsed when a chain asks for one")
struct RootIndexTests {
  private static func pem(_ certificate: Certificate) throws -> String {
    try certificate.serializeAsPEM().pemString
  }

  private static func subject(_ name: String) throws -> DistinguishedName {
    try DistinguishedName { CommonName(name) }
  }

  @Test("each certificate of a text is found under its own name, between whatever else stands there")
  func found() throws {
    let (one, other) = (try MadeAuthority("One Root"), try MadeAuthority("Other Root"))
    let text = """
      # A comment
      \(try Self.pem(one.certificate))
      -----BEGIN X509 CRL-----
      AAAA
      -----END X509 CRL-----
      \(try Self.pem(other.certificate).replacingOccurrences(of: "\n", with: "\r\n"))
      -----BEGIN CERTIFICATE-----
      this is no base64
      -----END CERTIFICATE-----
      """
    let index = RootIndex(pem: Array(text.utf8))
    #expect(index.certificates(of: one.certificate.subject) == [one.certificate])
    #expect(index.certificates(of: other.certificate.subject) == [other.certificate])
    #expect(index.certificates(of: try Self.subject("Nobody")) == [])
    #expect(index.changes == RootIndex([one.certificate, other.certificate]).changes)
    #expect(index.changes.count == 4)
  }

  @Test("two roots of one name are both found")
  func sameName() throws {
    let (one, other) = (try MadeAuthority("Root"), try MadeAuthority("Root"))
    let index = RootIndex(pem: Array(try (Self.pem(one.certificate) + "\n" + Self.pem(other.certificate)).utf8))
    #expect(index.certificates(of: one.certificate.subject) == [one.certificate, other.certificate])
  }

  @Test("a text that is cut, at every place, gives what was whole before")
  func cut() throws {
    let root = try MadeAuthority("Root")
    let text = Array(try Self.pem(root.certificate).utf8)
    for length in 0..<(text.count - 1) where RootIndex(pem: Array(text.prefix(length))).isEmpty == false {
      Issue.record("\(length) of \(text.count) bytes made a root")
    }
    #expect(!RootIndex(pem: text).isEmpty)
  }

  @Test("a certificate that is cut within is none, and nothing else comes of it")
  func cutInside() throws {
    let der = try Made.der(try MadeAuthority("Root").certificate)
    for length in 0..<der.count {
      let text =
        "-----BEGIN CERTIFICATE-----\n\(Data(der.prefix(length)).base64EncodedString())\n-----END CERTIFICATE-----"
      #expect(RootIndex(pem: Array(text.utf8)).isEmpty)
    }
  }

  private static let systemFile = "/etc/ssl/certs/ca-certificates.crt"

  @Test(
    "every root of this system is found as if all were parsed",
    .enabled(if: FileManager.default.fileExists(atPath: systemFile), "this system keeps its roots elsewhere"))
  func system() throws {
    let text = [UInt8](try Data(contentsOf: URL(filePath: Self.systemFile)))
    let all = try PEMDocument.parseMultiple(pemString: String(decoding: text, as: UTF8.self))
      .compactMap { try? Certificate(pemDocument: $0) }
    let index = RootIndex(pem: text)
    #expect(all.count > 10)
    for root in all {
      #expect(index.certificates(of: root.subject) == all.filter { $0.subject == root.subject })
    }
    #expect(index.changes == RootIndex(all).changes)
  }
}
