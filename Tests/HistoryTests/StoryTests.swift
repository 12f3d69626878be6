import Foundation
import Testing

@testable import History

/// Sixty days of three hubs and three partners, made from real sessions: on day 30 one hub is no longer offered STARTTLS, on day 41 the certificate
/// changes, on day 50 another partner moves to TLS 1.3.
@Suite("A story of sixty days")
struct StoryTests {
  static let day: Int64 = RecordedTime.day

  static func made() throws -> MadeResult {
    var result = MadeResult()
    for day in 1...60 {
      for (offset, hub) in ["hub-a", "hub-b", "hub-c"].enumerated() {
        let client = "192.0.2.\(10 + offset)"
        for hour in 0..<4 {
          let time = MadeResult.time(day: day, minutes: 480 + hour * 120 + offset * 7)
          // From the second session of day 30 on.
          let isWithheld = hub == "hub-b" && (day > 30 || day == 30 && hour > 0)
          try result.add(
            isWithheld ? .notOffered : .tls12, at: time, sensor: hub, client: client,
            certificate: day < 41 ? "a" : "b")
          if hour < 2 {
            try result.add(
              day < 50 ? .tls12 : .tls13, at: time + 60_000_000, sensor: hub, name: "mail.example.org",
              server: "198.51.100.7", client: client, certificate: "c")
          }
        }
        // Nothing ever changes here.
        try result.add(
          .inClear, at: MadeResult.time(day: day, minutes: 900 + offset), sensor: hub, name: "mx.example.com",
          server: "198.51.100.9", client: client)
      }
    }
    return result
  }

  private static let lines = Result { try made().lines }

  private func desk() throws -> HistoryDesk {
    let desk = try HistoryDesk()
    #expect(try desk.add(try Self.lines.get()).added.new == 60 * 3 * 7)
    return desk
  }

