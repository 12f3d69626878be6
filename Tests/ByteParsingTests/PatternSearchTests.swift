import ByteParsing
import Testing

@Suite("Many patterns are found in one pass")
struct PatternSearchTests {
  static func search(_ patterns: [String], limit: Int = 1000) -> PatternSearch {
    var search = PatternSearch(maximumNodes: limit)
    for pattern in patterns { _ = search.add(pattern.utf8) }
    search.link()
    return search
  }

  static func ranges(_ patterns: [String], _ text: String) -> [Range<Int>] {
    var found: [Range<Int>] = []
    search(patterns).forEachMatch(in: Array(text.utf8).span) { range in
      found.append(range)
      return false
    }
    return found.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
  }

  @Test("as many as a plain search finds, whatever overlaps")
  func agreement() {
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<300 {
      let patterns = (0..<(1 + next(6))).map { _ in
        String((0..<(1 + next(4))).map { _ in "abA".randomElement(at: next(3)) })
      }
      let text = String((0..<40).map { _ in "abB".randomElement(at: next(3)) })
      var expected: Set<Range<Int>> = []
      let bytes = Array(text.lowercased().utf8)
      for pattern in patterns.map({ Array($0.lowercased().utf8) }) where pattern.count <= bytes.count {
        for start in 0...(bytes.count - pattern.count)
        where bytes[start..<(start + pattern.count)].elementsEqual(pattern) {
          expected.insert(start..<(start + pattern.count))
        }
      }
      #expect(Set(Self.ranges(patterns, text)) == expected, "\(patterns) in \(text)")
      let covered = Set(expected.flatMap { Array($0) })
      let coverage = Self.search(patterns).coverage(of: Array(text.utf8).span)
      #expect(Set(coverage.flatMap { Array($0) }) == covered)
      #expect(zip(coverage, coverage.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
      let stands = Self.search(patterns).stands(in: Array(text.utf8).span)
      #expect(stands == !expected.isEmpty)
    }
  }

  @Test("beginnings of patterns count from the length that is asked for")
  func beginnings() {
    let search = Self.search(["correct-horse-battery"])
    let long = search.coverage(of: Array("my correct-horse is".utf8).span, minimumBeginning: 8)
    let short = search.coverage(of: Array("my correct is".utf8).span, minimumBeginning: 8)
    #expect(long == [3..<16] && short.isEmpty)
  }

  @Test("what has no room is told, and what has some is found")
  func limit() {
    var search = PatternSearch(maximumNodes: 8)
    let first = search.add("secret".utf8)
    let second = search.add("password".utf8)
    search.link()
    let stands = search.stands(in: Array("a secret password".utf8).span)
    #expect(first && !second && stands)
  }
}

extension String {
  fileprivate func randomElement(at place: Int) -> Character { self[index(startIndex, offsetBy: place)] }
}
