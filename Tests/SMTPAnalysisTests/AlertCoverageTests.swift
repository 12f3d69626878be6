import Diagnosis
import Foundation
import SMTPAnalysis
import TestSupport
import Testing

/// Whatever number a refusal in clear has, one finding explains it, and only one.
@Suite("Alerts and findings")
struct AlertCoverageTests {
  /// Captures in which one side refuses: at the ClientHello, after the server's flight, after the client's flight.
  static let captures = ProjectFolders.captures(below: ProjectFolders.captures).filter {
    ["tls-sni-refused", "cert-expired-tls12-openssl", "cert-expired-tls13-openssl", "mtls-missing-tls12"].contains(
      $0.deletingPathExtension().lastPathComponent)
  }

  @Test("every alert in clear has one finding that says why the session stopped", arguments: captures)
  func everyNumber(capture: URL) throws {
    let original = [UInt8](try Data(contentsOf: capture))
    // The last alert record: type 21, version 3.x, two bytes, fatal.
    let place = try #require(
      original.indices.last { index in
        index + 6 < original.count && original[index] == 0x15 && original[index + 1] == 0x03
          && original[index + 2] <= 0x03 && original[index + 3] == 0 && original[index + 4] == 2
          && original[index + 5] == 2
      })
    let copy = FileManager.default.temporaryDirectory.appending(
      path: "smtptrace-alert-\(UUID().uuidString).pcap")
    defer { try? FileManager.default.removeItem(at: copy) }
    for number in UInt8.min...UInt8.max {
      var bytes = original
      bytes[place + 6] = number
      try Data(bytes).write(to: copy)
      let run = AnalysisRun([copy])
      let session = try #require(run.sessions.first)
      // One of TLS, or one about the certificate that it was sent over.
      let problems = session.findings.filter { $0.severity == .problem }
      #expect(problems.count == 1, "alert \(number): \(problems.map(\.id))")
      let finding = session.verdict.finding ?? ""
      #expect(["tls", "certificate"].contains(finding.prefix { $0 != "/" }), "alert \(number): \(finding)")
      #expect(session.verdict.outcome == .stopped, "alert \(number)")
    }
  }
}
