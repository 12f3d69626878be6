import Reports
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

/// Open connections have one budget, and whoever loses something by it is told.
@Suite("What is kept of open connections is bounded")
struct BudgetTests {
  /// Connections that go on, each with so many commands of which nobody answers the last ones; then a short one.
  private static let bytes: [UInt8] = {
    var wire = WireScript()
    for (number, commands) in [9000, 6000, 9000, 6000].enumerated() {
      if number == 0 { wire.open() } else { wire.reopen() }
      greet(&wire)
      for start in stride(from: 0, to: commands, by: 100) {
        let lines = (start..<(start + 100)).map { "RCPT TO:<recipient-number-\($0)@destination.example>\r\n" }
        wire.say(.client, lines.joined())
      }
    }
    wire.reopen()
    greet(&wire)
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 bye\r\n")
    return wire.capture
  }()

  private static func greet(_ wire: inout WireScript) {
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    wire.say(.client, "EHLO client.example.org\r\n")
    wire.say(.server, "250 PIPELINING\r\n")
  }

  private static func run(memory: Int?) -> AnalysisRun {
    var options = AnalysisRun.options
    if let memory { options.memoryBytes = memory }
    return AnalysisRun(bytes: bytes, options: options)
  }

  @Test("with room for all, nothing is decided early and nothing is told")
  func room() {
    let run = Self.run(memory: nil)
    #expect(run.sessions.count == 5)
    #expect(run.summary.omissions.isEmpty)
    #expect(!run.findingIDs.contains("capture/limits"))
  }

  @Test("without, the largest are decided early, once each, and told in the ledger and beside their verdicts")
  func crowded() throws {
    let run = Self.run(memory: 16 << 20)
    #expect(run.sessions.map(\.session.id) == [1, 2, 3, 4, 5])
    let early = try #require(run.summary.omissions.first { $0.kind == .sessionsDecidedEarly })
    let limited = run.sessions.filter { $0.findings.contains { $0.id == "capture/limits" } }
    #expect(limited.count == early.count && early.count > 0)
    for session in limited {
      #expect(session.session.id != 5, "the smallest was let go of")
      #expect(session.verdict.certainty <= .probable)
    }
    var stream = ReportStream(
      format: .text, style: TextStyle(usesColor: false), showsAll: true, onlySession: nil, isVerbose: false)
    for session in run.sessions { stream.add(session) }
    stream.finish(run.summary)
    #expect(String(decoding: stream.takeOutput(), as: UTF8.self).contains(early.sentence.prefix(40)))
  }

  @Test("the same bytes give the same result, whatever the run")
  func repeatable() {
    let (first, second) = (Self.run(memory: 16 << 20), Self.run(memory: 16 << 20))
    #expect(first.summary.omissions == second.summary.omissions)
    #expect(first.sessions.map(\.verdict.sentence) == second.sessions.map(\.verdict.sentence))
  }
}
