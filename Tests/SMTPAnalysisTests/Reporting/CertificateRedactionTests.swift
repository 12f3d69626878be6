import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import Testing

@Suite("Names in certificates are replaced like all others")
struct CertificateRedactionTests {
  static func words(_ place: HostileCapture.Place) -> [UInt8] {
    let text =
      switch place {
      case .greeting, .serverName: "mx.secretive.example ESMTP"
      case .clientName: "client.example.com"
      case .sni, .alternativeName: "mx.secretive.example"
      case .subject: "MX.Secretive.Example"
      case .issuer: "Secretive Holding Issuing CA"
      case .mailbox: "hostmaster@secretive.example"
      case .page: "http://crl.secretive.example/"
      default: "words"
      }
    return Array(text.utf8)
  }

  static func report(_ redaction: Redaction) throws -> IncidentReport {
    let pseudonyms = try #require(Pseudonyms(key: RedactionTests.key))
    let run = AnalysisRun(bytes: HostileCapture.capture(words).capture)
    return ReportRun(run, redactor: Redactor(redaction, pseudonyms: pseudonyms)).report
  }

  @Test(
    "with hosts hidden, no writer names one, nor a company, nor a fingerprint",
    arguments: IncidentReport.Format.allCases)
  func hosts(format: IncidentReport.Format) throws {
    let open = String(decoding: try Self.report([]).bytes(format), as: UTF8.self)
    let text = String(decoding: try Self.report(.hosts).bytes(format), as: UTF8.self)
    #expect(open.contains("Secretive Holding Issuing CA") && open.lowercased().contains("crl.secretive.example"))
    #expect(!text.lowercased().contains("secretive"))
    let run = AnalysisRun(bytes: HostileCapture.capture(Self.words).capture)
    let fingerprint = try #require(run.sessions.last?.session.tls?.certificates.first?.sha256)
    #expect(open.contains(fingerprint) && !text.contains(fingerprint))
    // What proves something stays.
    #expect(text.contains("2033-12-31T23:59:59Z") && text.contains("EC P-256"))
  }

  @Test("one host has one stand-in, in the transcript and in the certificate")
  func stable() throws {
    let text = String(decoding: try Self.report(.hosts).bytes(.markdown), as: UTF8.self)
    let stand = try #require(text.firstMatch(of: #/Subject: CN=(host-\w+\.invalid)/#)).1
    #expect(text.contains("220 \(stand) ESMTP") && text.contains("SNI \(stand)"))
    #expect(text.contains("Alternative names: \(stand)"))
  }

  @Test("with people hidden, hosts and fingerprints stay", arguments: IncidentReport.Format.allCases)
  func addresses(format: IncidentReport.Format) throws {
    let text = String(decoding: try Self.report(.addresses).bytes(format), as: UTF8.self)
    #expect(!text.contains("hostmaster") && text.contains("@secretive.example"))
    #expect(text.contains("Secretive Holding Issuing CA"))
  }

  @Test("letters name none either")
  func letter() throws {
    for told in try Self.report([.hosts, .addresses]).detailed {
      let text = Letter(told, to: .server, tool: "smtptrace test", note: nil, redactions: []).text()
      #expect(!text.lowercased().contains("secretive"))
    }
  }
}
