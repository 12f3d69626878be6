import Testing

@testable import SMTPSession

extension RecentValues.Found where Value == String {
  /// In words.
  fileprivate var told: String {
    switch self {
    case .value(let value): "value \(value)"
    case .again: "again"
    case .never: "never"
    }
  }
}

@Suite("Values that come again and again are remembered")
struct RecentValuesTests {
  @Test("what comes once takes no room, and what is kept is found")
  func twice() {
    let memory = RecentValues<String>()
    #expect(memory.find(7).told == "never")
    #expect(memory.find(7).told == "again")
    memory.keep("seven", under: 7)
    #expect(memory.find(7).told == "value seven")
  }

  @Test("of one group two are remembered, the latest")
  func groups() {
    let memory = RecentValues<String>()
    let numbers: [UInt64] = [5, 5 + 1 << 20, 5 + 2 << 20]
    for number in numbers {
      _ = memory.find(number)
      memory.keep("\(number)", under: number)
    }
    #expect(memory.find(5).told == "never")
    #expect(memory.find(numbers[2]).told == "value \(numbers[2])")
  }

  @Test("a value is kept only under the number that was asked for last in its group")
  func late() {
    let memory = RecentValues<String>()
    _ = memory.find(9)
    _ = memory.find(9 + 1 << 20)
    memory.keep("nine", under: 9)
    #expect(memory.find(9).told == "again")
  }

  @Test("bytes are compared whole, and their number follows all of them")
  func bytes() {
    for count in [0, 1, 7, 8, 9, 16, 23] {
      let bytes = (0..<count).map { UInt8($0) }
      let number = bytes.span.number
      let isSame = bytes.span.isEqual(to: bytes)
      #expect(isSame)
      for place in 0..<count {
        var other = bytes
        other[place] ^= 1
        let (isEqual, otherNumber) = (bytes.span.isEqual(to: other), other.span.number)
        #expect(!isEqual)
        #expect(otherNumber != number)
      }
      let isLonger = bytes.span.isEqual(to: bytes + [0])
      #expect(!isLonger)
    }
  }
}
