import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// What `--explain-verdict` says is held to the verdict that it explains.
@Suite("How a verdict came about")
struct VerdictTraceTests {
  private static func explanation(_ diagnosed: DiagnosedSession, _ run: AnalysisRun) -> VerdictExplanation {
    VerdictExplanation(diagnosed, shown: diagnosed, among: run.survey)
  }

  private static func text(_ diagnosed: DiagnosedSession, _ run: AnalysisRun, width: Int = 80) -> String {
    String(
      decoding: explanation(diagnosed, run).text(
        TextStyle(usesColor: false, width: width), isVerbose: false, namesFiles: false), as: UTF8.self)
  }

  /// The text of the first session of a capture of the project.
  private static func text(_ capture: String) throws -> String {
    let run = AnalysisRun([ProjectFolders.captures.appending(path: capture)])
    return text(try #require(run.sessions.first), run, width: 1000)
  }

  // MARK: - Over everything that the project has

  @Test("the verdict is that of the session's page, word for word", arguments: CatalogueTests.captures)
  func samePage(capture: URL) {
    let run = AnalysisRun([capture])
    for diagnosed in run.sessions { Self.check(diagnosed, run) }
  }

  @Test("the same for every script", arguments: RuleScripts.all.map(\.name))
  func samePageOfScripts(name: String) throws {
    let run = AnalysisRun(bytes: try #require(RuleScripts.script(name)).capture)
    for diagnosed in run.sessions { Self.check(diagnosed, run) }
  }

  private static func check(_ diagnosed: DiagnosedSession, _ run: AnalysisRun) {
    let id = diagnosed.session.id
    let verdict = diagnosed.verdict
    let alone = diagnosed.verdictAlone ?? verdict
    let trace = explanation(diagnosed, run).trace(namesFiles: false)

    // What it derives is what was decided.
    let leading = trace.candidates.filter { $0.standing == .leads }
    let isCaused = alone.outcome == .stopped || alone.outcome == .downgraded
    #expect(leading.map(\.id) == (isCaused ? [alone.finding].compactMap { $0 } : []), "session \(id)")
    let others = trace.candidates.filter { $0.standing == .alternative }.map(\.id)
    // What other sessions settle is no "or" any more.
    #expect(
      Set(others) == Set(alone.alternatives.map(\.finding)).intersection(verdict.alternatives.map(\.finding)),
      "session \(id)")
    // Who left is told as one side, all through.
    let told = [trace.leave, trace.stop].map { $0.contains("The server ended the session in") ? "server" : "" }
    if trace.leave.hasPrefix("The client") { #expect(told == ["", ""], "session \(id): \(trace.stop)") }
    #expect((trace.withoutCause == nil) == isCaused)
    #expect((trace.secondLook.alone != nil) == (diagnosed.verdictAlone != nil), "session \(id)")
    #expect(!trace.remarks.contains { $0.contains("too many waited") }, "session \(id)")

    // Every rule is accounted for, and every candidate says why it won or lost.
    let census = trace.census
    let offPoint = trace.candidates.count { $0.standing == .offPoint }
    #expect(census.wouldSpeak == offPoint)
    #expect(
      census.comparing + census.lacking.reduce(0) { $0 + $1.ids.count } + census.elsewhere.count + census.silent.count
        + census.spoke + census.wouldSpeak == Catalogue.rules.count)
    #expect(census.spoke == trace.candidates.count - offPoint)
    for candidate in trace.candidates { #expect(candidate.why.hasSuffix("."), "\(candidate.id)") }

    // What is printed is what the page prints.
    for width in [60, 80, 140] {
      let lines = text(diagnosed, run, width: width).split(separator: "\n", omittingEmptySubsequences: false)
      var page = ReportStream(
        format: .text, style: TextStyle(usesColor: false, width: width), showsAll: false, onlySession: id,
        isVerbose: false)
      page.add(diagnosed)
      page.finish(run.summary)
      let printed = String(decoding: page.takeOutput(), as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.first == "How the verdict of session \(id) came about")
      let head = lines.dropFirst(2).prefix { !$0.hasPrefix("Session ") }
      #expect(printed.contains(head), "session \(id) at \(width): \(head.joined(separator: "\n"))")
      // The line of the session's ends is as long as their names.
      let isWide = lines.filter { $0.count > width && !$0.hasPrefix("Session ") && !head.contains($0) }
      #expect(isWide.isEmpty, "session \(id) at \(width): \(isWide)")
    }
    let end = text(diagnosed, run, width: 1000)
    #expect(end.contains("outcome \(verdict.outcome.rawValue) · disposition \(verdict.disposition.rawValue)"))
    #expect(end.contains("finding \(verdict.finding ?? "none") · certainty \(verdict.certainty.rawValue)"))
    for other in verdict.alternatives { #expect(end.contains("or \(other.finding) (\(other.certainty.rawValue))")) }
  }

  // MARK: - What it says

  @Test("the founding case: whose turn it was, who left, and what comes second")
  func notOffered() throws {
    let text = try Self.text("not-offered.pcap")
    #expect(text.contains("the client was to send its next command, and that never came"))
    #expect(text.contains("The client said QUIT in packet 9."))
    #expect(text.contains("Point of stop: the list of extensions."))
    #expect(text.contains("1. starttls/not-offered · leads"))
    #expect(text.contains("policy/dane-or-mta-sts · another reading"))
    #expect(text.contains("stopped · disposition noIntent"))
  }

  @Test("a healthy session: no cause is looked for")
  func healthy() throws {
    let text = try Self.text("healthy-plain-no-tls-wanted.pcap")
    #expect(text.contains("It did not stop: nothing was left to be done."))
    #expect(text.contains("No cause is looked for: the session was delivered."))
    #expect(text.contains("the server answered the message: 250"))
    #expect(text.contains("Not asked: a session that was delivered is judged by itself."))
    #expect(!text.contains("· leads"))
  }

  @Test("what sizes show inside TLS is told as that")
  func sealed() throws {
    let text = try Self.text("healthy-starttls-postfix.pcap")
    #expect(text.contains("bytes inside TLS, as long as a message or a part of one"))
    #expect(text.contains("By sizes and turns inside TLS: a message was answered"))
  }

  @Test("an undetermined session says that no cause is left")
  func undetermined() throws {
    let run = AnalysisRun(
      bytes: RuleScripts.greeted(RuleScripts.plainList) {
        $0.say(.client, "NOOP\r\n")
        $0.say(.server, "250 ok\r\n")
        RuleScripts.leave(&$0)
      })
    let diagnosed = try #require(run.sessions.first)
    #expect(diagnosed.verdict.outcome == .undetermined)
    let text = Self.text(diagnosed, run)
    #expect(text.contains("No cause is left, so the verdict says what was owed and who left"))
    #expect(text.contains("finding none"))
  }

  @Test("a refusal is told with what it was read as, and by what")
  func refusal() throws {
    let text = try Self.text("relay-denied.pcap")
    #expect(text.contains("What the server refused"))
    #expect(text.contains("read as \"relay\""))
    #expect(text.contains("the session stopped at it"))
  }

  @Test("other sessions that settle a question are told with their numbers, and the verdict of before")
  func siblings() throws {
    var script = SiblingScript()
    script.look(at: 0)
    script.talk(SiblingScript.client, at: 30) {
      $0.introduce(SiblingScript.plain)
      $0.mail()
      $0.quit()
    }
    let run = script.run()
    let first = try #require(run.sessions.first { $0.session.id == 1 })
    Self.check(first, run)
    let text = Self.text(first, run, width: 200)
    #expect(text.contains("Taken back: by what others show (session 2) it was a look, and nobody is accused."))
    #expect(text.contains("By itself the session says: stopped, starttls/not-offered, probable."))
  }

  // MARK: - What it does not say

  @Test("no password, no token and no message, wherever they stand")
  func secrets() throws {
    let password = "Geheim-77-Passwort"
    let body = "Contract-of-the-merger"
    let login = Data("\0alice@example.org\0\(password)".utf8).base64EncodedString()
    let runs = [
      RuleScripts.greeted(RuleScripts.loginList) {
        $0.say(.client, "AUTH PLAIN \(login)\r\n")
        $0.say(.server, "535 5.7.8 \(password) is wrong\r\n")
        $0.say(.client, "\(password)\r\n")
        $0.say(.server, "500 5.5.1 \(password) unknown\r\n")
        RuleScripts.leave(&$0)
      },
      RuleScripts.greeted {
        $0.say(.client, "MAIL FROM:<alice@example.org>\r\n")
        $0.say(.server, "250 ok\r\n")
        $0.say(.client, "RCPT TO:<bob@example.net>\r\n")
        $0.say(.server, "250 ok\r\n")
        $0.say(.client, "DATA\r\n")
        $0.say(.server, "354 go on\r\n")
        $0.say(.client, "Subject: \(body)\r\n\r\n\(body)\r\n.\r\n")
        $0.say(.server, "554 5.7.1 refused because of \(body)\r\n")
        RuleScripts.leave(&$0)
      },
    ].map { AnalysisRun(bytes: $0) }
    for run in runs {
      let diagnosed = try #require(run.sessions.first)
      let text = String(
        decoding: Self.explanation(diagnosed, run).text(
          TextStyle(usesColor: false, width: 80), isVerbose: true, namesFiles: false), as: UTF8.self)
      for secret in [password, login, "Geheim"] { #expect(!text.contains(secret), "\(text)") }
    }
    // The server's own words, as the page has them; what the message holds is in no part of the trace but those.
    let message = try #require(runs[1].sessions.first)
    let below = Self.text(message, runs[1]).split(separator: "What was owed").last ?? ""
    #expect(!below.contains(body))
  }

  @Test(
    "what --redact hides is hidden here, too, under the same stand-ins as on the page",
    arguments: ["addresses", "hosts"])
  func redaction(what: String) throws {
    let run = AnalysisRun([ProjectFolders.captures.appending(path: "relay-denied.pcap")])
    let decided = try #require(run.sessions.first)
    var redactor = Redactor(what == "hosts" ? [.hosts, .addresses] : .addresses)
    let shown = redactor.redact(decided)
    let text = String(
      decoding: VerdictExplanation(decided, shown: shown, among: run.survey).text(
        TextStyle(usesColor: false, width: 80), isVerbose: true, namesFiles: false), as: UTF8.self)
    var hidden = decided.session.transactions.flatMap { [$0.mailFrom] + $0.recipients.map(\.address) }
    if what == "hosts" {
      hidden += [decided.session.client.address.description, decided.session.server.address.description]
    }
    for name in hidden where !name.isEmpty { #expect(!text.contains(name), "\(name)") }
    #expect(text.contains(shown.verdict.sentence.prefix(20)))
  }

  // MARK: - As a command

  private static let capture = ReportCommandTests.capture("not-offered-to-this-client.pcapng")

  @Test(
    "what cannot be explained is one line and status 2", .enabled(if: ReportCommandTests.program != nil),
    arguments: [
      (["--explain-verdict", "9", capture], "expected the number of a session, 1 to 2, found 9"),
      (["--explain-verdict", "0", capture], "from 1; 0 is none"),
      (["--explain-verdict", "1", "--format", "json", capture], "leave --format out"),
      (["--explain-verdict", "1", "--session", "2", capture], "leave --session"),
      (["--explain-verdict", "1", "--live", "-"], "a capture that is whole"),
      (["--explain-verdict", "1", "--list", capture], "leave --list"),
    ])
  func wrongUse(arguments: [String], answer: String) throws {
    let result = try ReportCommandTests.run(arguments)
    #expect(result.status == 2)
    #expect(result.output.contains(answer), "\(result.output)")
  }

  @Test("packets of several files are named with their file", .enabled(if: ReportCommandTests.program != nil))
  func severalFiles() throws {
    let first = ReportCommandTests.capture("healthy-plain-no-tls-wanted.pcap")
    let result = try ReportCommandTests.run([first, Self.capture, "--explain-verdict", "2", "--no-progress"])
    #expect(result.status == 0)
    #expect(result.output.contains("Session 2") && result.output.contains(" in packet 2:"), "\(result.output)")
    let alone = try ReportCommandTests.run([Self.capture, "--explain-verdict", "1", "-V"])
    #expect(alone.status == 0 && !alone.output.contains("-V names them all"))
  }
}
