import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

@Suite("Stand-ins take the place of names in every report")
struct RedactionTests {
  static let key = Array("a key that is long enough".utf8)

  static func wire() -> WireScript {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.secretive.example ESMTP at 203.0.113.25\r\n")
    wire.say(.client, "EHLO WORKSTATION7\r\n")
    wire.say(.server, "250-mx.secretive.example Hello [192.0.2.25]\r\n250-SIZE 1000\r\n250 8BITMIME\r\n")
    wire.say(.client, "MAIL FROM:<alice.smith@sender.example>\r\n")
    wire.say(.server, "250 2.1.0 <alice.smith@sender.example> ok\r\n")
    wire.say(.client, "RCPT TO:<\"bob jones\"@rcpt.example>\r\n")
    wire.say(.server, "250 ok\r\n")
    wire.say(.client, "RCPT TO:<carol>\r\n")
    wire.say(.server, "550 5.1.1 carol is unknown to IPv6:2001:db8:77::9 and relay-3.inner.example\r\n")
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 mx.secretive.example bye, alice.smith\r\n")
    wire.finish(.client)
    wire.finish(.server)
    return wire
  }

  static func report(_ redaction: Redaction, key: [UInt8] = key) throws -> ReportRun {
    let pseudonyms = try #require(Pseudonyms(key: key))
    return ReportRun(AnalysisRun(bytes: wire().capture), redactor: Redactor(redaction, pseudonyms: pseudonyms))
  }

  static let users = ["alice", "smith", "bob", "jones", "carol"]
  static let hosts = [
    "secretive", "workstation7", "sender.example", "rcpt.example", "inner.example", "192.0.2.25", "203.0.113.25",
    "db8:77",
  ]

  @Test("no user is left", arguments: IncidentReport.Format.allCases)
  func addresses(format: IncidentReport.Format) throws {
    let open = try Self.report([]).text(format).lowercased()
    let text = try Self.report(.addresses).text(format).lowercased()
    for name in Self.users {
      #expect(!text.contains(name), "\(name) in \(format)")
      #expect(open.contains(name), "the report says nothing of \(name)")
    }
    #expect(text.contains("mx.secretive.example"))
  }

  @Test("no host is left", arguments: IncidentReport.Format.allCases)
  func hosts(format: IncidentReport.Format) throws {
    let open = try Self.report([]).text(format).lowercased()
    let text = try Self.report(.hosts).text(format).lowercased()
    for name in Self.hosts {
      #expect(!text.contains(name), "\(name) in \(format)")
      #expect(open.contains(name), "the report says nothing of \(name)")
    }
    #expect(text.contains("alice.smith"))
  }

  @Test("a letter and its commands hold no name either")
  func letter() throws {
    let told = try #require(try Self.report([.addresses, .hosts]).report.detailed.first)
    let text = Letter(told, to: .server, tool: "smtptrace test", note: nil, redactions: []).text().lowercased()
    for name in Self.users + Self.hosts { #expect(!text.contains(name), "\(name)") }
  }

  @Test("the same key gives the same stand-ins, another key others")
  func keys() throws {
    let first = try Self.report([.addresses, .hosts]).text(.markdown)
    #expect(try Self.report([.addresses, .hosts]).text(.markdown) == first)
    #expect(try Self.report([.addresses, .hosts], key: Array("another key, also long".utf8)).text(.markdown) != first)
    #expect(Pseudonyms(key: Array("too short".utf8)) == nil)
  }

  @Test("one name has one stand-in wherever it comes up")
  func stable() throws {
    let text = try Self.report([.addresses, .hosts]).text(.markdown)
    let stands = Set(text.matches(of: #/220 (host-\w+)\.invalid/#).map { String($0.1) })
    let again = Set(text.matches(of: #/(250-|221 )(host-\w+)\.invalid/#).map { String($0.2) })
    #expect(stands.count == 1 && stands == again)
  }
}
