import Foundation
import Testing

@testable import Certificates

/// The facts agree with what `openssl x509` prints, for the roots of this system: some hundred real certificates.
@Suite("Facts agree with openssl x509")
struct OpenSSLAgreementTests {
  private static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Files of one root each.
  private static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "/etc/ssl/certs")) ?? []
    return Array(files.filter { $0.hasSuffix(".pem") }.sorted().prefix(25))
  }()

  @Test(
    "dates, serial number, fingerprint and algorithm of the system's roots",
    .enabled(if: openssl != nil, "openssl is not installed"),
    .enabled(if: !names.isEmpty, "this system keeps no roots in files of their own"))
  func roots() throws {
    let openssl = try #require(Self.openssl)
    for name in Self.names {
      let path = "/etc/ssl/certs/\(name)"
      let der = try output(openssl, ["x509", "-in", path, "-outform", "DER"])
      let text = String(
        decoding: try output(
          openssl,
          ["x509", "-in", path, "-noout", "-serial", "-fingerprint", "-sha256", "-dateopt", "iso_8601", "-dates"]),
        as: UTF8.self)
      let facts = CertificateReader.read([UInt8](der)).facts
      #expect(facts.unreadable == nil, "\(name)")
      func value(_ key: String) -> String {
        text.split(separator: "\n").first { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) } ?? ""
      }
      let dates = [facts.notBefore, facts.notAfter].map { $0.description.replacingOccurrences(of: "T", with: " ") }
      #expect(value("notBefore=") == dates[0], "\(name)")
      #expect(value("notAfter=") == dates[1], "\(name)")
      #expect(value("sha256 Fingerprint=").replacingOccurrences(of: ":", with: "").lowercased() == facts.sha256)
      let serial = value("serial=").lowercased().drop { $0 == "0" }
      #expect(serial == facts.serial.drop { $0 == "0" }, "\(name)")
    }
  }

  private func output(_ program: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }
}
