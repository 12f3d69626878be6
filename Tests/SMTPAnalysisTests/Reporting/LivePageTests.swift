import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// The page of many sessions as it is written, before any browser has seen it.
@Suite("The page of many sessions says numbers first, and its script is only what the policy allows")
struct LivePageTests {
  /// Twelve sessions, a minute apart, with two servers in turn; each third is refused, the others delivered, and each is longer than the one before.
  static let run: AnalysisRun = {
    var wire = WireScript()
    for index in 0..<12 {
      let server: [UInt8] = [203, 0, 113, UInt8(10 + index % 2)]
      if index == 0 {
        wire.server = server
        wire.open()
      } else {
        wire.reopen(server: server)
      }
      wire.say(.server, "220 mx\(index % 2 + 1).example.net\r\n")
      wire.say(.client, "EHLO client.example.com\r\n")
      wire.say(.server, "250-mx\(index % 2 + 1).example.net\r\n250 SIZE 1000\r\n")
      if index % 3 == 0 {
        wire.say(.client, "MAIL FROM:<alice@example.com>\r\n")
        wire.say(.server, "550 5.7.1 no\r\n")
      } else {
        for (command, reply) in [
          ("MAIL FROM:<alice@example.com>", "250 ok"), ("RCPT TO:<bob@example.net>", "250 ok"),
          ("DATA", "354 go on"), ("Subject: x\r\n\r\nx\r\n.", "250 2.0.0 queued"),
        ] {
          wire.say(.client, "\(command)\r\n")
          wire.say(.server, "\(reply)\r\n")
        }
      }
      wire.wait(Double(index))
      wire.say(.client, "QUIT\r\n")
      wire.say(.server, "221 bye\r\n")
      wire.finish(.client)
      wire.finish(.server)
      wire.wait(60)
    }
    return AnalysisRun(bytes: wire.capture)
  }()

  static let page: String = (try? ReportRun(run).text(.html)) ?? ""

  /// What stands between the tags of the only element of this name.
  static func content(_ name: String, of page: String) -> String {
    guard let start = page.firstRange(of: "<\(name)>"), let end = page.firstRange(of: "</\(name)>") else { return "" }
    return String(page[start.upperBound..<end.lowerBound])
  }

