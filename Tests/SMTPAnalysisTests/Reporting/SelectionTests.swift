import CaptureFiles
import Diagnosis
import SMTPSession
import TestSupport
import Testing

@testable import Reports

@Suite("Which sessions are told")
struct SelectionTests {
  // MARK: - Reading what a person gives

  @Test(
    "a pattern describes the whole of a name",
    arguments: [
      ("mx.example.net", "MX.example.NET", true), ("mx.example.net", "mx.example.net.org", false), ("*", "", true),
      ("*.example.net", "mx.example.net", true), ("*.example.net", "example.net", false), ("mx*", "mx1", true),
      ("m*1.*.net", "mx1.example.net", true), ("m*1.*.net", "mx2.example.net", false), ("a*a", "a", false),
      ("a**b", "ab", true), ("*x*", "axb", true), ("starttls/*", "starttls/not-offered", true),
    ])
  func pattern(text: String, name: String, isMatch: Bool) throws {
    #expect(try #require(TextPattern(text)).matches(name) == isMatch)
  }

  @Test("an empty pattern is none")
  func emptyPattern() { #expect(TextPattern("") == nil) }

  @Test(
    "what is no host is said to be none",
    arguments: ["", "192.0.2.0/33", "2001:db8::/129", "192.0.2.0/-1", "192.0.2.0/", "x/8", "mx example", "a:b"])
  func noHost(text: String) {
    #expect(throws: SelectionError.self) { try HostPattern(text) }
  }

  @Test(
    "what is no time is said to be none",
    arguments: [
      "", "10", "25:00", "10:60", "10:00:61", "10:00+2", "10:00:00.", "2026-13-01", "2026-02-29", "2026-11-22 ",
      "2026-11-22x10:00", "now", "10:00 UTC", "9999999-01-01",
    ])
  func noTime(text: String) {
    #expect(throws: SelectionError.self) { try TimeBound(text) }
  }

  /// 2023-11-14 22:13:20 UTC.
  private static let start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

  @Test(
    "a time is of a day, or of every day, in UTC or with its offset",
    arguments: [
      ("22:13", "22:14", true), ("22:14", nil, false), (nil, "22:13", false), ("23:13+01:00", "23:14+01:00", true),
      ("22:00", "01:00", true), ("23:00", "01:00", false), ("2023-11-14", "2023-11-15", true),
      ("2023-11-15", nil, false), ("2023-11-14T22:13:20Z", "2023-11-14T22:13:20Z", true),
      ("2023-11-14 23:13:20+0100", nil, true), (nil, "2023-11-14T22:13:19.999Z", false), ("2023-11-14", "22:30", true),
    ] as [(String?, String?, Bool)])
  func time(from: String?, to: String?, isInside: Bool) throws {
    let bounds = (try from.map { try TimeBound($0) }, try to.map { try TimeBound($0) })
    #expect(TimeBound.spans(Self.start, Self.start, from: bounds.0, to: bounds.1) == isInside)
  }

  @Test("a session that was open at the bound is inside")
  func overlaps() throws {
    let end = Timestamp(nanoseconds: Self.start.nanoseconds + 600_000_000_000)
    #expect(TimeBound.spans(Self.start, end, from: try TimeBound("2023-11-14T22:20:00Z"), to: nil))
    #expect(!TimeBound.spans(Self.start, end, from: try TimeBound("2023-11-14T22:23:21Z"), to: nil))
  }

  // MARK: - Choosing

  /// Two clients, a server that refuses every fifth mail, a minute between sessions.
  private static let run = ManySessionsTests.run(40)

  private func chosen(_ change: (inout Selection) throws -> Void) rethrows -> [Int] {
    var selection = Selection()
    try change(&selection)
    return Self.run.sessions.filter(selection.admits).map(\.session.id)
  }

  @Test("by number, host, network, name, cause, outcome, envelope, TLS and need")
  func conditions() throws {
    let all = Self.run.sessions.map(\.session.id)
    let refused = Self.run.sessions.filter { $0.verdict.disposition == .refused }.map(\.session.id)
    #expect(!refused.isEmpty && refused.count < all.count)
    #expect(chosen { _ in } == all)
    #expect(chosen { $0.numbers = [2...4, 7...7] } == [2, 3, 4, 7])
    #expect(try chosen { $0.hosts = [try HostPattern("192.0.2.0/24")] } == all)
    #expect(try chosen { $0.clients = [try HostPattern("203.0.113.25")] } == [])
    #expect(try chosen { $0.servers = [try HostPattern("203.0.113.25")] } == all)
    #expect(try chosen { $0.servers = [try HostPattern("mx.*.net")] } == all)
    #expect(try chosen { $0.clients = [try HostPattern("client.example.com")] } == all)
    #expect(try chosen { $0.servers = [try HostPattern("other.example.net")] } == [])
    #expect(try chosen { $0.causes = [try #require(TextPattern("policy/ref*"))] } == refused)
    #expect(chosen { $0.outcomes = [.stopped] } == all)
    #expect(chosen { $0.dispositions = [.refused] } == refused)
    #expect(chosen { $0.outcomes = [.completed] } == [])
    #expect(chosen { $0.onlyProblems = true } == all)
    #expect(try chosen { $0.senders = [try #require(TextPattern("alice@*"))] } == refused)
    #expect(try chosen { $0.senders = [try #require(TextPattern("bob@*"))] } == [])
    #expect(chosen { $0.tls = ["none"] } == all)
    #expect(chosen { $0.tls = ["1.3"] } == [])
  }

  @Test("all kinds of conditions have to hold, and five minutes of one server take one selection")
  func together() throws {
    let times = Self.run.sessions.map { UTCTime.readable($0.session.start.time) }
    let from = String(times[9].dropFirst(11).prefix(5))
    let to = String(times[14].dropFirst(11).prefix(5))
    let few = try chosen {
      $0.servers = [try HostPattern("mx.example.net")]
      $0.from = try TimeBound(from)
      $0.to = try TimeBound(to)
      $0.dispositions = [.refused]
    }
    #expect(few.count == 1)
  }

  @Test("one number alone means that session with all that belongs to it; with another condition it is a choice")
  func single() {
    var selection = Selection(single: 3)
    #expect(selection.single == 3)
    selection.onlyProblems = true
    #expect(selection.single == nil)
    selection.onlyProblems = false
    selection.numbers = [3...4]
    #expect(selection.single == nil)
  }

  @Test("a choice changes no verdict, and stands in the head of every output")
  func words() throws {
    var selection = Selection()
    selection.dispositions = [.refused]
    for format in [ReportStream.Format.text, .summary, .list, .json, .ndjson] {
      let text = OverviewTests.text(Self.run, format: format, selection: selection)
      #expect(text.contains("disposition refused"), "\(format)")
      let isJSON = [.json, .ndjson].contains(format)
      #expect(text.contains(isJSON ? "\"selected\":8" : "8 of 40 sessions"), "\(format)")
    }
  }

  @Test("where nothing is selected, it says what there was")
  func nothing() throws {
    var selection = Selection()
    selection.servers = [try HostPattern("mx9.example.net")]
    let text = OverviewTests.text(Self.run, format: .text, selection: selection)
    #expect(text.contains("No session is selected. The capture holds 40 sessions"))
    #expect(text.contains("203.0.113.25:25"))
  }
}
