import Foundation
import TestSupport
import Testing

@testable import SMTPTranscript

@Suite struct Base64Tests {
  @Test func `All lengths and bytes come back`() {
    for seed in 1...40 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let bytes = (0..<Int.random(in: 0...70, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      let decoded = Base64.decode(Array(Data(bytes).base64EncodedString().utf8))
      #expect(decoded.bytes == bytes, "seed \(seed)")
      #expect(decoded.problem == nil, "seed \(seed)")
    }
  }

  @Test(arguments: [
    ("YQ", Base64.Problem.missingPadding, [0x61] as [UInt8]), ("YQ=", .missingPadding, [0x61]),
    ("YR==", .leftoverBits, [0x61]), ("YWI", .missingPadding, [0x61, 0x62]), ("YWJ=", .leftoverBits, [0x61, 0x62]),
    ("Y", .truncated, []), ("YWJjY", .truncated, []), ("YQ===", .misplacedPadding(offset: 4), []),
    ("YWJj=", .misplacedPadding(offset: 4), []), ("=", .misplacedPadding(offset: 0), []),
    ("YQ==YQ==", .misplacedPadding(offset: 2), []), ("Y Q=", .blank(offset: 1), []), ("YQ==\r", .blank(offset: 4), []),
    ("YW-_", .urlAlphabet(offset: 2), []), ("YW$j", .foreignCharacter(offset: 2), []),
    ("YWJ\u{e4}", .foreignCharacter(offset: 3), []),
  ])
  func `What is no base64 is refused with the reason`(text: String, problem: Base64.Problem, bytes: [UInt8]) {
    let decoded = Base64.decode(Array(text.utf8))
    #expect(decoded.problem == problem)
    #expect(decoded.bytes == bytes)
    #expect(!problem.description.contains("$"))
  }

  @Test func `A text that is cut gives its whole groups and no complaint`() {
    #expect(Base64.decode(Array("YWJjZA".utf8), isWhole: false).bytes == [0x61, 0x62, 0x63])
    #expect(Base64.decode(Array("YW".utf8), isWhole: false).bytes == [])
  }

  @Test func `The alphabet for URLs needs no padding and knows no plus`() {
    #expect(Base64.decode(Array("-_8".utf8), forURLs: true).bytes == [0xFB, 0xFF])
    #expect(Base64.decode(Array("+_8".utf8), forURLs: true).problem == .foreignCharacter(offset: 0))
  }

  @Test func `Much text is read up to the limit`() {
    let text = [UInt8](repeating: 0x41, count: Base64.maximumCharacters + 1000)
    #expect(Base64.decode(text).bytes.count == Base64.maximumCharacters / 4 * 3)
  }

}
