import TestSupport
import Testing

@testable import History

/// A change is told of runs, and what only looks like one is not.
@Suite("Runs of values")
struct ValueRunsTests {
  private func runs(_ parts: (Int32, Int)...) -> ValueRuns {
    ValueRuns(parts.flatMap { Array(repeating: $0.0, count: $0.1) })
  }

  @Test("a steady row is one run, and two runs have a border")
  func simple() {
    #expect(runs((1, 30)).spans == [.init(value: 1, first: 0, last: 29, agreeing: 30, exceptions: 0)])
    let changed = runs((1, 30), (0, 5))
    #expect(changed.spans.map(\.value) == [1, 0])
    #expect(changed.spans[0].last == 29)
    #expect(changed.spans[1].first == 30)
    #expect(!changed.isMixed)
  }

  @Test("one odd session between two runs is an exception, and no change")
  func exception() {
    let row = runs((1, 30), (0, 1), (1, 30))
    #expect(row.spans.count == 1)
    #expect(row.spans.first?.exceptions == 1)
  }

  @Test("too few sessions at the end are told as such, and make no change", arguments: 1..<ValueRuns.least)
  func few(count: Int) {
    let row = runs((1, 30), (0, count))
    #expect(row.spans.map(\.value) == [1])
    #expect(row.deviatingTail == count)
  }

  @Test("values that take turns are no change")
  func turns() {
    let row = ValueRuns((0..<200).map { Int32($0 % 2) })
    #expect(row.spans.isEmpty)
    #expect(row.isMixed)
  }

  @Test("few sessions of any kind say nothing")
  func tooFew() {
    let row = runs((1, 2), (0, 2))
    #expect(row.spans.isEmpty)
    #expect(!row.isMixed)
    #expect(ValueRuns([]).spans.isEmpty)
  }

  @Test("what is drawn by lot never shows a border that counts", arguments: 1...40)
  func lots(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let share = Double.random(in: 0.25...0.75, using: &random)
    let row = ValueRuns((0..<1000).map { _ in Double.random(in: 0..<1, using: &random) < share ? 1 : 0 })
    #expect(row.isMixed, "seed \(seed), share \(share)")
  }

  /// Against a slow model: with few exceptions, the border lies where the values were made to change.
  @Test("one change among few exceptions is found where it is", arguments: 1...40)
  func found(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let border = Int.random(in: 30...200, using: &random)
    let count = border + Int.random(in: 30...200, using: &random)
    var values = (0..<count).map { Int32($0 < border ? 7 : 9) }
    // Exceptions that stand alone, and not where the change is.
    for place in stride(from: 10, to: count - 10, by: 25) where abs(place - border) > 8 {
      values[place] = 16 - values[place]
    }
    let row = ValueRuns(values)
    #expect(row.spans.map(\.value) == [7, 9], "seed \(seed)")
    #expect(row.spans.map(\.first) == [0, border], "seed \(seed)")
    #expect(row.spans.first?.last == border - 1, "seed \(seed)")
    #expect(row.spans.reduce(0) { $0 + $1.agreeing + $1.exceptions } == count, "seed \(seed)")
  }
}