  @Test(
    "the policy allows the script and the style that are in the page, and nothing else", arguments: ["script", "style"])
  func hashes(element: String) throws {
    #expect(Self.page.ranges(of: "<\(element)").count == 1)
    let text = Self.content(element, of: Self.page)
    let digits = Array(OutputFile.sha256(of: Array(text.utf8)))
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    #expect(bytes.count == 32)
    let source = "\(element)-src 'sha256-\(Data(bytes).base64EncodedString())';"
    let attribute = try #require(
      Self.page.firstMatch(of: #/http-equiv="Content-Security-Policy" content="([^"]*)"/#)?.output.1)
    let policy = attribute.replacing("&#39;", with: "'")
    #expect(policy.hasPrefix("default-src 'none'; ") && policy.contains(source), "\(policy)")
    #expect(!policy.contains("unsafe"))
  }

  @Test("the script is short and makes no element out of text")
  func script() {
    let script = Self.content("script", of: Self.page)
    #expect((1000...9000).contains(script.utf8.count), "\(script.utf8.count) bytes")
    for word in [
      "<", "innerHTML", "outerHTML", "insertAdjacent", "eval", "Function", "document.write", "import", "fetch",
    ] {
      #expect(!script.contains(word), "\(word)")
    }
  }

  @Test("a page of few sessions has no script at all")
  func few() throws {
    let html = try ReportRun(ManySessionsTests.run(5)).text(.html)
    #expect(!html.contains("<script") && !html.contains("script-src") && !html.contains("<details"))
    #expect(html.contains("id=\"row-5\""))
  }

  @Test("without script every row and every told session is there, and no dead control")
  func withoutScript() {
    let rows = Self.page.matches(of: #/<tr id="row-(\d+)"([^>]*)>/#)
    #expect(rows.map { Int($0.output.1) } == (1...12).map { $0 })
    #expect(rows.allSatisfy { !$0.output.2.contains("hidden") })
    #expect(Self.page.contains("<div id=\"filter\" class=\"filter\" role=\"search\" hidden>"))
    #expect(Self.page.ranges(of: "<button").count == 1, "all controls stand in what is hidden")
    for match in Self.page.matches(of: #/<details[^>]*>/#) { #expect(match.output.hasSuffix(" open>")) }
    #expect(Self.page.contains("Annotated transcript") && Self.page.contains("Ladder diagram of session 1"))
    #expect(Self.page.firstMatch(of: #/<[a-z][^>]*\son[a-z]+=/#) == nil)
  }

  @Test("numbers stand before the list, the list before what is told, and that before the files")
  func order() throws {
    let places = try [
      "<h2>What is wrong", "Verdicts over time", "How each server fared", "id=\"list\"", "id=\"session-1\"",
      "id=\"capture\"",
    ]
    .map { try #require(Self.page.firstRange(of: $0), "\($0)").lowerBound }
    #expect(places == places.sorted())
    #expect(Self.page.contains("12 sessions: 8 delivered, 4 refused; 8 with mail in clear text."))
    #expect(Self.page.contains("✗ 4 sessions") && Self.page.contains("1 client, 2 servers"))
    #expect(Self.page.contains("for example <a href=\"#session-1\">session 1</a>, told below"))
    #expect(Self.page.contains("as <a href=\"#session-1\">session 1</a>"))
  }

  @Test("a report about one session tells it first and unfolded, with the list of the others behind it")
  func chosen() throws {
    var options = IncidentReport.Options(tool: "smtptrace test")
    options.onlySession = 4
    options.tellsOthers = true
    let page = try ReportRun(Self.run, options: options).text(.html)
    #expect(page.contains("<section class=\"session\" id=\"session-4\">") && !page.contains("<details"))
    let told = try #require(page.firstRange(of: "id=\"session-4\"")).lowerBound
    let list = try #require(page.firstRange(of: "id=\"list\"")).lowerBound
    #expect(told < list)
    #expect(page.matches(of: #/<tr id="row-/#).count == 12)
  }

  @Test("every link leads somewhere on the page, and no two places have one name")
  func links() throws {
    for page in [Self.page, try ReportRun(ManySessionsTests.run(5)).text(.html)] {
      let places = page.matches(of: #/\sid="([^"]*)"/#).map { String($0.output.1) }
      #expect(places.count == Set(places).count)
      for link in page.matches(of: #/href="#([^"]*)"/#) {
        #expect(places.contains(String(link.output.1)), "\(link.output.1)")
      }
    }
  }

  @Test("findings of one kind about several sessions are one, with their members counted")
  func kinds() throws {
    let run = AnalysisRun(GoldenReportTests.captures)
    let ids = run.summary.findings.map(\.id)
    let html = try ReportRun(run).text(.html)
    let together = try #require(html.firstRange(of: "<h2>What several sessions show together"))
    let headings = html[together.upperBound...].prefix { _ in true }.matches(of: #/<h3>(\d+ times: )?[^<]*<\/h3>/#)
    #expect(Set(ids).count < ids.count && !headings.isEmpty)
    for id in Set(ids) where ids.count(where: { $0 == id }) > 1 {
      let title = try #require(run.summary.findings.first { $0.id == id }?.title)
      let count = ids.count { $0 == id }
      #expect(html.contains("<h3>\(count) times: \(title.replacing("'", with: "&#39;"))</h3>"), "\(id)")
    }
    if let list = html.firstRange(of: "id=\"list\"") { #expect(list.lowerBound < together.lowerBound) }
  }

  @Test("thousands of sessions stay one page of a few megabytes that says what it leaves out")
  func size() throws {
    var report = IncidentReport(options: .init(tool: "smtptrace test"))
    let healthy = try #require(Self.run.sessions.first { !$0.needsAttention })
    let failed = try #require(Self.run.sessions.last { $0.needsAttention })
    for _ in 0..<IncidentReport.maximumRows { report.add(healthy) }
    for _ in 0..<1000 { report.add(failed) }
    report.finish(Self.run.summary)
    let html = String(decoding: report.bytes(.html), as: UTF8.self)
    #expect(html.utf8.count < 4_000_000, "\(html.utf8.count) bytes")
    #expect(html.matches(of: #/<tr id="row-/#).count == IncidentReport.maximumRows)
    #expect(html.contains("1,000 further sessions have no row here."))
    // What went wrong has its rows all the same.
    #expect(html.ranges(of: "data-outcome=\"stopped\"").count == 1000)
  }
}
