import ByteParsing
import Foundation
import TestSupport
import Testing

@Suite("Words are looked for byte for byte")
struct TextSearchTests {
  @Test("finds what a slow search finds", arguments: 0..<40)
  func sameAsSlowSearch(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      // Few letters, so that words begin often and end seldom.
      let whole = String(
        (0..<Int.random(in: 0...24, using: &generator)).map { _ in "abA".randomElement(using: &generator) ?? "a" })
      let word = String(
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in "ab".randomElement(using: &generator) ?? "a" })
      let slow = word.isEmpty || whole.range(of: word, options: .literal) != nil
      #expect(UTF8Search.contains(word, in: whole) == slow, "\(word) in \(whole)")
      let folded = word.isEmpty || whole.lowercased().range(of: word, options: .literal) != nil
      #expect(FoldedText(whole).contains(word) == folded, "\(word) in \(whole)")
    }
  }

  @Test("several texts are one, with blanks between; letters beyond ASCII stay as they are")
  func joined() {
    let text = FoldedText(joining: ["Must ISSUE", "a STARTTLS command", "Größe"])
    #expect(text.contains("issue a starttls"))
    #expect(!text.contains("issuea"))
    #expect(text.words == ["must", "issue", "a", "starttls", "command", "größe"])
  }

  @Test(
    "the end of a text, letters without case",
    arguments: [
      ("mx.corp", ".corp", true), ("MX.CORP", ".corp", true), ("corp", ".corp", false), (".corp", ".corp", true),
      ("mx.corp.", ".corp", false), ("", "", true), ("a", "", true), ("", "a", false), ("größe.Lan", ".lan", true),
      ("mx.c\u{f6}rp", ".corp", false),
    ])
  func ends(text: String, suffix: String, expected: Bool) {
    #expect(Array(text.utf8).span.ends(withFolded: Array(suffix.utf8)) == expected)
  }
}