  @Test("show tells since when the offer is missing, from which hub, and that others still have it")
  func offer() throws {
    let text = try desk().story("mx.example.net")
    #expect(text.contains("2026-09-30 10:07  STARTTLS is no longer offered, only towards hub-b"), "\(text)")
    #expect(
      text.contains("hub-b: offered until 2026-09-30 08:07 (117 sessions), not since 10:07 (123)"), "\(text)")
    #expect(text.contains("hub-a: offered since then, too, in 122 sessions"), "\(text)")
    #expect(text.contains("hub-b: last before: 2026-09-30 08:07 in hub-b-2026-09-30.pcap, session"), "\(text)")
    #expect(text.contains("verdicts since rest on starttls/not-offered (123)"), "\(text)")
    #expect(text.contains("STARTTLS: not offered since 2026-09-30 10:07 (123 sessions)"), "\(text)")
  }

  @Test("show tells the change of the certificate where one can see it, and what happened elsewhere that day")
  func certificate() throws {
    let text = try desk().story("mx.example.net")
    #expect(text.contains("2026-10-11 08:00  another certificate: bbbbbbbbbbbbbbbb"), "\(text)")
    #expect(text.contains("towards hub-a and hub-c"), "\(text)")
    #expect(
      text.contains(
        "hub-a: aaaaaaaaaaaaaaaa until 2026-10-10 14:00 (160 sessions), bbbbbbbbbbbbbbbb since 2026-10-11 08:00 (80)"),
      "\(text)")
    // A hub without TLS has seen neither.
    #expect(text.contains("hub-b: 80 sessions since then, none of which shows it"), "\(text)")
    #expect(text.components(separatedBy: "another certificate").count == 2, "\(text)")
  }

  @Test("show tells the move to TLS 1.3 with the suite as what it brings along, and no change of what it hides")
  func version() throws {
    let text = try desk().story("mail.example.org")
    #expect(text.contains("2026-10-20 08:01  moved from TLS 1.2 to TLS 1.3, towards all 3 hubs"), "\(text)")
    #expect(text.contains("hub-a: with it, cipher suite TLS_"), "\(text)")
    #expect(!text.contains("another certificate"), "\(text)")
    #expect(text.contains("no certificate can be seen: TLS 1.3 encrypts it"), "\(text)")
  }

  @Test("a partner that never changed has no change")
  func steady() throws {
    let text = try desk().story("mx.example.com")
    #expect(text.contains("STARTTLS: not offered from the first session on, 2026-09-01 15:00 (60 sessions)"), "\(text)")
    #expect(text.contains("nothing that a run of 5 sessions on either side shows"), "\(text)")
  }

  /// As a postmaster reads it every morning at 07:00.
  @Test("changes tells each change on one morning, and only there")
  func mornings() throws {
    let desk = try desk()
    var told: [Int: [String]] = [:]
    for day in 2...61 {
      let morning = MadeResult.time(day: day, minutes: 420)
      let text = try desk.changes(from: morning - Self.day, to: morning)
      for line in text.split(separator: "\n") {
        for what in ["STARTTLS is no longer offered", "another certificate", "moved from TLS 1.2 to TLS 1.3"]
        where line.contains(what) { told[day, default: []].append(what) }
      }
    }
    // With four sessions a day, the fifth comes on the next day; with two a day, on the third.
    #expect(told[32] == ["STARTTLS is no longer offered"])
    #expect(told[43] == ["another certificate"])
    #expect(told[53] == ["moved from TLS 1.2 to TLS 1.3"])
    #expect(told.count == 3, "\(told)")
  }

  @Test("the same in JSON and Markdown, for programs and tickets")
  func formats() throws {
    let desk = try desk()
    let from = MadeResult.time(day: 1, minutes: 0)
    let document = Data(try desk.changes(from: from, to: from + 90 * Self.day, as: .json).utf8)
    let json = try #require(try JSONSerialization.jsonObject(with: document) as? [String: Any])
    let changes = try #require(json["changes"] as? [[String: Any]])
    #expect(Set(changes.compactMap { $0["attribute"] as? String }) == ["starttls", "certificate", "tlsVersion"])
    #expect(changes.count == 3)
    let offer = try #require(changes.first { $0["attribute"] as? String == "starttls" })
    #expect(offer["onlySome"] as? Bool == true)
    #expect(offer["certainty"] as? String == "strong")
    let markdown = try desk.changes(from: from, to: from + 90 * Self.day, as: .markdown)
    #expect(markdown.contains("## mx.example.net"))
    #expect(
      markdown.contains("- **2026-09-30 10:07** STARTTLS is no longer offered, only towards hub-b"), "\(markdown)")
  }

  @Test("the page has a section and a chart for each peer, and a mark for each change")
  func page() throws {
    let page = String(
      decoding: try desk().teller.page(of: nil, title: nil, tool: "smtptrace test"), as: UTF8.self)
    #expect(page.components(separatedBy: "<svg ").count == 4)
    #expect(page.contains("<title>2026-09-30 10:07 STARTTLS is no longer offered, only towards hub-b</title>"))
    #expect(page.contains("2026-10-30: "))
  }

  @Test("the page has all that the text has")
  func pageHasAll() throws {
    let desk = try desk()
    let page = String(
      decoding: try desk.teller.page(of: nil, title: nil, tool: "smtptrace test"), as: UTF8.self
    ).lowercased()
    for peer in ["mx.example.net", "mail.example.org", "mx.example.com"] {
      for line in try desk.story(peer).split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
        // As the page writes it: the table of what holds has the names in cells of their own.
        let words = line.hasPrefix("mail: ") ? line.dropFirst(6) : line[...]
        let told = (words.components(separatedBy: "  ").last ?? "").components(separatedBy: ": ").last ?? ""
        let cut = told.lowercased().prefix(60).prefix { !"<>&\"".contains($0) }
        #expect(page.contains(cut), "\(peer): \(line)")
      }
    }
    let one = String(decoding: try desk.teller.page(of: "mx.example.com", title: nil, tool: "x"), as: UTF8.self)
    #expect(!one.contains("On the same days"))
  }

  @Test("all partners of one domain can be told as one, and nobody is found under a wrong name")
  func names() throws {
    let desk = try desk()
    #expect(try desk.story("mx.example.*", isOne: true).contains("900 sessions at 198.51.100.9 and 203.0.113.25"))
    #expect(try desk.story("203.0.113.25").contains("mx.example.net"))
    #expect(throws: HistoryError.self) { try desk.story("mx.example.edu") }
  }

  /// To look at the story with the commands: `SMTPTRACE_STORY=FILE swift test --filter HistoryTests.StoryTests`.
  @Test(
    "the story is written as a result", .enabled(if: storyFile != nil, "SMTPTRACE_STORY names no file"))
  func written() throws {
    let file = try #require(Self.storyFile)
    try Data(try Self.made().text.utf8).write(to: URL(filePath: file))
    #expect(FileManager.default.fileExists(atPath: file))
  }

  private static let storyFile = ProcessInfo.processInfo.environment["SMTPTRACE_STORY"]
}
