import TestSupport

/// Makes damaged inputs out of undamaged ones. Input number `n` of a seed is the same in every run, so that one can be had again
/// without those before it.
package struct Mutator: Sendable {
  private let target: FuzzTarget
  private let corpus: [FuzzSeed]
  private let seed: UInt64

  package init(_ target: FuzzTarget, seed: UInt64) {
    self.target = target
    self.seed = seed
    corpus = target.corpus().filter { !$0.bytes.isEmpty }
  }

  package var corpusCount: Int { corpus.count }

  /// Input `number`: the corpus as it is, then damage without end.
  package func input(_ number: Int) -> [UInt8] {
    if number < corpus.count { return Array(corpus[number].bytes.prefix(target.maximumLength)) }
    var damage = Damage(seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: number), target, corpus)
    return damage.input()
  }
}

/// One input in the making.
private struct Damage {
  private var random: SeededGenerator
  private let target: FuzzTarget
  private let corpus: [FuzzSeed]
  private var bytes: [UInt8] = []

  init(_ seed: UInt64, _ target: FuzzTarget, _ corpus: [FuzzSeed]) {
    random = SeededGenerator(seed: seed)
    self.target = target
    self.corpus = corpus
  }

  mutating func input() -> [UInt8] {
    bytes = anotherSeed()
    // Mostly little damage: what is broken everywhere is refused at once.
    let times = 1 + min(below(4), below(12))
    for _ in 0..<times { damage() }
    return Array(bytes.prefix(target.maximumLength))
  }

  private mutating func damage() {
    guard !bytes.isEmpty else {
      bytes = anotherSeed()
      return
    }
    switch below(12) {
    case 0: bytes[place()] ^= 1 << UInt8(below(8))
    case 1: bytes[place()] = UInt8(below(256))
    case 2: bytes[place()] = [0, 1, 0x7F, 0x80, 0xFF, 0x0A, 0x0D, 0x20, 0x2E, 0x16][below(10)]
    case 3: bytes.removeSubrange(range(upTo: 64))
    case 4: bytes.removeLast(min(bytes.count, 1 + below(bytes.count)))
    case 5: repeatRange()
    case 6: splice()
    case 7: editNumber()
    case 8: insertToken()
    case 9: bytes.insert(contentsOf: (0..<(1 + below(8))).map { _ in UInt8(below(256)) }, at: place())
    default: damageParts()
    }
  }

  /// Some bytes again, once or many times.
  private mutating func repeatRange() {
    let piece = Array(bytes[range(upTo: 48)])
    let times = below(8) == 0 ? 1 + below(64) : 1
    guard bytes.count + piece.count * times <= target.maximumLength * 2 else { return }
    bytes.insert(contentsOf: (0..<times).flatMap { _ in piece }, at: place())
  }

  /// The beginning of this input and the end of another, or some bytes of another in it.
  private mutating func splice() {
    let other = anotherSeed()
    guard !other.isEmpty else { return }
    let start = below(other.count)
    if below(2) == 0 {
      bytes.replaceSubrange(place()..., with: other[start...])
    } else {
      let end = min(other.count, start + 1 + below(200))
      bytes.insert(contentsOf: other[start..<end], at: place())
    }
  }

  /// A number of one to four bytes, in either order, as it stands in length fields.
  private mutating func editNumber() {
    let size = 1 + below(4)
    let start = place()
    guard start + size <= bytes.count else { return }
    let isBigEndian = below(2) == 0
    let old = (0..<size).reduce(UInt64(0)) { value, index in
      value << 8 | UInt64(bytes[start + (isBigEndian ? index : size - 1 - index)])
    }
    let rest = UInt64(bytes.count - start - size)
    let value: UInt64
    switch below(8) {
    case 0: value = 0
    case 1: value = .max
    case 2: value = old &+ 1
    case 3: value = old &- 1
    case 4: value = rest
    case 5: value = rest &+ 1
    case 6: value = 1 << UInt64(below(size * 8))
    default: value = old &* 2
    }
    for index in 0..<size {
      let shift = UInt64(8 * (isBigEndian ? size - 1 - index : index))
      bytes[start + index] = UInt8(truncatingIfNeeded: value >> shift)
    }
  }

  private mutating func insertToken() {
    guard !target.tokens.isEmpty else { return }
    let token = target.tokens[below(target.tokens.count)]
    let start = place()
    if below(2) == 0 {
      bytes.insert(contentsOf: token, at: start)
    } else {
      bytes.replaceSubrange(start..<min(bytes.count, start + token.count), with: token)
    }
  }

  /// Packets, records, turns and the like: dropped, doubled, swapped, moved.
  private mutating func damageParts() {
    let parts = target.parts(bytes)
    guard parts.count > 1 else {
      bytes[place()] ^= 1 << UInt8(below(8))
      return
    }
    let one = below(parts.count)
    let other = below(parts.count)
    let (low, high) = (parts[min(one, other)], parts[max(one, other)])
    switch below(4) {
    case 0: bytes.removeSubrange(parts[one])
    case 1: bytes.insert(contentsOf: Array(bytes[parts[one]]), at: parts[other].lowerBound)
    case 2 where one != other:
      let (first, second) = (Array(bytes[low]), Array(bytes[high]))
      bytes.replaceSubrange(high, with: first)
      bytes.replaceSubrange(low, with: second)
    default: bytes.removeSubrange(parts[one].lowerBound..<min(bytes.count, parts[one].lowerBound + below(32)))
    }
  }

  private mutating func anotherSeed() -> [UInt8] {
    corpus.isEmpty ? (0..<64).map { _ in UInt8(below(256)) } : corpus[below(corpus.count)].bytes
  }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &random) }
  private mutating func place() -> Int { below(bytes.count) }

  private mutating func range(upTo length: Int) -> Range<Int> {
    let start = place()
    return start..<min(bytes.count, start + 1 + below(length))
  }
}
