/// Feeds one target with one input after another, the same in every run of the same seed.
package struct FuzzRun: Sendable {
  /// An input on which something did not hold.
  package struct Failed: Error, Sendable, CustomStringConvertible {
    package var number: Int
    package var input: [UInt8]
    package var failure: FuzzFailure

    package var description: String { "input \(number), \(input.count) bytes: \(failure)" }
  }

  package let target: FuzzTarget
  package let mutator: Mutator
  /// Inputs that were fed.
  package private(set) var inputs = 0
  /// Bytes that the layer was fed with, each input's once.
  package private(set) var bytes = 0
  private var next: Int

  package init(_ target: FuzzTarget, seed: UInt64, from number: Int = 0) {
    self.target = target
    mutator = Mutator(target, seed: seed)
    next = number
  }

  /// The next input; `note` is told of it before the target is, so that it is known where nothing comes back.
  package mutating func step(note: (Int, [UInt8]) -> Void = { _, _ in }) throws(Failed) {
    let input = mutator.input(next)
    note(next, input)
    do throws(FuzzFailure) {
      bytes += try target.check(input)
    } catch {
      throw Failed(number: next, input: input, failure: error)
    }
    next += 1
    inputs += 1
  }
}
