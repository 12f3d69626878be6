import Diagnosis
import Foundation
import SMTPAnalysis
import SMTPSession
import TLSHandshake
import TestSupport
import Testing

/// How sure a fault of the certificate is held for the reason, where keys open the whole handshake: by fault and by alert.
///
/// What is certain is what a peer said in so many words. The table in the documentation is this test's.
@Suite("Faults of an opened certificate, and how sure it is that they were the reason")
struct CertaintyTests {
  /// Captures in which the certificate is in clear, one for each fault.
  private static let faults = [
    "expired", "not-yet-valid", "self-signed", "unknown-ca", "incomplete-chain", "name-mismatch", "wrong-eku",
    "weak-key",
    "weak-signature", "revoked",
  ]
  private static let alerts: [AlertDescription] = [
    .certificateExpired, .certificateRevoked, .unknownCA, .unsupportedCertificate, .badCertificate, .certificateUnknown,
    .handshakeFailure,
  ]

  /// The certificates of the capture, sealed under TLS 1.3 in a session of the same time, to which the client answers with an alert.
  ///
  /// - Parameter secondsBeforeItsBegin: When the session is, counted back from the first moment of the certificate; `nil` for the time of the
  ///   capture.
  private func verdict(
    _ fault: String, _ alert: AlertDescription, secondsBeforeItsBegin: Double? = nil
  ) throws -> Verdict {
    let capture = ProjectFolders.captures.appending(path: "cert-\(fault)-tls12-openssl.pcap")
    let session = try #require(AnalysisRun([capture]).sessions.first).session
    let tls = try #require(session.tls)
    let chains = tls.serverStream.messages.compactMap { message -> CertificateChain? in
      if case .certificate(let chain)? = message.content { chain } else { nil }
    }
    let chain = try #require(chains.first)
    func sized(_ bytes: [UInt8]) -> [UInt8] {
      [UInt8(bytes.count >> 16), UInt8(bytes.count >> 8 & 0xFF), UInt8(bytes.count & 0xFF)] + bytes
    }
    var list: [UInt8] = []
    for certificate in chain.certificates { list += sized(certificate) + [0, 0] }
    let certificate: [UInt8] = [11] + sized([0] + sized(list))
    var start = Double(session.start.time.nanoseconds) / 1e9
    if let secondsBeforeItsBegin {
      let own = try #require(tls.examination?.own)
      start = Double(own.notBefore.timestamp.nanoseconds) / 1e9 - secondsBeforeItsBegin
    }
    var script = SealedScript(
      flight: [(SealedScript.noExtensions + certificate + SealedScript.finished, true)],
      serverName: "mx.example.net", start: start)
    script.alert(.client, alert.rawValue)
    script.finish(.client)
    let opened = try #require(script.run().sessions.first)
    #expect(opened.session.tls?.opening == .opened(unopened: 0, speaks: false))
    #expect(opened.session.tls?.alerts.map(\.description) == [alert.description])
    return opened.verdict
  }

  private static func word(_ verdict: Verdict, _ fault: String) -> String {
    guard let finding = verdict.finding, finding.hasPrefix("certificate/") else { return "—" }
    let name = finding.dropFirst("certificate/".count)
    return name == fault ? verdict.certainty.rawValue : "\(name), \(verdict.certainty.rawValue)"
  }

  @Test("who stopped and where is read, whatever the reason", arguments: faults)
  func stopped(fault: String) throws {
    for alert in Self.alerts {
      let verdict = try verdict(fault, alert)
      #expect(verdict.outcome == .stopped, "\(alert)")
      #expect(verdict.stoppedBy == .client, "\(alert)")
      // It answers the server's part, behind the client's own last message.
      #expect([.serverFlight, .clientFlight].contains(verdict.stage), "\(alert)")
    }
  }

  @Test("the table in the documentation is what is said")
  func table() throws {
    let names = Self.alerts.map(\.description)
    var rows = [
      "| Fault | \(names.joined(separator: " | ")) |", "|---\(String(repeating: "|---", count: names.count))|",
    ]
    for fault in Self.faults {
      let words = try Self.alerts.map { Self.word(try verdict(fault, $0), fault) }
      rows.append("| \(fault) | \(words.joined(separator: " | ")) |")
    }
    let page = try String(
      contentsOf: ProjectFolders.root.appending(path: "Sources/SMTPAnalysis/SMTPAnalysis.docc/Keys.md"), encoding: .utf8
    )
    #expect(page.contains(rows.joined(separator: "\n")), "\n\(rows.joined(separator: "\n"))\n")
  }

  /// Faults of which every validation fails (RFC 5280 sections 4.2.1.12 and 6.1.3).
  private static let plain: Set = ["expired", "not-yet-valid", "wrong-eku"]

  @Test(
    "an alert that names nothing makes nothing certain but what every client minds, and one of another fault accuses none"
  )
  func nothingTooSure() throws {
    for fault in Self.faults {
      for alert in [AlertDescription.badCertificate, .certificateUnknown, .handshakeFailure] {
        let verdict = try verdict(fault, alert)
        guard verdict.finding == "certificate/\(fault)" else { continue }
        #expect(Self.plain.contains(fault) == (verdict.certainty == .certain), "\(fault), \(alert)")
      }
    }
  }

  @Test("a date that was missed by less than clocks may differ is not certain to be what the client minded")
  func nearItsDate() throws {
    #expect(try verdict("not-yet-valid", .badCertificate, secondsBeforeItsBegin: 3600).certainty == .strong)
    #expect(try verdict("not-yet-valid", .badCertificate, secondsBeforeItsBegin: 2 * 86_400).certainty == .certain)
    #expect(try verdict("not-yet-valid", .certificateExpired, secondsBeforeItsBegin: 3600).certainty == .certain)
  }
}
