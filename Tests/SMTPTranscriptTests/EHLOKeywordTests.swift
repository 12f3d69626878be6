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

  @Test func `A small letter or a blank is found at every place of a line`() {
    for count in 1...20 {
      let line = [UInt8](repeating: 0x5A, count: count)
      #expect(EHLOKeyword(line: String(decoding: line, as: UTF8.self))?.name.utf8.count == count)
      for place in line.indices {
        for letter in [0x61, 0x7A] as [UInt8] {
          var changed = line
          changed[place] = letter
          let keyword = EHLOKeyword(line: String(decoding: changed, as: UTF8.self))
          changed[place] = letter - 0x20
          #expect(keyword?.name == String(decoding: changed, as: UTF8.self))
          #expect(keyword?.parameters.isEmpty == true)
        }
        for other in [0x5B, 0x60, 0x7B, 0x21] as [UInt8] {
          var changed = line
          changed[place] = other
          let text = String(decoding: changed, as: UTF8.self)
          #expect(EHLOKeyword(line: text)?.name == text)
        }
        var blank = line
        blank[place] = 0x20
        let words = [place, count - place - 1].filter { $0 > 0 }
        let keyword = EHLOKeyword(line: String(decoding: blank, as: UTF8.self))
        #expect(keyword?.name.utf8.count == words.first)
        #expect(keyword.map { $0.parameters.map(\.utf8.count) } ?? [] == Array(words.dropFirst()))
      }
    }
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
