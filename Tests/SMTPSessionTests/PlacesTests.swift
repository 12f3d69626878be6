import TestSupport
import Testing

@testable import SMTPSession

@Suite("Places are those that were put in")
struct PlacesTests {
  @Test("like a list, whatever stands in it", arguments: 1...40)
  func likeAList(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var places = Places()
    var list: [Int] = []
    var next = 0
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      // Mostly the next one, as in a reply that nobody interrupts.
      next += Int.random(in: 0...9, using: &random) == 0 ? Int.random(in: 2...5, using: &random) : 1
      places.append(next)
      list.append(next)
      #expect(Array(places) == list)
    }
    #expect(places.count == list.count)
  }

  @Test("equal ones are equal")
  func equality() {
    var (left, right) = (Places(), Places())
    for place in [3, 4, 7] {
      left.append(place)
      right.append(place)
    }
    #expect(left == right)
    right.append(8)
    #expect(left != right)
    #expect(Places().isEmpty)
  }
}

@Suite("Enhanced status codes")
struct EnhancedStatusTests {
  @Test(
    "are read from the start of a reply's text and nowhere else",
    arguments: [
      ("2.0.0 Ok", "2.0.0"), ("5.7.1", "5.7.1"), ("  4.7.0 wait", "4.7.0"), ("5.999.999 x", "5.999.999"),
      ("5.7.1000 x", nil), ("5.7 x", nil), ("5..1 x", nil), ("3.0.0 x", nil), ("2.0.0x", nil), ("55.7.1 x", nil),
      ("2.0.0\tOk", nil), ("Ok 2.0.0", nil), ("", nil), ("   ", nil), ("2", nil), ("2.", nil), ("2.0.", nil),
      ("2.0.0.1 x", nil),
    ] as [(String, String?)])
  func code(text: String, expected: String?) {
    #expect(EnhancedStatus.code(in: text) == expected)
  }
}
