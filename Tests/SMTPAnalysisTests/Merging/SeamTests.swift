import CaptureFiles
import Foundation
import Reports
import SMTPSession
import TestSupport
import Testing

@testable import SMTPAnalysis

@Suite("A session that the border of two sets cuts is made whole by their seams")
struct SeamTests {
  /// Sessions that lie over each other, some of which never end.
  private static func sessions(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    var script = SiblingScript(firstPort: 20_000)
    for index in 0..<count {
      let client: [UInt8] = [10, 2, UInt8(index % 5), UInt8(1 + index % 40)]
      let words = index % 3 == 0 ? SiblingScript.plain : SiblingScript.withTLS
      let pause = Double.random(in: 0..<20, using: &generator)
      let kind = Int.random(in: 0..<12, using: &generator)
      script.talk(client, [203, 0, 113, UInt8(1 + index % 7)], at: Double(index) / 2) {
        $0.introduce(words, name: "mail\(index % 9).example.com")
        $0.seconds += pause
        if kind < 4 { $0.mail(to: "user\(index % 50)@example.net", answer: "450 4.2.0 Try again later") }
        if kind >= 4, kind < 9 { $0.mail(to: "user\(index % 50)@example.net") }
        $0.seconds += pause / 2
        if kind != 11 { $0.quit() }
      }
    }
    return script.capture
  }

  /// A capture cut into as many parts, at random packets.
  private static func cut(_ capture: [UInt8], into parts: Int, _ generator: inout SeededGenerator) -> [[UInt8]] {
    var starts: [Int] = []
    var place = 24
    while place + 16 <= capture.count {
      starts.append(place)
      place += 16 + (0..<4).reduce(0) { $0 | Int(capture[place + 8 + $1]) << (8 * $1) }
    }
    let borders =
      [24] + (1..<parts).map { _ in starts.randomElement(using: &generator) ?? 24 }.sorted() + [capture.count]
    return zip(borders, borders.dropFirst()).map { Array(capture[..<24] + capture[$0..<$1]) }
  }

  @Test("500 sessions, cut anywhere into two to nine sets", arguments: [1, 2, 3] as [UInt64])
  func whole(seed: UInt64) throws {
    let made = try MadeResults()
    defer { made.remove() }
    var generator = SeededGenerator(seed: seed)
    let capture = Self.sessions(500, &generator)
    let parts = Self.cut(capture, into: [2, 9, 5][Int(seed) % 3], &generator)
    let files = try parts.enumerated().map { try made.write($0.element, as: "hub-\($0.offset).pcap") }
    let one = try made.result(files, as: "one.ndjson")
    let whole = try made.merge([one], as: "whole.ndjson")
    let cut = try files.indices.map { try made.result([files[$0]], as: "cut-\($0).ndjson") }
    #expect(try ResultMerger(cut).sessionCount > 500)
    let results = try files.indices.map {
      try made.result([files[$0]], as: "part-\($0).ndjson", seam: "seam-\($0).pcapng")
    }
    let merged = try made.merge(results.shuffled(using: &generator), as: "merged.ndjson")
    #expect(try ResultMerger(results).sessionCount == 500)
    try made.expectSame(merged, whole)
    // Neighbours first, each pair with a seam of its own.
    var left = results
    while left.count > 1 {
      let place = Int.random(in: 0..<(left.count - 1), using: &generator)
      let name = "tree-\(left.count)"
      left[place] = try made.merge(
        [left[place + 1], left[place]], as: "\(name).ndjson", seam: left.count == 2 ? nil : "\(name).pcapng")
      left.remove(at: place + 1)
    }
    try made.expectSame(left[0], whole)
  }

  @Test("the project's captures, each a set with its seam")
  func captures() throws {
    let made = try MadeResults()
    defer { made.remove() }
    var generator = SeededGenerator(seed: 3)
    let files = MergeTests.captures.filter { $0.pathExtension == "pcap" || $0.pathExtension == "pcapng" }
    let results = try files.enumerated().map { place, file in
      try made.result([file], as: "part-\(place).ndjson", seam: "seam-\(place).pcapng")
    }
    let whole = try made.merge([try made.result(files, as: "one.ndjson")], as: "whole.ndjson")
    let merged = try made.merge(results.shuffled(using: &generator), as: "merged.ndjson")
    try made.expectSame(merged, whole)
  }

  @Test("a seam that is missing or another is told, and nothing is merged")
  func bad() throws {
    let made = try MadeResults()
    defer { made.remove() }
    var generator = SeededGenerator(seed: 9)
    let file = try made.write(Self.sessions(8, &generator), as: "hub.pcap")
    let result = try made.result([file], as: "part.ndjson", seam: "seam.pcapng")
    func kind() -> ResultError.Kind? {
      do throws(ResultError) {
        _ = try ResultMerger([result])
        return nil
      } catch {
        return error.kind
      }
    }
    #expect(kind() == nil)
    let seam = made.folder.appending(path: "seam.pcapng")
    let bytes = Array(try Data(contentsOf: seam))
    _ = try made.write(Array(bytes.dropLast(40)), as: "seam.pcapng")
    #expect(kind() == .changedInput)
    try FileManager.default.removeItem(at: seam)
    #expect(kind() == .notMergeable)
  }
}
