import Diagnosis
import Foundation
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

@testable import Reports

/// What one page says in one place it does not deny in another: over every capture of the project and every script of a rule.
@Suite("A page does not contradict itself")
struct ConsistencyTests {
  static let runs: [(name: String, sessions: [DiagnosedSession])] = {
    let captures = GoldenReportTests.captures.map { ($0.lastPathComponent, AnalysisRun([$0]).sessions) }
    let scripts = RuleScripts.all.map { script -> (String, [DiagnosedSession]) in
      let file = FileManager.default.temporaryDirectory.appending(path: "smtptrace-\(UUID().uuidString).pcap")
      defer { try? FileManager.default.removeItem(at: file) }
      do { try Data(script.capture).write(to: file) } catch { Issue.record("\(script.name): \(error)") }
      return (script.name, AnalysisRun([file]).sessions)
    }
    return captures + scripts
  }()

  /// Each session whose page breaks what must hold, with a word on it.
  private func all(where isWrong: (DiagnosedSession) -> Bool) -> [String] {
    Self.runs.flatMap { run in run.sessions.filter(isWrong).map { "\(run.name) session \($0.session.id)" } }
  }

  private func stages(_ diagnosed: DiagnosedSession) -> [StageReport] { diagnosed.shownStages }

  @Test("there are pages to look at")
  func pages() {
    #expect(Self.runs.count > 300)
    #expect(Self.runs.allSatisfy { !$0.sessions.isEmpty || $0.name.hasPrefix("no-") })
  }

  @Test("only a server refuses or defers")
  func refusing() {
    #expect(
      all { diagnosed in
        let words = VerdictWords.basis(diagnosed.verdict).joined(separator: " ")
        return ["refused by the client", "refused by the network", "deferred by the client", "deferred by the network"]
          .contains { words.contains($0) }
      } == [])
  }

  @Test("nobody has to do anything only where nothing grave stands on the page, and the actor agrees")
  func nobody() {
    #expect(
      all { diagnosed in
        let isNobody = diagnosed.verdict.next.hasPrefix("nobody has to do anything")
        return isNobody && (diagnosed.findings.contains(where: \.isGraveSideFact) || diagnosed.verdict.actor != .none)
      } == [])
    #expect(
      all { diagnosed in
        diagnosed.verdict.next.hasPrefix("the mail is through")
          && (diagnosed.verdict.actor == .none || !diagnosed.leavesSomethingToDo)
      } == [])
  }

  @Test(
    "at most one stage failed, only in a session that stopped, and TLS does not stand behind a handshake that failed")
  func stagesAgree() {
    #expect(
      all { diagnosed in
        diagnosed.verdict.outcome == .stopped
          && stages(diagnosed).filter { $0.state == .failed && $0.stage == diagnosed.verdict.stage }.count > 1
      } == [])
    #expect(
      all { diagnosed in
        let failed = stages(diagnosed).first {
          $0.state == .failed && $0.stage >= .clientHello && $0.stage <= .clientFlight
        }
        guard let failed, diagnosed.verdict.outcome == .stopped else { return false }
        return stages(diagnosed).contains { $0.stage > failed.stage && $0.stage <= .secondEHLO && $0.state == .reached }
      } == [])
    #expect(
      all { diagnosed in
        stages(diagnosed).contains { $0.stage == .secondEHLO } && diagnosed.session.tls == nil
          && SessionText(style: TextStyle(usesColor: false)).stageLines(diagnosed).contains {
            $0.contains("EHLO inside TLS")
          }
      } == [])
  }

  @Test("a stage is reached only where it was granted")
  func granted() {
    #expect(
      all { diagnosed in
        let session = diagnosed.session
        guard let ehlo = session.stages.first(where: { $0.stage == .ehlo }), ehlo.state == .reached,
          session.visibility.isWhole, !session.hellos.isEmpty, !session.visibility.lacksBytes(from: .server)
        else { return false }
        return !session.hellos.contains { session.exchanges[$0.exchange].reply?.isPositiveCompletion ?? false }
      } == [])
  }

  @Test(
    "what a server answers to what was asked before QUIT did not come after the end; nothing did where nothing stopped")
  func afterTheEnd() {
    #expect(
      all { diagnosed in
        diagnosed.verdict.outcome == .completed && diagnosed.session.transcript.contains(where: diagnosed.comesAfterEnd)
      } == [])
    #expect(
      all { diagnosed in
        diagnosed.verdict.closedBy == .client
          && diagnosed.session.transcript.contains { $0.text.hasPrefix("221 ") && diagnosed.comesAfterEnd($0) }
          && diagnosed.verdict.leftAt == diagnosed.session.exchange(of: .quit)?.command.at.packet
      } == [])
  }

  @Test("one fault is told once: at most one problem a session, and no consequence beside its reason")
  func once() {
    #expect(all { diagnosed in diagnosed.findings.count { $0.severity == .problem } > 1 } == [])
    #expect(
      all { diagnosed in
        let grave = diagnosed.findings.filter { $0.severity > .note }
        return grave.contains { finding in
          let told = Catalogue.rule(finding.id)?.toldBy ?? []
          return grave.contains { told.contains($0.id) }
        }
      } == [])
    #expect(Catalogue.rules.flatMap(\.toldBy).allSatisfy { Catalogue.rule($0) != nil })
  }

  @Test("a client that gave up after seconds is told to wait longer before a server is told to look")
  func patience() throws {
    let file = ProjectFolders.captures.appending(path: "no-banner.pcap")
    let diagnosed = try #require(AnalysisRun([file]).sessions.first)
    #expect(diagnosed.verdict.stoppedBy == .server)
    #expect(diagnosed.verdict.actor == .client)
    #expect(diagnosed.verdict.next.contains("5 seconds"))
  }

  @Test("a recipient who did not get the mail is told, and for good or for now")
  func recipients() throws {
    var wire = WireScript()
    wire.open()
    wire.say(.server, "220 mx.example.net ESMTP\r\n")
    wire.say(.client, "EHLO mail.example.com\r\n")
    wire.say(.server, "250 mx.example.net\r\n")
    wire.say(.client, "MAIL FROM:<alice@example.com>\r\n")
    wire.say(.server, "250 2.1.0 Ok\r\n")
    wire.say(.client, "RCPT TO:<bob@example.net>\r\n")
    wire.say(.server, "250 2.1.5 Ok\r\n")
    wire.say(.client, "RCPT TO:<carol@example.net>\r\n")
    wire.say(.server, "550 5.1.1 <carol@example.net>: Recipient address rejected: User unknown\r\n")
    wire.say(.client, "DATA\r\n")
    wire.say(.server, "354 go\r\n")
    wire.say(.client, "Subject: x\r\n\r\nx\r\n.\r\n")
    wire.say(.server, "250 2.0.0 Ok: queued\r\n")
    wire.say(.client, "QUIT\r\n")
    wire.say(.server, "221 2.0.0 Bye\r\n")
    wire.finish(.client)
    wire.finish(.server)
    let diagnosed = try #require(try wire.run().sessions.first)
    #expect(diagnosed.verdict.outcome == .completed)
    #expect(diagnosed.verdict.actor == .client)
    #expect(diagnosed.verdict.next.contains("<carol@example.net> did not get this mail"))
  }
}
