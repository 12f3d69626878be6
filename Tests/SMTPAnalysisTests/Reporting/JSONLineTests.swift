import Foundation
import SMTPAnalysis
import TestSupport
import Testing

@testable import Reports

@Suite("Each line of NDJSON stands alone")
struct JSONLineTests {
  private static let files = ["not-offered", "healthy-tls12", "any-interface"].map { name in
    GoldenReportTests.captures.first { $0.deletingPathExtension().lastPathComponent == name }
  }

  private func lines(_ run: AnalysisRun, _ line: LineContext) throws -> [[String: Any]] {
    var report = ReportStream(
      format: .ndjson, style: TextStyle(usesColor: false), selection: Selection(), layout: ReportStream.Layout(),
      line: line)
    for session in run.sessions { report.add(session) }
    report.finish(run.summary)
    return try String(decoding: report.takeOutput(), as: UTF8.self).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test("every line says its version and its sensor, and a session which capture it came from and its key")
  func context() throws {
    let files = try Self.files.map { try #require($0) }
    let found = try lines(
      AnalysisRun(files), LineContext(sensor: "mx1", captures: files.map(\.lastPathComponent)))
    #expect(found.allSatisfy { $0["schemaVersion"] as? Int == 1 && $0["sensor"] as? String == "mx1" })
    let sessions = found.filter { $0["type"] as? String == "session" }
    #expect(Set(sessions.compactMap { $0["capture"] as? String }) == Set(files.map(\.lastPathComponent)))
    let keys = sessions.compactMap { $0["key"] as? String }
    #expect(keys.count == sessions.count && Set(keys).count == keys.count)
    #expect(keys.allSatisfy { $0.wholeMatch(of: #/[0-9a-f]{32}/#) != nil })
    #expect(found.last?["type"] as? String == "capture")
  }

  @Test("a key is the same in every run, alone and among others, and differs where the connection does")
  func key() throws {
    let files = try Self.files.map { try #require($0) }
    let together = AnalysisRun(files).sessions.map { SessionKey.of($0.session) }
    let alone = files.flatMap { AnalysisRun([$0]).sessions }.map { SessionKey.of($0.session) }
    #expect(Set(together) == Set(alone))
    // The same ends and the same place in time; only the initial sequence numbers differ, as where a port is used again.
    var first = WireScript()
    first.open()
    first.say(.server, "220 mx.example.net\r\n")
    var second = WireScript()
    second.resume(client: second.client, port: second.clientPort, (client: 7, server: 9))
    second.open()
    second.say(.server, "220 mx.example.net\r\n")
    let keys = [first, second].compactMap { AnalysisRun(bytes: $0.capture).sessions.first }.map {
      SessionKey.of($0.session)
    }
    #expect(keys.count == 2 && keys[0] != keys[1])
  }

  @Test("a conversation is left out where it is not wanted, and nothing else is")
  func transcript() throws {
    let files = try Self.files.map { try #require($0) }
    let run = AnalysisRun(files)
    let whole = try lines(run, LineContext())
    let short = try lines(run, LineContext(hasTranscript: false))
    for (one, other) in zip(whole, short) where one["type"] as? String == "session" {
      #expect(Set(one.keys).subtracting(other.keys) == ["transcript"])
    }
  }

  @Test("times have six decimals, so that they sort as text")
  func times() throws {
    let files = try Self.files.map { try #require($0) }
    for line in try lines(AnalysisRun(files), LineContext()) {
      for key in ["start", "end"] {
        guard let time = line[key] as? String else { continue }
        #expect(time.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/#) != nil, "\(time)")
      }
    }
  }
}
