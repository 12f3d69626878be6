import Testing

@testable import Diagnosis

@Suite("What a message, a code or a few words stand for")
struct ExplanationsTests {
  /// The answers' ids, the best first; empty where nothing is certain.
  static func ids(_ text: String) -> [String] {
    switch Explanations.of(text).kind {
    case .rule(let rule): [rule.id]
    case .retired(let retired): [retired.id]
    case .list(let rules), .misspelt(let rules): rules.map(\.id)
    case .answers(let answers): answers.map(\.rule.id)
    case .nothing: []
    }
  }

  static func fault(_ row: MessageFile.Row) -> String? {
    let found = ids(row.message)
    if row.expectsNothing { return found.isEmpty ? nil : "nothing was expected, found \(found)" }
    guard let first = found.first else { return "nothing was found" }
    if !row.first.contains(where: { MessageFile.matches(first, $0) }) { return "first is \(found), not \(row.first)" }
    for choice in row.ids where !choice.contains(where: { pattern in found.contains { MessageFile.matches($0, pattern) } }) {
      return "\(choice) is not in \(found)"
    }
    return nil
  }

  @Test(
    "every message of the file beside the project",
    .enabled(if: MessageFile.beside != nil, "shared/cases/log-messages.tsv does not lie beside the project"))
  func messageFile() throws {
    let file = try #require(MessageFile.beside)
    let rows = try MessageFile.rows(of: file)
    #expect(rows.count > 50)
    for row in rows {
      let fault = Self.fault(row)
      #expect(fault == nil, "\(row.message)")
    }
  }
}
