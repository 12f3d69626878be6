import CaptureFiles
import Foundation
import Reports
import SMTPSession
import TestSupport
import Testing

@testable import SMTPAnalysis

@Suite("Results add up: merged in any parts and any order, they say what one run says")
struct MergeTests {
  /// The project's captures in the order of their first packets.
  static let captures: [URL] = {
    let all = ProjectFolders.captures(below: ProjectFolders.captures).map { file -> (URL, Timestamp) in
      var reader = try? CaptureReader(path: file.path())
      let first = (try? reader?.next())?.time
      return (file, first ?? Timestamp(nanoseconds: .max))
    }
    return all.sorted { ($0.1, $0.0.path()) < ($1.1, $1.0.path()) }.map(\.0)
  }()

  /// Those whose sessions are over when the capture is: what goes on behind its end is another matter.
  private static let closed = captures.filter { file in
    AnalysisRun([file]).sessions.allSatisfy { $0.session.completion != .captureEnded }
  }

  @Test("the project's captures, in random sets, orders and trees", arguments: [1, 2] as [UInt64])
  func captures(seed: UInt64) throws {
    let made = try MadeResults()
    defer { made.remove() }
    var generator = SeededGenerator(seed: seed)
    let one = try made.result(Self.closed, as: "one.ndjson")
    var sets = [[URL]](repeating: [], count: Int.random(in: 2...30, using: &generator))
    for file in Self.closed { sets[Int.random(in: sets.indices, using: &generator)].append(file) }
    let parts = try sets.enumerated().filter { !$0.element.isEmpty }.map { place, files in
      try made.result(files, as: "part-\(place).ndjson")
    }
    let whole = try made.merge([one], as: "whole.ndjson")
    #expect(Self.closed.count > 200)
    // A result is what it was when it is merged with nothing: only the order of its sessions is another.
    #expect(try Set(made.lines(one)) == Set(made.lines(whole)))
    let merged = try made.merge(parts.shuffled(using: &generator), as: "merged.ndjson")
    try made.expectSame(merged, whole)
    try made.expectSame(try made.mergeAsTree(parts, &generator), whole)
    // What is there already changes nothing.
    let again = try made.merge([merged, parts[0]] + parts.suffix(2) + [merged], as: "again.ndjson")
    try made.expectSame(again, whole)
  }

  @Test("sets that overlap count a session once, however often its client came")
  func overlap() throws {
    let made = try MadeResults()
    defer { made.remove() }
    var generator = SeededGenerator(seed: 7)
    var files: [URL] = []
    for part in 0..<6 {
      var script = SiblingScript(firstPort: UInt16(20_000 + part * 1000))
      for index in 0..<12 { script.look(at: Double(part * 1000 + index * 60), name: "mail\(index % 3).example.com") }
      files.append(try made.write(script.capture, as: "hub-\(part).pcap"))
    }
    let whole = try made.merge([try made.result(files, as: "one.ndjson")], as: "whole.ndjson")
    let parts = try [[0, 1, 2], [1, 2, 3], [3, 4], [2, 3, 4, 5]].enumerated().map { place, numbers in
      try made.result(numbers.map { files[$0] }, as: "part-\(place).ndjson")
    }
    for _ in 0..<4 {
      let merged = try made.merge(parts.shuffled(using: &generator), as: "merged.ndjson")
      #expect(try made.lines(merged).first { $0.contains("\"summary\"") }?.contains("72 times") ?? false)
      // The lists of the latest know no more than that some were counted twice.
      let told = { (lines: [String]) in lines.filter { !$0.hasPrefix("{\"type\":\"survey\"") } }
      #expect(try told(made.lines(merged)).dropLast() == told(made.lines(whole)).dropLast())
    }
  }

  /// Ten thousand take minutes without optimisation: SMTPTRACE_SESSIONS=10000 asks for them.
  private static let madeSessions =
    ProcessInfo.processInfo.environment["SMTPTRACE_SESSIONS"].flatMap { Int($0) } ?? 1200

  @Test("made sessions of a day in sets, of which many depend on others")
  func many() throws {
    let made = try MadeResults()
    defer { made.remove() }
    var generator = SeededGenerator(seed: 11)
    let files = try (0..<8).map { part in
      try made.write(
        MadeSessions.capture(part: part, sessions: Self.madeSessions / 8, &generator), as: "day-\(part).pcap")
    }
    var options = AnalysisRun.options
    // As a merger does, the one run is to know all before it decides.
    options.memoryBytes = 2 << 30
    options.heldSessions.sessions = 20_000
    options.heldSessions.bytes = 1 << 30
    let one = try made.result(files, as: "one.ndjson", options: options)
    let parts = try files.indices.map { try made.result([files[$0]], as: "part-\($0).ndjson", options: options) }
    let whole = try made.merge([one], as: "whole.ndjson", options: options)
    #expect(try made.lines(one).count { $0.hasPrefix("{\"type\":\"session\"") } == Self.madeSessions / 8 * 8)
    #expect(try Set(made.lines(one).map(Self.told)) == Set(made.lines(whole).map(Self.told)))
    let merged = try made.merge(parts.shuffled(using: &generator), as: "merged.ndjson", options: options)
    try made.expectSame(merged, whole)
    let tree = try made.mergeAsTree(parts, &generator, options: options)
    try made.expectSame(tree, whole)
  }

  /// A line as far as it does not tell how much may be remembered.
  private static func told(_ line: String) -> String {
    line.hasPrefix("{\"type\":\"survey\"") ? "" : line.replacing(#/"omissions":\[[^\]]*\]/#, with: "")
  }
}

/// Sessions of a day, of which many depend on others.
enum MadeSessions {
  static func capture(part: Int, sessions: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    var script = SiblingScript(firstPort: UInt16(2000 + part * 1300))
    for index in 0..<sessions {
      let client: [UInt8] = [
        10, 1, UInt8.random(in: 0..<4, using: &generator), UInt8.random(in: 1...60, using: &generator),
      ]
      let server: [UInt8] = [203, 0, 113, UInt8.random(in: 1...40, using: &generator)]
      let time = Double(part * 3000 + index * 2)
      let isPlain = Int(server[3]) % 3 == 0 || Int(client[3]) % 7 == 0
      let words = isPlain ? SiblingScript.plain : SiblingScript.withTLS
      let recipient = "user\(Int.random(in: 0..<400, using: &generator))@example.net"
      let kind = Int.random(in: 0..<10, using: &generator)
      script.talk(client, server, at: time) {
        $0.introduce(words, name: "mail\(client[3]).example.com")
        switch kind {
        case 0..<3: break
        case 3..<6: $0.mail(to: recipient, answer: "450 4.2.0 Greylisted, try again later")
        default: $0.mail(to: recipient)
        }
        $0.quit()
      }
    }
    return script.capture
  }
}
