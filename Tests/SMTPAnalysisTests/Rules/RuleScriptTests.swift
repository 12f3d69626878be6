import Diagnosis
import Testing

/// Every rule is shown by something.
@Suite("Rules and scripts")
struct RuleScriptTests {
  /// Rules that need more than a capture: the suite that makes each fire.
  static let shownElsewhere = ["capture/dropped-by-kernel": "LiveAnalysisTests"]

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
      "\(name): \(script.rule) not in \(run.findingIDs.sorted()), verdicts \(run.sessions.map { $0.verdict.finding ?? "-" })")
  }

  @Test("no two scripts, and no script and capture, have the same name")
  func unique() {
    let names = RuleScripts.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(names).isDisjoint(with: CatalogueTests.names))
  }
}
