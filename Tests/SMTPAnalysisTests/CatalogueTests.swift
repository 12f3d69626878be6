import Diagnosis
import Foundation
import SMTPAnalysis
import TestSupport
import Testing

/// Every rule is held to its captures, and every capture to its rules.
@Suite("Rules and captures hold each other")
struct CatalogueTests {
  static let captures = ProjectFolders.captures(below: ProjectFolders.captures).filter { !$0.path().contains("/lab/") }
  static let names = captures.map { $0.deletingPathExtension().lastPathComponent }

  @Test("a rule's id, title and prose keep to the form of the catalogue", arguments: Catalogue.rules.map(\.id))
  func form(id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    let parts = id.split(separator: "/", omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    #expect(id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" || $0 == "/" })
    // Lower case, but for the names of protocols, commands and mechanisms.
    let firstWord = rule.title.prefix { $0 != " " }
    let isName =
      firstWord.dropFirst().contains { $0.isUppercase || $0 == "-" }
      || ["Exchange", "Exchange's", "Kerberos", "Windows"].contains(String(firstWord))
    if !isName { #expect(rule.title.first?.isUppercase == false, "\(rule.title)") }
    #expect(rule.title.count <= 90, "\(rule.title)")
    #expect(!rule.title.hasSuffix("."))
    #expect(!rule.meaning.isEmpty)
    #expect(rule.meaning.hasSuffix("."), "\(id)")
    if rule.severity == .problem {
      #expect(!rule.remedies.isEmpty, "\(id) says of a problem, and not who must do what")
    }
    for remedy in rule.remedies { #expect(remedy.actor != .none && remedy.actor != .unknown, "\(id)") }
  }

  @Test("no two rules have the same id")
  func unique() {
    #expect(Set(Catalogue.rules.map(\.id)).count == Catalogue.rules.count)
  }

  @Test("a retired id is not used again, and leads to one that is", arguments: Catalogue.retired.map(\.id))
  func retired(id: String) throws {
    let retired = try #require(Catalogue.retired(id))
    #expect(Catalogue.rule(id) == nil)
    #expect(Catalogue.rule(retired.successor) != nil)
    #expect(retired.reason.hasSuffix("."))
  }

  @Test(
    "every rule is shown by something, and every capture that it names is there", arguments: Catalogue.rules.map(\.id))
  func capturesExist(id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    if rule.captures.isEmpty {
      let scripts = Set(RuleScripts.all.map(\.rule))
      let told = scripts.union(RuleScriptTests.shownElsewhere.keys).union(RuleScriptTests.notYetShown.keys)
      #expect(told.contains(id), "nothing shows \(id)")
    }
    for capture in rule.captures { #expect(Self.names.contains(capture), "\(id) names \(capture)") }
  }

  @Test("a capture fires the rules that name it, and no other", arguments: captures)
  func fires(capture: URL) {
    let name = capture.deletingPathExtension().lastPathComponent
    let expected = Set(Catalogue.rules.filter { $0.captures.contains(name) }.map(\.id))
    let found = AnalysisRun([capture]).findingIDs
    #expect(found.subtracting(expected).sorted() == [], "\(name): fired, and does not name the capture")
    #expect(expected.subtracting(found).sorted() == [], "\(name): names the capture, and did not fire")
  }

  @Test("no healthy session has a problem, and each completes or stays open", arguments: captures)
  func healthy(capture: URL) {
    guard capture.lastPathComponent.hasPrefix("healthy-") else { return }
    let run = AnalysisRun([capture])
    for session in run.sessions {
      #expect(!session.findings.contains { $0.severity == .problem })
      #expect(session.verdict.outcome == .completed, "session \(session.session.id): \(session.verdict.sentence)")
    }
    #expect(!run.summary.findings.contains { $0.severity == .problem })
  }

  @Test("a healthy session is asked no rule that only explains", arguments: captures)
  func healthyAsksNoCause(capture: URL) {
    guard capture.lastPathComponent.hasPrefix("healthy-") else { return }
    for session in AnalysisRun([capture]).sessions {
      #expect(Diagnoser.causesAsked(of: session.session) == 0, "session \(session.session.id)")
    }
  }

  @Test("the order of the catalogue decides nothing", arguments: captures)
  func order(capture: URL) {
    var random = SeededGenerator(seed: 11)
    for diagnosed in AnalysisRun([capture]).sessions {
      let usual = Diagnoser.diagnose(diagnosed.session)
      for _ in 0..<3 {
        let shuffled = Diagnoser.diagnose(diagnosed.session) { $0.shuffle(using: &random) }
        #expect(shuffled.verdict.finding == usual.verdict.finding)
        #expect(shuffled.verdict.alternatives == usual.verdict.alternatives)
        #expect(shuffled.findings.map(\.id) == usual.findings.map(\.id))
      }
    }
  }

  @Test("every finding cites packets that the capture has", arguments: captures)
  func evidence(capture: URL) {
    let run = AnalysisRun([capture])
    for finding in run.sessions.flatMap(\.findings) + run.summary.findings {
      #expect(!finding.evidence.isEmpty, "\(finding.id)")
      for evidence in finding.evidence {
        #expect(!evidence.packets.isEmpty, "\(finding.id)")
        for packet in evidence.packets {
          #expect((1...Int64(run.summary.packets)).contains(packet.number), "\(finding.id)")
        }
      }
    }
  }
}
