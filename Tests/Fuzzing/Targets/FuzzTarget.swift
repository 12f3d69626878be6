/// One layer of the analysis as a function over bytes that anybody may have written.
///
/// A target may not trap, may not hang, and throws a `FuzzFailure` where what must hold of every input does not. The seeded driver,
/// libFuzzer and the tests all use the same table.
package struct FuzzTarget: Sendable {
  package let name: String
  /// What is checked besides that nothing traps, in one line.
  package let about: String
  /// No input is longer, in bytes.
  package let maximumLength: Int
  /// Bytes that mean something to the layer, to be inserted.
  package let tokens: [[UInt8]]
  /// Where the parts of an input lie that may be dropped, doubled and swapped as a whole.
  package let parts: @Sendable ([UInt8]) -> [Range<Int>]
  /// The inputs that damage begins from.
  package let corpus: @Sendable () -> [FuzzSeed]
  /// Feeds the layer, and gives the number of bytes that it was fed.
  package let check: @Sendable ([UInt8]) throws(FuzzFailure) -> Int

  /// Every target, from the bytes of a file up to the whole.
  package static let all: [FuzzTarget] = [
    CaptureFileTarget.target, PacketTarget.target, StreamTarget.target, SMTPTarget.target, TLSTarget.target,
    CertificateTarget.target, ExplainTarget.target, AnalysisTarget.target, SecretTarget.target,
    KeyTarget.target,
  ]
}

/// An undamaged input, by a name that a person can read.
package struct FuzzSeed: Sendable {
  package var name: String
  package var bytes: [UInt8]
}

/// What should hold of every input, and does not hold of this one.
package struct FuzzFailure: Error, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}

/// Throws unless `condition` holds.
func hold(_ condition: Bool, _ what: @autoclosure () -> String) throws(FuzzFailure) {
  if !condition { throw FuzzFailure(what()) }
}

/// Throws where two things that must be the same are not, with where they first differ.
func same<Element: Equatable>(_ one: [Element], _ other: [Element], _ what: String) throws(FuzzFailure) {
  guard one != other else { return }
  let place = zip(one, other).enumerated().first { $0.element.0 != $0.element.1 }?.offset
  guard let place else { throw FuzzFailure("\(what): \(one.count) and \(other.count) in number") }
  throw FuzzFailure("\(what): number \(place) is \(one[place]), and \(other[place])")
}
