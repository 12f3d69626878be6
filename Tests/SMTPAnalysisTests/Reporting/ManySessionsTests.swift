import CaptureFiles
import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

@Suite("A report of many sessions stays short")
struct ManySessionsTests {
  static func run(_ count: Int) -> AnalysisRun {
    var wire = WireScript()
    for index in 0..<count {
      if index == 0 { wire.open() } else { wire.reopen() }
      wire.say(.server, "220 mx.example.net\r\n")
      wire.say(.client, "EHLO client.example.com\r\n")
      wire.say(.server, "250-mx.example.net\r\n250 SIZE 1000\r\n")
      if index % 5 == 0 {
        wire.say(.client, "MAIL FROM:<alice@example.com>\r\n")
        wire.say(.server, "550 5.7.1 no\r\n")
      }
      wire.say(.client, "QUIT\r\n")
      wire.say(.server, "221 bye\r\n")
      wire.finish(.client)
      wire.finish(.server)
      wire.wait(60)
    }
    return AnalysisRun(bytes: wire.capture)
  }

  @Test("one session of each kind in full, the others in a table with a chart")
  func table() throws {
    let run = Self.run(60)
    let report = ReportRun(run)
    #expect(report.report.sessions == 60)
    #expect((1...4).contains(report.report.detailed.count))
    let html = try report.text(.html)
    #expect(html.matches(of: #/<td class="n">(<a[^>]*>)?\d+(<\/a>)?<\/td><td class="when">/#).count == 60)
    #expect(html.contains("Verdicts over time") && html.contains("<rect class=\"stopped\""))
  }

  @Test("a letter about one of many says how many ended so, and names sessions of its recipient alone")
  func letter() throws {
    var wire = WireScript()
    for index in 0..<30 {
      let server: [UInt8] = [203, 0, 113, index % 3 == 0 ? 25 : 99]
      if index == 0 {
        wire.server = server
        wire.open()
      } else {
        wire.reopen(server: server)
      }
      wire.say(.server, "220 mx.example.net\r\n")
      wire.say(.client, "EHLO client.example.com\r\n")
      wire.say(.server, "250-mx.example.net\r\n250 SIZE 1000\r\n")
      wire.say(.client, "MAIL FROM:<alice@example.com>\r\n")
      wire.say(.server, "451 4.3.0 out of disk\r\n")
      wire.say(.client, "QUIT\r\n")
      wire.finish(.client)
      wire.finish(.server)
      wire.wait(60)
    }
    let report = ReportRun(AnalysisRun(bytes: wire.capture)).report
    let told = try #require(report.worst)
    func text(_ recipient: Letter.Recipient) -> String {
      Letter(
        told, to: recipient, tool: "smtptrace test", note: nil, redactions: [],
        group: report.group(of: told, to: recipient)
      ).text()
    }
    let toServer = text(.server)
    #expect(toServer.contains("It is one of 10 sessions, of 30 in the capture"))
    #expect(toServer.contains("Subject: 10 SMTP sessions with 203.0.113.25"))
    #expect(!toServer.contains("203.0.113.99"))
    #expect(text(.client).contains("It is one of 30 sessions, of 30 in the capture"))
    #expect(text(.client).contains("and 18 more"))
    #expect(toServer.split(separator: "\n").allSatisfy { $0.count <= 78 })
  }

  @Test("only problems, and one session, leave out the others")
  func choices() throws {
    let run = Self.run(10)
    var options = IncidentReport.Options(tool: "smtptrace test")
    options.onlySession = 7
    let one = ReportRun(run, options: options).report
    #expect(one.detailed.map(\.session.id) == [7] && !one.isMissingSession)
    options.onlySession = 99
    #expect(ReportRun(run, options: options).report.isMissingSession)
    options.onlySession = nil
    options.onlyProblems = true
    let problems = ReportRun(run, options: options).report
    #expect(problems.detailed.allSatisfy { $0.needsAttention })
  }

  @Test("what is left out is said, and what is commonest comes first")
  func numbers() throws {
    let run = Self.run(10)
    var options = IncidentReport.Options(tool: "smtptrace test")
    options.onlyProblems = true
    let report = ReportRun(run, options: options)
    let healthy = run.sessions.filter { !$0.needsAttention }.count
    if healthy > 0 {
      for format in [IncidentReport.Format.html, .markdown, .text] {
        #expect(try report.text(format).contains("; \(healthy) without a problem left out of this report"))
      }
    }
    let counts = report.report.detailed.map { told in
      run.sessions.filter { $0.verdict.finding == told.verdict.finding && $0.verdict.outcome == told.verdict.outcome }
        .count
    }
    let gravest = report.report.detailed.first?.verdict.outcome
    let ofGravest = zip(report.report.detailed, counts).filter { $0.0.verdict.outcome == gravest }.map(\.1)
    #expect(ofGravest == ofGravest.sorted(by: >) && !ofGravest.isEmpty)
  }

  @Test("of several files each has its number, by which packets are named, and none its folder")
  func severalFiles() throws {
    let names = ["not-offered.pcap", "offered-unused.pcap"]
    let report = ReportRun(AnalysisRun(names.map { ProjectFolders.captures.appending(path: $0) }))
    let markdown = try report.text(.markdown)
    #expect(markdown.contains("- File 1 `not-offered.pcap`") && markdown.contains("- File 2 `offered-unused.pcap`"))
    #expect(markdown.contains("Packets are named: file:packet"))
    for format in IncidentReport.Format.allCases {
      #expect(!(try report.text(format).contains(ProjectFolders.captures.path())), "\(format)")
    }
  }
}
