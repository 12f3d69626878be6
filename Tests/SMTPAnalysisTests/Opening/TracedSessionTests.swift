import Diagnosis
import Foundation
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

/// What a program wrote down of its handshake tells what TLS 1.3 seals, without a key.
@Suite("Sessions whose handshake is traced")
struct TracedSessionTests {
  private static let capture = ProjectFolders.captures.appending(path: "trace-expired-tls13.pcap")
  private static let trace = ProjectFolders.captures.appending(path: "lab/traces/trace-expired-tls13")

  private func run(_ trace: URL?) throws -> DiagnosedSession {
    var options = AnalysisRun.options
    if let trace {
      let secrets = Secrets()
      try secrets.add(trace: trace.path())
      options.use(secrets)
    }
    return try #require(AnalysisRun([Self.capture], options: options).sessions.first)
  }

  @Test("certificate and alert are known, and the cause with them")
  func known() throws {
    let traced = try run(Self.trace)
    #expect(traced.session.tls?.opening == .traced(unopened: 0))
    #expect(traced.session.tls?.certificates.first?.notAfter.date == "2026-11-26")
    #expect(traced.session.tls?.alerts.map(\.description) == ["certificate_expired"])
    #expect(traced.verdict.finding == "certificate/expired")
    #expect(traced.verdict.certainty == .certain)
    #expect(traced.verdict.sentence.contains("expired 3 days before this session"))
    let plain = try run(nil)
    #expect(plain.session.tls?.certificates.isEmpty == true)
    #expect(!plain.verdict.sentence.contains("3 days"))
  }

  @Test("a trace that is cut anywhere says less, and nothing else")
  func cut() throws {
    let text = try String(contentsOf: Self.trace, encoding: .utf8)
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-trace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "cut.trace")
    let whole = try run(Self.trace)
    for count in stride(from: 200, to: text.count, by: 97) {
      try Data(text.prefix(count).utf8).write(to: file)
      guard let cut = try? run(file) else { continue }
      #expect(cut.verdict.stoppedBy == whole.verdict.stoppedBy, "\(count) characters")
      #expect(["certificate/expired", nil].contains(cut.verdict.finding), "\(count) characters")
      #expect(cut.session.tls?.opening.isOpened == false)
    }
  }

  @Test(
    "lengths that no record can have are passed over",
    arguments: [
      "9223372036854775807", "-9223372036854775808", "-1", "65536", "16777216", "9999999999999999999999",
    ])
  func hostileLengths(length: String) throws {
    let text = try String(contentsOf: Self.trace, encoding: .utf8)
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-trace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "hostile.trace")
    for kind in [#/Length = \d+/#, #/, Length=\d+/#] {
      for keeping in 0..<12 {
        var seen = 0
        let changed = text.replacing(kind) { match in
          seen += 1
          return seen > keeping ? match.output.prefix { !$0.isNumber } + length : match.output
        }
        try Data(changed.utf8).write(to: file)
        guard let traced = try? run(file) else { continue }
        #expect(traced.session.tls?.opening.isOpened == false)
      }
    }
  }

  @Test("records of which a trace does not tell are counted, and told")
  func untold() throws {
    let text = try String(contentsOf: Self.trace, encoding: .utf8)
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-trace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "other.trace")
    // One sealed record of the trace is another one than that of the capture.
    let sealed = text.ranges(of: #/Content Type = ApplicationData \(23\)\s+Length = \d+/#)
    let last = try #require(sealed.last)
    try Data(text.replacingCharacters(in: last, with: "Content Type = ApplicationData (23)\n  Length = 9999").utf8)
      .write(
        to: file)
    let traced = try run(file)
    let opening = try #require(traced.session.tls?.opening)
    // It, and the two of its side behind it.
    #expect(opening == .traced(unopened: 3))
    let told = try #require(traced.findings.first { $0.id == "capture/tls-not-opened" })
    #expect(told.summary.contains("the trace does not tell"), "\(told.summary)")
  }

  @Test("what is no trace is refused, with what was expected")
  func none() {
    for path in [Self.capture.path(), "/no/such/file", ProjectFolders.captures.appending(path: "README.md").path()] {
      #expect(throws: KeyLogFile.Failure.self) { try Secrets().add(trace: path) }
    }
  }
}
