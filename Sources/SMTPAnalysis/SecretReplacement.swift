import SMTPTranscript

/// What stands in the place of a credential in a redacted capture: as many bytes, of a form that the analysis reads as the
/// same kind of thing, so that its verdict stays the same.
enum SecretReplacement {
  /// Shorter words are not looked for elsewhere: they stand everywhere.
  static let minimumWordLength = 6

  private static let letter = UInt8(ascii: "x")

  /// `secret` is one line's part, its line end perhaps with it.
  static func replace(_ secret: [UInt8]) -> [UInt8] {
    let end = secret.lastIndex { $0 != 0x0D && $0 != 0x0A }.map { $0 + 1 } ?? 0
    let body = Array(secret[..<end])
    // A lone `*` cancels, a lone `=` is the empty response; neither tells anything.
    if body == [0x2A] || body == [0x3D] { return secret }
    var replaced = [UInt8](repeating: letter, count: body.count)
    if let decoded = Base64.bytes(of: body) {
      replaced = Base64.text(of: disguised(decoded), count: body.count)
    } else {
      for (index, byte) in body.enumerated() where byte == 0x20 { replaced[index] = byte }
    }
    return replaced + secret[end...]
  }

  /// The words of a credential that must be nowhere in the output, in the form that crossed the network and decoded.
  static func words(of secret: [UInt8], users: Set<String>) -> [[UInt8]] {
    // What is not replaced holds no secret.
    guard replace(secret) != secret else { return [] }
    var words = secret.split { [0x20, 0x09, 0x0D, 0x0A].contains($0) }.map(Array.init)
    for word in words {
      guard let decoded = Base64.bytes(of: word), isText(decoded) else { continue }
      for part in decoded.split(whereSeparator: { [0x00, 0x01, 0x20, 0x2C].contains($0) }) {
        let value = withoutKey(Array(part))
        // Names of users, hosts and mechanisms also stand where they are no secret.
        let key = part.prefix(part.count - value.count)
        if key.isEmpty || [Array("auth=".utf8), Array("p=".utf8)].contains(Array(key)) { words.append(value) }
      }
    }
    return words.filter { word in
      word.count >= minimumWordLength && !users.contains(String(decoding: word, as: UTF8.self).lowercased())
        && !structural.contains(String(decoding: word, as: UTF8.self).lowercased())
    }
  }

  private static let structural: Set<String> = ["bearer", "auth=bearer", "ntlmssp"]

  /// Everything but what gives the message its form: separators, and the names of its fields.
  private static func disguised(_ message: [UInt8]) -> [UInt8] {
    if message.starts(with: Array("NTLMSSP\0".utf8)) {
      let kept = ntlmHeaderLength(message)
      return Array(message[..<kept]) + [UInt8](repeating: 0x78, count: message.count - kept)
    }
    guard isText(message) else { return [UInt8](repeating: letter, count: message.count) }
    var output: [UInt8] = []
    var word: [UInt8] = []
    for byte in message + [0x00] {
      if [0x00, 0x01, 0x20, 0x2C].contains(byte) {
        let key = word.count - withoutKey(word).count
        let isWhole = structural.contains(String(decoding: word, as: UTF8.self).lowercased())
        output += isWhole ? word : word[..<key] + [UInt8](repeating: letter, count: word.count - key)
        output.append(byte)
        word = []
      } else {
        word.append(byte)
      }
    }
    output.removeLast()
    return output
  }

  /// The header of an NTLM message (MS-NLMP section 2.2.1) holds lengths and places; what they point to holds the secret. It ends where
  /// the first of these begins: old messages have a shorter one.
  private static func ntlmHeaderLength(_ message: [UInt8]) -> Int {
    let kind = message.count > 8 ? message[8] : 0
    let fields = kind == 3 ? stride(from: 12, through: 52, by: 8).map(\.self) : [16, 24]
    // Signature, kind, and the fields that all have.
    let least = kind == 3 ? 52 : 32
    var first: Int?
    for field in fields where field + 8 <= message.count {
      let length = Int(message[field]) | Int(message[field + 1]) << 8
      let place = (0..<4).reduce(0) { $0 | Int(message[field + 4 + $1]) << (8 * $1) }
      if length > 0 { first = min(first ?? 64, max(place, least)) }
    }
    return min(message.count, first ?? least)
  }

  /// `tls-unique` of `p=tls-unique`: what follows the name of a field that a mechanism has.
  private static func withoutKey(_ word: [UInt8]) -> [UInt8] {
    guard let sign = word.firstIndex(of: 0x3D) else { return word }
    let key = String(decoding: word[..<sign], as: UTF8.self).lowercased()
    let keys: Set<String> = ["user", "auth", "host", "port", "n", "r", "c", "p", "a", "v", "s", "i"]
    return keys.contains(key) ? Array(word[(sign + 1)...]) : word
  }

  private static func isText(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0 || $0 == 1 }
  }
}
