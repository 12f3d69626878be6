import CaptureFiles
import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import Testing

/// What is written about one session goes to whom the others do not concern.
@Suite("One session is told, and nothing of the others")
struct ChosenSessionTests {
  /// Two clients of one server, of which one is offered STARTTLS: a finding about both. Then a third server that neither knows.
  static let run: AnalysisRun = {
    var wire = WireScript()
    func look(_ name: String, _ keywords: String) {
      wire.say(.server, "220 mx.example.net ESMTP\r\n")
      wire.say(.client, "EHLO \(name)\r\n")
      wire.say(.server, "250-mx.example.net\r\n\(keywords)250 SIZE 1000\r\n")
      wire.say(.client, "QUIT\r\n")
      wire.say(.server, "221 bye\r\n")
      wire.finish(.client)
      wire.finish(.server)
      wire.wait(60)
    }
    wire.open()
    look("near.example.com", "")
    wire.reopen(client: [192, 0, 2, 99])
    look("other.example.org", "250-STARTTLS\r\n250-XOTHERS\r\n")
    wire.reopen(client: [192, 0, 2, 77], server: [203, 0, 113, 77])
    look("third.example.org", "")
    return AnalysisRun(bytes: wire.capture)
  }()

  static let ofOthers = [
    "192.0.2.99", "192.0.2.77", "203.0.113.77", "other.example.org", "third.example.org", "XOTHERS",
  ]

  static func report(tellsOthers: Bool) -> ReportRun {
    var options = IncidentReport.Options(tool: "smtptrace test")
    options.onlySession = 1
    options.tellsOthers = tellsOthers
    return ReportRun(run, options: options)
  }

  @Test("a finding about several sessions is told as far as it is about this one")
  func report() throws {
    let whole = try #require(Self.run.summary.findings.first { $0.sessions.contains(1) })
    for format in IncidentReport.Format.allCases {
      let text = try Self.report(tellsOthers: false).text(format)
      for word in Self.ofOthers { #expect(!text.contains(word), "\(word) in \(format)") }
      #expect(text.contains("192.0.2.25") && text.localizedCaseInsensitiveContains(whole.title), "\(format)")
    }
    let findings = Self.report(tellsOthers: false).report.capture.findings
    #expect(!findings.isEmpty && findings.allSatisfy { $0.sessions == [1] && !$0.evidence.isEmpty })
  }

  @Test("with the table, the others have their place", arguments: IncidentReport.Format.allCases)
  func table(format: IncidentReport.Format) throws {
    let text = try Self.report(tellsOthers: true).text(format)
    #expect(text.contains("192.0.2.99"), "\(text)")
  }

  @Test("so do the text and the JSON of one session", arguments: [ReportStream.Format.text, .json, .ndjson])
  func stream(format: ReportStream.Format) {
    var report = ReportStream(
      format: format, style: TextStyle(usesColor: false, width: 110), showsAll: true, onlySession: 1, isVerbose: true)
    for session in Self.run.sessions { report.add(session) }
    report.finish(Self.run.summary)
    let text = String(decoding: report.takeOutput(), as: UTF8.self)
    for word in Self.ofOthers { #expect(!text.contains(word), "\(word) in \(format)") }
    #expect(text.contains("192.0.2.25"))
  }

  @Test("what others are quoted with goes, what they showed stays in the verdict")
  func quoted() throws {
    let changed = Self.run.sessions.filter { $0.verdictAlone != nil }
    let told = try #require(changed.first { $0.session.id == 1 })
    #expect(told.findings.flatMap(\.evidence).contains { $0.session == 2 })
    #expect(!told.byItself.findings.flatMap(\.evidence).contains { $0.session == 2 })
    #expect(told.byItself.verdict.sentence == told.verdict.sentence)
  }

  @Test("the worst is the gravest, then the surest, then the first")
  func worst() {
    let run = ManySessionsTests.run(6)
    let worst = run.sessions.reduce(run.sessions[0]) { $1.isWorse(than: $0) ? $1 : $0 }
    #expect(worst.verdict.outcome == .stopped && worst.session.id == 1)
    #expect(ReportRun(run).report.worst?.session.id == 1)
  }

  @Test("a letter is for whoever has to act")
  func recipient() throws {
    var told = try #require(Self.run.sessions.first)
    let expected: [(Actor, Letter.Recipient)] = [
      (.client, .client), (.server, .server), (.network, .network), (.unknown, .server),
    ]
    for (actor, recipient) in expected {
      told.verdict.actor = actor
      #expect(Letter.recipient(for: told) == recipient)
    }
    let letter = Letter(told, to: .network, tool: "test", note: nil, redactions: []).text()
    #expect(letter.contains("Dear operators of the network") && !letter.contains("postmaster"))
  }

  @Test("connections that turn out to be something else take no number")
  func numbers() {
    var wire = WireScript()
    // A port that is not for mail, and a greeting that mail and others have in common.
    wire.serverPort = 8025
    wire.open()
    wire.say(.server, "220 ready\r\n")
    wire.say(.client, "USER someone\r\n")
    wire.finish(.client)
    wire.finish(.server)
    wire.reopen()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    wire.say(.client, "EHLO client.example.com\r\n")
    wire.say(.server, "250 mx.example.net\r\n")
    wire.finish(.client)
    wire.finish(.server)
    wire.serverPort = 25
    wire.reopen()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    let run = AnalysisRun(bytes: wire.capture)
    #expect(run.sessions.map(\.session.id) == [1, 2])
    #expect(run.summary.sessions == 2)
  }
}
