import ByteParsing
import TestSupport
import Testing

@Suite("Bytes are counted")
struct ByteCountTests {
  @Test("as a plain loop counts them, whatever the length", arguments: [UInt64](1...5))
  func agreesWithLoop(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for length in Array(0...70) + [239, 240, 241, 255, 256, 257, 480, 1000, 5000] {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...3, using: &random) }
      #expect(bytes.span.count(of: 2) == bytes.count { $0 == 2 })
      #expect(bytes.span.count(of: 9) == 0)
    }
    #expect([UInt8](repeating: 7, count: 1000).span.count(of: 7) == 1000)
  }
}
