import ByteParsing

/// One line of a key log (RFC 9850 section 2): a label, the client's random bytes and a secret, the last two in hexadecimal.
struct KeyLogLine {
  enum Label: String, CaseIterable {
    case clientRandom = "CLIENT_RANDOM"
    case clientHandshake = "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
    case serverHandshake = "SERVER_HANDSHAKE_TRAFFIC_SECRET"
    case clientApplication = "CLIENT_TRAFFIC_SECRET_0"
    case serverApplication = "SERVER_TRAFFIC_SECRET_0"
    case clientEarly = "CLIENT_EARLY_TRAFFIC_SECRET"

    fileprivate static let byBytes: [(bytes: [UInt8], label: Label)] = allCases.map { (Array($0.rawValue.utf8), $0) }

    /// Each label's own, for sets of them.
    var bit: UInt8 {
      switch self {
      case .clientRandom: 1
      case .clientHandshake: 2
      case .serverHandshake: 4
      case .clientApplication: 8
      case .serverApplication: 16
      case .clientEarly: 32
      }
    }

    /// Whether a secret can be so long, in bytes.
    fileprivate func admits(_ count: Int) -> Bool {
      self == .clientRandom ? count == 48 : count == 32 || count == 48
    }
  }

  enum Kind {
    case secret(Label, ClientRandom, [UInt8])
    /// A label that is of no use here, with what such a line has: others than these six are written, too.
    case otherLabel
    /// Nothing, or a comment.
    case empty
    /// What it should be and is not.
    case broken
  }

  let kind: Kind

  /// - Parameter line: Without its line end.
  init(_ line: Span<UInt8>) {
    var words: [Range<Int>] = []
    var start = 0
    var end = line.count
    while end > 0, Self.isBlank(line[end - 1]) { end -= 1 }
    while start < end {
      while start < end, Self.isBlank(line[start]) { start += 1 }
      if start < end, words.isEmpty, line[start] == UInt8(ascii: "#") { break }
      var stop = start
      while stop < end, !Self.isBlank(line[stop]) { stop += 1 }
      if stop > start { words.append(start..<stop) }
      start = stop
      if words.count > 3 { break }
    }
    guard !words.isEmpty else {
      kind = .empty
      return
    }
    guard words.count == 3, Self.isLabel(line.extracting(words[0])) else {
      kind = .broken
      return
    }
    guard let label = Self.label(line.extracting(words[0])) else {
      kind = .otherLabel
      return
    }
    guard let random = Self.bytes(line.extracting(words[1])).flatMap({ ClientRandom($0.span) }),
      let secret = Self.bytes(line.extracting(words[2])), label.admits(secret.count)
    else {
      kind = .broken
      return
    }
    kind = .secret(label, random, secret)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  private static func isLabel(_ word: Span<UInt8>) -> Bool {
    for index in word.indices {
      switch word[index] {
      case 0x41...0x5A, 0x30...0x39, 0x5F: continue
      default: return false
      }
    }
    return true
  }

  private static func label(_ word: Span<UInt8>) -> Label? {
    for (bytes, label) in Label.byBytes where bytes.count == word.count {
      if word.indices.allSatisfy({ word[$0] == bytes[$0] }) { return label }
    }
    return nil
  }

  private static func bytes(_ word: Span<UInt8>) -> [UInt8]? {
    guard word.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(word.count / 2)
    for place in stride(from: 0, to: word.count, by: 2) {
      guard let high = digit(word[place]), let low = digit(word[place + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
