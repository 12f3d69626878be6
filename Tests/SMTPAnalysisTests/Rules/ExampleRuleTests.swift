import Diagnosis
import Foundation
import SMTPSession
import TestSupport
import Testing

@Suite("The example of CONTRIBUTING does what the page says")
struct ExampleRuleTests {
  @Test("the rule speaks in its script, and in none of the project's captures")
  func speaks() throws {
    let script = try #require(RuleScripts.example.first)
    let run = AnalysisRun(bytes: script.capture)
    let session = try #require(run.sessions.first).session
    let match = try #require(Self.match(session))
    #expect(match.summary == "The client asked with VRFY whether an address exists.")
    #expect(script.rule == Rule.policyAddressesAsked.id)
    for capture in CatalogueTests.captures {
      for diagnosed in AnalysisRun([capture]).sessions {
        #expect(Self.match(diagnosed.session) == nil, "\(capture.lastPathComponent)")
      }
    }
  }

  private static func match(_ session: Session) -> Match? {
    guard case .session(let examine) = Rule.policyAddressesAsked.examination else { return nil }
    return examine(Case(session))
  }

  @Test("the page shows the code that is compiled here", arguments: ["example-script", "example-rule"])
  func page(mark: String) throws {
    let page = try String(
      contentsOf: ProjectFolders.root.appending(path: ".github/CONTRIBUTING.md"), encoding: .utf8)
    let code = try String(
      contentsOf: ProjectFolders.root.appending(path: "Tests/SMTPAnalysisTests/Rules/ExampleRule.swift"),
      encoding: .utf8)
    let shown = try #require(page.firstMatch(of: try Regex("<!-- \(mark) -->\n```swift\n((?s).*?)```")))
    let text = String(try #require(shown.output[1].substring))
    // In a list of one element no comma stands behind it, and the imports of a test are others.
    let body = text.replacing(#/^(import \w+\n)+\n/#, with: "").replacing(#/,\n$/#, with: "\n")
    #expect(code.contains(body), "\(mark)")
  }
}
