import Diagnosis
import Foundation
import SMTPAnalysis
import TestSupport
import Testing

@testable import Reports

@Suite("The first screen of many sessions, and the list")
struct OverviewTests {
  static func text(
    _ run: AnalysisRun, format: ReportStream.Format = .text, selection: Selection = Selection(), width: Int = 80,
    unicode: Bool = true, layout: ReportStream.Layout = ReportStream.Layout()
  ) -> String {
    var report = ReportStream(
      format: format, style: TextStyle(usesColor: false, usesUnicode: unicode, width: width), selection: selection,
      layout: layout)
    for session in run.sessions { report.add(session) }
    report.finish(run.summary)
    return String(decoding: report.takeOutput(), as: UTF8.self)
  }

  /// Every capture of the project as one, so that many causes, servers and clients meet.
  private static let everything = AnalysisRun(GoldenReportTests.captures)
  private static let plain = ManySessionsTests.run(400)

  private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  @Test(
    "it is no longer than a screen and a half, no wider than the terminal, and breaks no command",
    arguments: [60, 80, 200])
  func screen(width: Int) {
    for run in [Self.everything, Self.plain] {
      let text = Self.text(run, format: .summary, width: width)
      let shown = lines(text)
      #expect(shown.count <= (width < 80 ? 40 : OverviewText.maximumLines), "\(shown.count) lines\n\(text)")
      for line in shown { #expect(line.count <= width, "\(line)") }
      for line in shown where line.contains("--session") {
        #expect(line.contains(#/--session (N|\d)/#), "\(line)")
      }
    }
  }

  @Test("what is wrong stands above how servers fared, the commonest first, each with who does what and an example")
  func order() throws {
    let text = Self.text(Self.plain)
    let wrong = try #require(text.firstRange(of: "What is wrong")).lowerBound
    let servers = try #require(text.firstRange(of: "By server")).lowerBound
    #expect(wrong < servers)
    #expect(text.contains("✗ 80 sessions"))
    #expect(text.contains("Next: "))
    #expect(text.contains("400 sessions: 80 refused, 320 looks"))
    #expect(text.contains("--list"))
    // No session is printed unasked, and none of its lines.
    #expect(!text.contains("packet    seconds"))
  }

  @Test("five sessions are told as before, six get the screen, and --all tells each")
  func limit() {
    #expect(Self.text(ManySessionsTests.run(5)).contains("packet    seconds"))
    let six = ManySessionsTests.run(6)
    #expect(!Self.text(six).contains("packet    seconds"))
    var layout = ReportStream.Layout()
    layout.showsAll = true
    let all = Self.text(six, layout: layout)
    #expect(all.contains("What is wrong") && all.ranges(of: "packet    seconds").count == 6)
  }

  @Test("a group counts its clients and servers, and the sum of the groups is the number of sessions")
  func groups() {
    var overview = Overview(by: .server)
    for diagnosed in Self.everything.sessions { overview.record(OverviewItem(diagnosed)) }
    let stopped = Self.everything.sessions.filter {
      $0.verdict.outcome == .stopped || $0.verdict.outcome == .downgraded
    }
    #expect(overview.problems.reduce(0) { $0 + $1.sessions } == stopped.count)
    #expect(overview.sessions == Self.everything.sessions.count)
    #expect(overview.fates.reduce(0) { $0 + $1.fate.sessions } == overview.sessions)
    #expect(overview.problems.allSatisfy { $0.clients.count >= 1 && $0.servers.count >= 1 && $0.first <= $0.last })
  }

  @Test("it can count by client")
  func clients() {
    var layout = ReportStream.Layout()
    layout.countsClients = true
    #expect(Self.text(Self.plain, layout: layout).contains("By client"))
    #expect(Self.text(Self.plain, layout: layout).contains("192.0.2.25"))
  }

  @Test("a list has a row for each session, the same columns in each, and is cut only where it is asked to be")
  func list() {
    let text = Self.text(Self.everything, format: .list, width: 60)
    let rows = lines(text).filter { $0.contains(#/^ *\d+  \d\d/#) }
    #expect(rows.count == Self.everything.sessions.count)
    for diagnosed in Self.everything.sessions {
      #expect(
        rows.contains {
          $0.contains("\(diagnosed.session.server)") && $0.contains(VerdictWords.label(diagnosed.verdict))
        })
    }
    var layout = ReportStream.Layout()
    layout.isCut = true
    layout.headerEvery = 20
    let cut = Self.text(Self.everything, format: .list, width: 120, layout: layout)
    #expect(lines(cut).filter { $0.contains("client → server") }.count > 5)
    #expect(lines(cut).filter { $0.contains(#/^ *\d+  \d\d/#) }.allSatisfy { $0.count <= 150 })
  }

  @Test("it is sorted as asked, by number where nothing else decides", arguments: ListOrder.allCases)
  func sorting(order: ListOrder) {
    var layout = ReportStream.Layout()
    layout.order = order
    let rows = lines(Self.text(Self.everything, format: .list, layout: layout)).compactMap {
      $0.firstMatch(of: #/^ *(\d+)  \d\d/#).flatMap { Int($0.1) }
    }
    #expect(rows.sorted() == Self.everything.sessions.map(\.session.id).sorted())
    let byNumber = Dictionary(uniqueKeysWithValues: Self.everything.sessions.map { ($0.session.id, $0) })
    let sessions = rows.compactMap { byNumber[$0] }
    let isSorted = zip(sessions, sessions.dropFirst()).allSatisfy { one, other in
      switch order {
      case .number: one.session.id < other.session.id
      case .time: one.session.start.time <= other.session.start.time
      case .duration: one.session.durationSeconds >= other.session.durationSeconds
      case .cause: one.verdict.outcome.gravity <= other.verdict.outcome.gravity
      case .server: one.session.server <= other.session.server
      }
    }
    #expect(isSorted)
  }

  @Test("where mail passes and a password is readable, it is not said that nothing is wrong")
  func sideFacts() throws {
    let file = try #require(
      GoldenReportTests.captures.first { $0.lastPathComponent.hasPrefix("auth-login-ok-in-clear") })
    let text = Self.text(AnalysisRun([file]), format: .summary)
    #expect(text.contains("No session was stopped") && text.contains("security/credentials-in-clear"))
    #expect(!text.contains("Nothing is wrong"))
  }

  @Test("the whole of every caveat is told, and --all tells what sessions show together with its evidence")
  func whole() {
    var layout = ReportStream.Layout()
    layout.showsAll = true
    let all = Self.text(Self.everything, layout: layout)
    #expect(all.contains("suppressed-after-failure") && all.contains("the whole list, without STARTTLS"))
    var summary = Self.plain.summary
    summary.caveatSentences = ["A sentence \(String(repeating: "that goes on and on ", count: 20))to its end."]
    let head = CaptureText(style: TextStyle(usesColor: false, width: 60)).header(summary, isShort: true)
    #expect(head.joined(separator: " ").contains("to its end."))
  }

  @Test("US-ASCII is US-ASCII, whatever is printed")
  func ascii() {
    for format in [ReportStream.Format.text, .summary, .list] {
      var layout = ReportStream.Layout()
      layout.showsAll = true
      let text = Self.text(Self.everything, format: format, unicode: false, layout: layout)
      let strange = text.split(separator: "\n").first { !$0.utf8.allSatisfy { $0 < 0x80 } }
      #expect(strange == nil)
    }
  }
}
