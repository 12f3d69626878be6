import Foundation
import Reports
import TestSupport
import Testing

@testable import SMTPAnalysis

@Suite("A result that cannot be merged is refused with what to do")
struct BadResultTests {
  private static func error(_ paths: [String]) -> ResultError? {
    do throws(ResultError) {
      try ResultMerger(paths).write { _ in }
      return nil
    } catch {
      return error
    }
  }

  private static func good(_ made: MadeResults) throws -> String {
    var script = SiblingScript()
    for index in 0..<4 { script.look(at: Double(index * 60)) }
    script.look(SiblingScript.other, at: 300, SiblingScript.withTLS)
    return try made.result([try made.write(script.capture, as: "mail.pcap")], as: "good.ndjson")
  }

  @Test("a result that is cut anywhere is no result, and never ends the program")
  func cut() throws {
    let made = try MadeResults()
    defer { made.remove() }
    let bytes = Array(try Data(contentsOf: URL(filePath: try Self.good(made))))
    #expect(Self.error([try Self.good(made)]) == nil)
    // The line feed at the end may be missing: nothing is.
    for count in stride(from: 0, to: bytes.count - 1, by: 1 + bytes.count / 1500) {
      let file = try made.write(Array(bytes.prefix(count)), as: "cut.ndjson")
      let error = Self.error([file.path()])
      #expect(error?.kind == .truncated, "cut at \(count): \(String(describing: error))")
      #expect(error?.description.contains("analyse the captures again") ?? false)
    }
  }

  @Test("bytes that were changed are refused or read, and never end the program")
  func damaged() throws {
    let made = try MadeResults()
    defer { made.remove() }
    let bytes = Array(try Data(contentsOf: URL(filePath: try Self.good(made))))
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<400 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        changed[Int.random(in: changed.indices, using: &generator)] =
          [
            UInt8.random(in: 32...126, using: &generator), 0x22, 0x7B, 0x7D, 0x5B, 0x39, 0x2D, 0x0A,
          ].randomElement(using: &generator) ?? 0
      }
      _ = Self.error([try made.write(changed, as: "changed.ndjson").path()])
    }
  }

  @Test(
    "numbers that cannot be added are refused",
    arguments: [
      "\"forgotten\":", "\"arrivals\":", "\"deliveries\":", "\"conversations\":", "\"sessions\":", "\"packets\":",
    ])
  func numbers(key: String) throws {
    let made = try MadeResults()
    defer { made.remove() }
    let text = String(decoding: try Data(contentsOf: URL(filePath: try Self.good(made))), as: UTF8.self)
    for number in ["9223372036854775807", "-1"] {
      let changed = text.replacing(try Regex("\(key)[0-9]+"), with: "\(key)\(number)")
      #expect(changed != text)
      let file = try made.write(Array(changed.utf8), as: "numbers.ndjson")
      #expect(Self.error([file.path(), file.path()]) != nil)
    }
  }

  @Test(
    "what no writer of JSON writes is refused, because it would be written again",
    arguments: ["\"\u{1B}[2J\"", "\"\u{7F}\"", "[{]}", "{\"a\" 1}", "[1 2]", "[\"\\\"]", "{\"a\":tru}"])
  func raw(value: String) throws {
    let made = try MadeResults()
    defer { made.remove() }
    let text = String(decoding: try Data(contentsOf: URL(filePath: try Self.good(made))), as: UTF8.self)
    for place in ["\"zz\":\(value),\"protocol\"", "\"zz\":[[{\"deep\":\(value)}]],\"protocol\""] {
      let file = try made.write(Array(text.replacing("\"protocol\"", with: place).utf8), as: "raw.ndjson")
      #expect(Self.error([file.path()])?.kind == .damaged)
    }
    let bytes = Array(text.replacing("\"protocol\"", with: "\"zz\":\"~\",\"protocol\"").utf8)
    let file = try made.write(bytes.map { $0 == 0x7E ? 0xFF : $0 }, as: "raw.ndjson")
    #expect(Self.error([file.path()])?.kind == .damaged)
  }

  @Test("what a later version wrote is named as such")
  func newer() throws {
    let made = try MadeResults()
    defer { made.remove() }
    let text = String(decoding: try Data(contentsOf: URL(filePath: try Self.good(made))), as: UTF8.self)
    for (old, new) in [("\"schemaVersion\":1", "\"schemaVersion\":2"), ("\"surveyVersion\":1", "\"surveyVersion\":9")] {
      let file = try made.write(Array(text.replacing(old, with: new).utf8), as: "newer.ndjson")
      let error = Self.error([file.path()])
      #expect(error?.kind == .newer)
      #expect(error?.description.contains("later version") ?? false)
    }
  }

  @Test("a missing line is missed, be it a session's or one of the survey")
  func lines() throws {
    let made = try MadeResults()
    defer { made.remove() }
    let lines = try made.lines(try Self.good(made))
    for place in lines.indices {
      var left = lines
      left.remove(at: place)
      let file = try made.write(Array(left.map { $0 + "\n" }.joined().utf8), as: "less.ndjson")
      #expect(Self.error([file.path()]) != nil, "\(lines[place].prefix(60))")
    }
  }

  @Test("a file that was another when another result read it is told, and so is one that has changed since")
  func changedInput() throws {
    let made = try MadeResults()
    defer { made.remove() }
    let first = try Self.good(made)
    #expect(try ResultMerger([first]).changedInputs().isEmpty)
    var script = SiblingScript()
    for index in 0..<5 { script.look(at: Double(index * 60)) }
    let file = try made.write(script.capture, as: "mail.pcap")
    let changed = try ResultMerger([first]).changedInputs()
    #expect(changed.count == 1 && changed.first?.description.contains("analyse its set again") ?? false)
    let second = try made.result([file], as: "second.ndjson")
    #expect(Self.error([first, second])?.kind == .changedInput)
    // Of two machines it is another file.
    let third = try made.result([file], as: "third.ndjson", sensor: "hub-b")
    #expect(Self.error([first, third]) == nil)
  }

  @Test("a result that was made for other purposes is named as such")
  func notMergeable() throws {
    let made = try MadeResults()
    defer { made.remove() }
    let run = SiblingScript.oneLook.run()
    var report = ReportStream(
      format: .ndjson, style: TextStyle(usesColor: false), selection: Selection(), layout: ReportStream.Layout(),
      line: LineContext())
    for session in run.sessions { report.add(session) }
    report.finish(run.summary)
    let file = try made.write(report.takeOutput(), as: "plain.ndjson")
    #expect(Self.error([file.path()])?.kind == .notMergeable)
    #expect(Self.error([made.folder.path()])?.kind == .unreadable)
    #expect(Self.error([made.folder.appending(path: "none").path()])?.kind == .unreadable)
  }
}
