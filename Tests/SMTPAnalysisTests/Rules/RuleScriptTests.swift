import Diagnosis
import Foundation
import SMTPAnalysis
import Testing

/// Every rule is shown by something.
@Suite("Rules and scripts")
struct RuleScriptTests {
  /// Rules that need more than a capture: the suite that makes each fire.
  static let shownElsewhere = ["capture/dropped-by-kernel": "LiveAnalysisTests", "capture/limits": "MemoryTests"]

  /// Rules that nothing shows yet, and why. This list only gets shorter.
  static let notYetShown: [String: String] = [:]

  @Test("every rule has a capture or a script, or another suite shows it")
  func everyRule() {
    let scripted = Set(RuleScripts.all.map(\.rule))
    let bare = Catalogue.rules.filter { $0.captures.isEmpty && !scripted.contains($0.id) }.map(\.id)
    let expected = Set(Self.shownElsewhere.keys).union(Self.notYetShown.keys)
    #expect(Set(bare) == expected, "\(Set(bare).symmetricDifference(expected).sorted())")
  }

  @Test("a script fires its rule", arguments: RuleScripts.all.map(\.name))
  func fires(name: String) throws {
    let script = try #require(RuleScripts.script(name))
    #expect(Catalogue.rule(script.rule) != nil, "\(script.rule)")
    let run = AnalysisRun(bytes: script.capture)
    #expect(
      run.findingIDs.contains(script.rule),
      "\(name): \(script.rule) not in \(run.findingIDs.sorted()), verdicts \(run.sessions.map { $0.verdict.finding ?? "-" })"
    )
  }

  @Test("no two scripts, and no script and capture, have the same name")
  func unique() {
    let names = RuleScripts.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(names).isDisjoint(with: CatalogueTests.names))
  }

  @Test("every rule that can be a cause has a look-alike")
  func lookAlikes() {
    let problems = Set(Catalogue.rules.filter { $0.severity == .problem }.map(\.id))
    let paired = Set(LookAlikes.all.map(\.rule))
    #expect(problems == paired, "\(problems.symmetricDifference(paired).sorted())")
  }

  /// What is shown under a name: a script, or a capture of the project.
  private static func run(_ name: String) throws -> AnalysisRun {
    if let script = RuleScripts.script(name) { return AnalysisRun(bytes: script.capture) }
    let file = CatalogueTests.captures.first { $0.deletingPathExtension().lastPathComponent == name }
    return AnalysisRun([try #require(file, "\(name)")])
  }

  @Test("in a look-alike another rule is the verdict", arguments: LookAlikes.all.map(\.rule))
  func otherWins(rule: String) throws {
    let pair = try #require(LookAlikes.all.first { $0.rule == rule })
    #expect(pair.verdict != rule)
    let verdicts = Set(try Self.run(pair.shown).sessions.compactMap(\.verdict.finding))
    #expect(verdicts == [pair.verdict], "\(rule): \(pair.shown)")
  }
}
