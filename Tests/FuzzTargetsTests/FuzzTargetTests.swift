import FuzzTargets
import Testing

/// A few inputs for each target, the same in every run, so that no target rots; `.ci/fuzz` gives them more.
@Suite("Every target takes its corpus and damage to it")
struct FuzzTargetTests {
  /// Damaged inputs beyond the corpus.
  private static let damaged = 60

  @Test("everything holds", arguments: FuzzTarget.all.map(\.name))
  func holds(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    var run = FuzzRun(target, seed: 2026)
    #expect(run.mutator.corpusCount >= 3)
    // Of the many captures, some: whole analysis is told of all of them by other tests.
    let corpus = min(run.mutator.corpusCount, 60)
    for _ in 0..<corpus { try run.step() }
    var damage = FuzzRun(target, seed: 2026, from: run.mutator.corpusCount)
    for _ in 0..<Self.damaged { try damage.step() }
    #expect(damage.bytes > 0)
  }

  @Test("an input is the same in every run, and another for another seed", arguments: FuzzTarget.all.map(\.name))
  func repeats(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let (one, other) = (Mutator(target, seed: 7), Mutator(target, seed: 8))
    let numbers = (0..<20).map { one.corpusCount + $0 }
    #expect(numbers.map(one.input) == numbers.map(Mutator(target, seed: 7).input))
    #expect(numbers.map(one.input) != numbers.map(other.input))
    for number in numbers { #expect(one.input(number).count <= target.maximumLength) }
  }
}
