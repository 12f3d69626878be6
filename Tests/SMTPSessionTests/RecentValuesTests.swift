import Testing

@testable import SMTPSession

@Suite("Values that come again and again are remembered")
struct RecentValuesTests {
  @Test("what comes once takes no room, and what is kept is found")
  func twice() {
    let memory = RecentValues<String>()
    guard case .never = memory.find(7) else { return Issue.record("it never came") }
    guard case .again = memory.find(7) else { return Issue.record("it came before") }
    memory.keep("seven", under: 7)
    guard case .value("seven") = memory.find(7) else { return Issue.record("it was kept") }
  }

  @Test("of one group two are remembered, the latest")
  func groups() {
    let memory = RecentValues<String>()
    let numbers: [UInt64] = [5, 5 + 1 << 20, 5 + 2 << 20]
    for number in numbers {
      _ = memory.find(number)
      memory.keep("\(number)", under: number)
    }
    guard case .never = memory.find(5) else { return Issue.record("two came since") }
    guard case .value = memory.find(numbers[2]) else { return Issue.record("it came just now") }
  }

  @Test("a value is kept only under the number that was asked for last in its group")
  func late() {
    let memory = RecentValues<String>()
    _ = memory.find(9)
    _ = memory.find(9 + 1 << 20)
    memory.keep("nine", under: 9)
    guard case .again = memory.find(9) else { return Issue.record("nothing was kept") }
  }

  @Test("bytes are compared whole, and their number follows all of them")
  func bytes() {
    for count in [0, 1, 7, 8, 9, 16, 23] {
      let bytes = (0..<count).map { UInt8($0) }
      #expect(bytes.span.isEqual(to: bytes))
      #expect(bytes.span.number == Array(bytes).span.number)
      for place in 0..<count {
        var other = bytes
        other[place] ^= 1
        #expect(!bytes.span.isEqual(to: other))
        #expect(bytes.span.number != other.span.number)
      }
      #expect(!bytes.span.isEqual(to: bytes + [0]))
    }
  }
}
