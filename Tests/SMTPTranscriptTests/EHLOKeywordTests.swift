import SMTPTranscript
import Testing

@Suite struct EHLOKeywordTests {
  @Test func `A line is a name in upper case and its parameters as they stood`() throws {
    let keyword = try #require(EHLOKeyword(line: "auth PLAIN  Login"))
    #expect(keyword.line == "auth PLAIN  Login")
    #expect(keyword.name == "AUTH")
    #expect(keyword.parameters == ["PLAIN", "Login"])
    #expect(keyword.isRegistered)
    #expect(!keyword.isMasked)
    #expect(EHLOKeyword(line: "  ") == nil)
  }

  @Test(arguments: [
    ("XXXXXXXA", true), ("XXXXXXXX", true), ("XXXB", true), ("xxxxa", true), ("XXX", false), ("XXA", false),
    ("XXAX", false), ("XXX1", false), ("STARTTLS", false), ("XVERP", false), ("XXXX-A", false),
  ])
  func `A written-over name is nothing but X and perhaps a counter`(name: String, isMasked: Bool) {
    #expect(EHLOKeyword(line: name)?.isMasked == isMasked)
  }

  @Test func `A word that was written over keeps its length and tells what it can have been`() {
    let eight = EHLOKeyword.maskCandidates(length: 8, position: 4)
    #expect(eight.first == "STARTTLS")
    #expect(Set(["8BITMIME", "CHUNKING", "SMTPUTF8", "XFORWARD"]).isSubset(of: eight))
    #expect(EHLOKeyword.maskCandidates(length: 8, position: 1).first == "8BITMIME")
    let four = EHLOKeyword.maskCandidates(length: 4, position: 4)
    #expect(!four.contains("STARTTLS") && four.contains("AUTH") && four.contains("ETRN"))
    #expect(Set(four).count == four.count)
    #expect(EHLOKeyword.maskCandidates(length: 0, position: 0).isEmpty)
    #expect(EHLOKeyword.maskCandidates(length: 90, position: -1).isEmpty)
  }

  @Test func `The old form of AUTH is not AUTH and gives its mechanisms`() throws {
    let old = try #require(EHLOKeyword(line: "AUTH=LOGIN plain"))
    #expect(old.name == "AUTH=LOGIN")
    #expect(old.isLegacyAuth && old.isRegistered)
    #expect(old.legacyMechanisms == ["LOGIN", "PLAIN"])
    #expect(EHLOKeyword(line: "AUTH= LOGIN")?.legacyMechanisms == ["LOGIN"])
    #expect(EHLOKeyword(line: "AUTH LOGIN")?.legacyMechanisms.isEmpty == true)
  }

  @Test(arguments: ["STARTTLS", "smtputf8", "LIMITS RCPTMAX=9", "X-ANONYMOUSTLS", "XCLIENT NAME", "PRDR"])
  func `Extensions of the registry and of known servers are registered`(line: String) {
    #expect(EHLOKeyword(line: line)?.isRegistered == true)
  }

  @Test(arguments: ["mx.example", "XXXXXXXA", "HELLO", "X-NEVERHEARDOF"])
  func `Other words are not registered`(line: String) {
    #expect(EHLOKeyword(line: line)?.isRegistered == false)
  }
}
