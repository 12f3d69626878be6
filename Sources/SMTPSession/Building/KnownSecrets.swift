import ByteParsing
import SMTPTranscript

/// What a client said that must not be shown, so that it is known again where somebody repeats it: as it crossed the wire, decoded,
/// and encoded anew.
///
/// Runs of eight bytes are remembered, and shorter words whole: a peer that repeats a part of a credential has said enough of it.
struct KnownSecrets: Sendable {
  /// Shorter words stand everywhere.
  static let minimumCount = 6
  /// Bytes that are remembered; beyond them ``isFull`` holds.
  static let maximumBytes = 64 << 10
  private static let run = 8

  private var runs: Set<UInt64> = []
  private var words: Set<[UInt8]> = []
  /// Words that are looked for between other words only.
  private var tokens: Set<[UInt8]> = []
  private var bytes = 0
  /// There were more than fit: what a server says cannot be compared with all of them.
  private(set) var isFull = false

  var isEmpty: Bool { runs.isEmpty && words.isEmpty && tokens.isEmpty && !isFull }

  /// Remembers a line of a SASL exchange, or another text, but for the names in `open`, which are in lower case.
  mutating func add(_ text: [UInt8], besides open: Set<[UInt8]>) {
    for word in text.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }) {
      let word = Array(word)
      let decoded = Self.decoded(word)
      // An NTLM message (MS-NLMP section 2.2.1) begins as the server's does, and shares names with it; nobody repeats its responses.
      if let decoded, decoded.starts(with: "NTLMSSP".utf8) { continue }
      insert(word, besides: open)
      guard let decoded else { continue }
      for part in decoded.split(whereSeparator: Self.separates) {
        let (key, value) = Self.field(Array(part))
        // The other fields are names of users, hosts and mechanisms, and stand where they are no secret.
        guard Self.secretFields.contains(key), !open.contains(value.map(asciiLowercase)) else { continue }
        for piece in value.split(separator: 0x20) { insert(Array(piece), besides: open) }
      }
    }
  }

  /// Remembers what a line that may be anything holds: words by which it is known again, and a line of one word as a credential.
  ///
  /// Words of a language and parts of names are left out, because servers use them, too.
  mutating func addDoubtful(_ line: Span<UInt8>) {
    let text = line.copied()
    let isOneWord = !text.contains { $0 == 0x20 || $0 == 0x09 || $0 == 0x2E || $0 == 0x40 || $0 == 0x3A }
    if isOneWord { add(text, besides: []) }
    addTokens(of: text)
  }

  /// Remembers the words of a text that are more than letters, each as a whole.
  mutating func addTokens(of text: [UInt8]) {
    for range in Self.wordRanges(of: text) {
      let word = text[range].map(asciiLowercase)
      guard word.count >= Self.minimumCount, word.contains(where: { !(0x61...0x7A).contains($0) }) else { continue }
      guard bytes + word.count <= Self.maximumBytes else {
        isFull = true
        return
      }
      bytes += word.count
      tokens.insert(word)
    }
  }

  /// Runs of letters, digits, hyphens, underscores and what base64 needs.
  private static func wordRanges(of text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for index in 0...text.count where index == text.count || !isWordByte(text[index]) {
      if index > start { ranges.append(start..<index) }
      start = index + 1
    }
    return ranges
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x2B, 0x21, 0x24, 0x80...0xFF: true
    default: false
    }
  }

  private mutating func insert(_ word: [UInt8], besides open: Set<[UInt8]>) {
    let folded = word.map(asciiLowercase)
    guard folded.count >= Self.minimumCount, !open.contains(folded), !Self.structural.contains(folded) else { return }
    guard bytes + folded.count <= Self.maximumBytes else {
      isFull = true
      return
    }
    bytes += folded.count
    guard folded.count >= Self.run else {
      words.insert(folded)
      return
    }
    for start in 0...(folded.count - Self.run) {
      let run = Self.packed(folded, at: start)
      if !Self.prompts.contains(run) { runs.insert(run) }
    }
  }

  /// Of OAUTHBEARER and SCRAM (RFC 7628 and 5802), and what stands without a name.
  private static let secretFields: Set<[UInt8]> = [[], Array("auth".utf8), Array("p".utf8), Array("v".utf8)]

  /// What servers ask for is part of many a password.
  private static let prompts: Set<UInt64> = [
    packed(Array("password".utf8), at: 0), packed(Array("username".utf8), at: 0), packed(Array("passwort".utf8), at: 0),
  ]

  private static let structural: Set<[UInt8]> = [
    Array("bearer".utf8), Array("ntlmssp".utf8), Array("authorization".utf8), Array("username".utf8),
    Array("password".utf8),
  ]

  private static func separates(_ byte: UInt8) -> Bool { byte == 0x00 || byte == 0x01 || byte == 0x2C }

  /// `p` and what follows the sign of `p=…`; without a key what has none.
  private static func field(_ part: [UInt8]) -> (key: [UInt8], value: [UInt8]) {
    guard let sign = part.firstIndex(of: 0x3D), sign <= 4 else { return ([], part) }
    return (part[..<sign].map(asciiLowercase), Array(part[(sign + 1)...]))
  }

  private static func packed(_ bytes: [UInt8], at start: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in start..<(start + run) { value = value << 8 | UInt64(bytes[index]) }
    return value
  }

  /// Base64 in either alphabet; `nil` where it is none.
  private static func decoded(_ word: [UInt8]) -> [UInt8]? {
    guard word.count >= 8 else { return nil }
    for forURLs in [false, true] {
      if let bytes = Base64Text.decode(word, forURLs: forURLs), !bytes.isEmpty { return bytes }
    }
    return nil
  }

  // MARK: - Finding

  /// Where `text` repeats one: the runs of bytes, in their order, apart from each other.
  func places(in text: [UInt8]) -> [Range<Int>] {
    guard !isEmpty else { return [] }
    var places = directPlaces(in: text)
    // By byte, so that looking whether a word lies in what was found takes no longer the more was found.
    var isFound = [Bool](repeating: false, count: text.count)
    for place in places { for index in place { isFound[index] = true } }
    func add(_ range: Range<Int>) {
      places.append(range)
      for index in range { isFound[index] = true }
    }
    if !tokens.isEmpty {
      for range in Self.wordRanges(of: text) where !range.contains(where: { isFound[$0] }) {
        if tokens.contains(text[range].map(asciiLowercase)) { add(range) }
      }
    }
    for run in Self.encodedRuns(of: text) where !run.contains(where: { isFound[$0] }) {
      if Self.readings(of: Array(text[run])).contains(where: { !directPlaces(in: $0).isEmpty }) { add(run) }
    }
    return places.sorted { $0.lowerBound < $1.lowerBound }
  }

  func areRepeated(in text: String) -> Bool { !places(in: Array(text.utf8)).isEmpty }

  private func directPlaces(in text: [UInt8]) -> [Range<Int>] {
    let folded = text.map(asciiLowercase)
    var places: [Range<Int>] = []
    func mark(_ range: Range<Int>) {
      if let last = places.last, range.lowerBound <= last.upperBound {
        places[places.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        places.append(range)
      }
    }
    for start in folded.indices {
      if start + Self.run <= folded.count, runs.contains(Self.packed(folded, at: start)) {
        mark(start..<(start + Self.run))
      }
      guard !words.isEmpty else { continue }
      for count in Self.minimumCount..<Self.run where start + count <= folded.count {
        if words.contains(Array(folded[start..<(start + count)])) { mark(start..<(start + count)) }
      }
    }
    return places
  }

  /// Runs of characters in which bytes can be written: base64, hexadecimal, percent-encoding.
  private static func encodedRuns(of text: [UInt8]) -> [Range<Int>] {
    var tokens: [Range<Int>] = []
    var start = 0
    for index in 0...text.count where index == text.count || !isEncoding(text[index]) {
      if index - start >= 8 { tokens.append(start..<index) }
      start = index + 1
    }
    return tokens
  }

  private static func isEncoding(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F, 0x2D, 0x5F, 0x3D, 0x25, 0x2E, 0x7E: true
    default: false
    }
  }

  /// What a token can stand for. UTF-16 is read without its empty bytes.
  private static func readings(of token: [UInt8]) -> [[UInt8]] {
    var readings: [[UInt8]] = []
    if token.contains(0x25) { readings.append(percentDecoded(token)) }
    if let bytes = hexDecoded(token) { readings.append(bytes) }
    // A prefix such as `x=` does not belong to the base64 behind it.
    let pieces = [token] + (token.firstIndex(of: 0x3D).map { [Array(token[($0 + 1)...])] } ?? [])
    for piece in pieces where piece.count >= 8 { if let bytes = decoded(piece) { readings.append(bytes) } }
    return readings + readings.filter { $0.contains(0) }.map { $0.filter { $0 != 0 } }
  }

  private static func percentDecoded(_ token: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < token.count {
      if token[index] == 0x25, index + 2 < token.count, let high = digit(token[index + 1]),
        let low = digit(token[index + 2])
      {
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(token[index])
        index += 1
      }
    }
    return result
  }

  private static func hexDecoded(_ token: [UInt8]) -> [UInt8]? {
    guard token.count % 2 == 0 else { return nil }
    var result: [UInt8] = []
    for index in stride(from: 0, to: token.count, by: 2) {
      guard let high = digit(token[index]), let low = digit(token[index + 1]) else { return nil }
      result.append(high << 4 | low)
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
