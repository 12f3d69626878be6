import Diagnosis
import Foundation
import SMTPAnalysis
import TestSupport
import Testing

@Suite("Rules about the offer of TLS")
struct StartTLSRuleTests {
  private func only(_ capture: [UInt8]) throws -> DiagnosedSession {
    try #require(AnalysisRun(bytes: capture).sessions.first)
  }

  /// HELO or EHLO, and a server that wants TLS before MAIL.
  private func demanded(hello: String, answer: String) -> [UInt8] {
    RuleScripts.made {
      $0.open()
      $0.say(.server, "220 mx.example.net ESMTP\r\n")
      $0.say(.client, "\(hello) scanner.example.com\r\n")
      $0.say(.server, answer)
      $0.say(.client, "MAIL FROM:<alice@example.com>\r\n")
      $0.say(.server, "530 5.7.0 Must issue a STARTTLS command first\r\n")
      $0.say(.client, "QUIT\r\n")
      $0.say(.server, "221 2.0.0 Bye\r\n")
      $0.finish(.client)
      $0.finish(.server)
    }
  }

  @Test("HELO is named as the reason for a missing offer, and EHLO as what to do")
  func helo() throws {
    let session = try only(demanded(hello: "HELO", answer: "250 mx.example.net\r\n"))
    #expect(session.verdict.finding == "starttls/required-by-server")
    #expect(session.verdict.actor == .client)
    #expect(session.verdict.sentence.contains("said HELO"))
    #expect(session.verdict.next.contains("EHLO"))
    #expect(session.verdict.alternatives.map(\.finding).contains("ehlo/helo-only-client"))
  }

  @Test("a client that said EHLO is told to use what it was offered")
  func ehlo() throws {
    let session = try only(demanded(hello: "EHLO", answer: RuleScripts.tlsList))
    #expect(session.verdict.finding == "starttls/required-by-server")
    #expect(!session.verdict.sentence.contains("HELO"))
    #expect(!session.verdict.next.contains("EHLO"))
    #expect(!session.findings.contains { $0.id == "ehlo/helo-only-client" })
  }

  @Test(
    "DANE and MTA-STS are another reading of a server's client that leaves, and not of a mail program's",
    arguments: [
      25, 587,
    ])
  func senderPolicy(port: UInt16) throws {
    let capture = RuleScripts.made {
      $0.serverPort = port
      $0.open()
      $0.say(.server, "220 mx.example.net ESMTP\r\n")
      $0.say(.client, "EHLO mail.example.com\r\n")
      $0.say(.server, RuleScripts.plainList)
      $0.say(.client, "QUIT\r\n")
      $0.say(.server, "221 2.0.0 Bye\r\n")
      $0.finish(.client)
      $0.finish(.server)
    }
    let session = try only(capture)
    #expect(session.findings.contains { $0.id == "starttls/not-offered" })
    #expect(session.verdict.alternatives.contains { $0.finding == "policy/dane-or-mta-sts" } == (port == 25))
  }

  @Test("neither is guessed of a client that then sends its mail in clear")
  func continuesInClear() throws {
    let file = ProjectFolders.captures.appending(path: "healthy-plain-no-tls-wanted.pcap")
    let session = try #require(AnalysisRun([file]).sessions.first)
    #expect(!session.findings.contains { $0.id == "policy/dane-or-mta-sts" })
  }
}
