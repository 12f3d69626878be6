import Testing

@testable import Diagnosis

@Suite("What a rule needs of a session can be said")
struct SessionTraitsWordsTests {
  @Test("every trait has words of its own in a trace")
  func words() {
    let needed = Catalogue.rules.reduce(into: SessionTraits()) { $0.formUnion($1.needs) }
    var words: Set<String> = []
    for bit in 0..<UInt32.bitWidth {
      let trait = SessionTraits(rawValue: 1 << UInt32(bit))
      guard needed.contains(trait) else { continue }
      #expect(trait.firstName != "something else", "bit \(bit)")
      #expect(words.insert(trait.firstName).inserted, "\(trait.firstName)")
    }
  }
}
