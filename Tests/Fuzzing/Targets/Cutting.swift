import TestSupport

/// How a stream is cut into pieces: by a rule that its bytes decide, so that the same input is always cut the same way.
struct Cutting {
  private var random: SeededGenerator
  private let longest: Int

  init(of bytes: [UInt8], longest: Int) {
    // FNV-1a.
    let seed = bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    random = SeededGenerator(seed: seed)
    self.longest = longest
  }

  /// The length of the next piece, of `rest` bytes that are left: often a single byte.
  mutating func next(_ rest: Int) -> Int {
    let most = Int.random(in: 0..<3, using: &random) == 0 ? 2 : longest
    return Int.random(in: 1...max(1, min(rest, most)), using: &random)
  }

  mutating func pieces(_ bytes: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = 0
    while start < bytes.count {
      let count = next(bytes.count - start)
      pieces.append(Array(bytes[start..<(start + count)]))
      start += count
    }
    return pieces
  }
}

/// What is printed must not steer a terminal, nor turn or hide the text around it.
enum Printed {
  static func check(_ text: String, _ what: @autoclosure () -> String) throws(FuzzFailure) {
    // Most text is US-ASCII: nothing else has a byte above 0x7E.
    var isPlain = true
    for byte in text.utf8 where byte < 0x20 && byte != 0x0A || byte > 0x7E {
      isPlain = false
      break
    }
    if isPlain { return }
    for scalar in text.unicodeScalars where scalar != "\n" {
      switch scalar.value {
      case 0x00...0x1F, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF:
        throw FuzzFailure("\(what()) holds U+\(String(scalar.value, radix: 16))")
      default: break
      }
    }
  }

  static func check(_ bytes: [UInt8], _ what: @autoclosure () -> String) throws(FuzzFailure) {
    let text = String(decoding: bytes, as: UTF8.self)
    if text.utf8.count != bytes.count { throw FuzzFailure("\(what()) is not UTF-8") }
    try check(text, what())
  }
}
