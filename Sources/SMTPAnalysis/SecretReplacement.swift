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
    // The header of an NTLM message (MS-NLMP section 2.2.1) holds lengths and places; what they point to holds the secret.
    if message.starts(with: Array("NTLMSSP\0".utf8)) {
      let kept = min(message.count, 64)
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

/// Base64 for whole texts without line ends (RFC 4648 section 4).
private enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// `nil` where it is none.
  static func bytes(of text: [UInt8]) -> [UInt8]? {
    guard !text.isEmpty, text.count % 4 == 0 else { return nil }
    let padding = text.reversed().prefix { $0 == 0x3D }.count
    guard padding <= 2 else { return nil }
    var output: [UInt8] = []
    var group: UInt32 = 0
    for (index, byte) in text.enumerated() {
      var value: UInt32 = 0
      if index < text.count - padding {
        guard let found = alphabet.firstIndex(of: byte) else { return nil }
        value = UInt32(found)
      }
      group = group << 6 | value
      if index % 4 == 3 {
        output += [
          UInt8(truncatingIfNeeded: group >> 16), UInt8(truncatingIfNeeded: group >> 8),
          UInt8(truncatingIfNeeded: group),
        ]
        group = 0
      }
    }
    output.removeLast(padding)
    return output
  }

  static func text(of bytes: [UInt8], count: Int) -> [UInt8] {
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = (0..<3).map { start + $0 < bytes.count ? UInt32(bytes[start + $0]) : 0 }
      let value = group[0] << 16 | group[1] << 8 | group[2]
      let kept = min(3, bytes.count - start) + 1
      for place in 0..<4 {
        output.append(place < kept ? alphabet[Int(value >> UInt32(18 - 6 * place) & 63)] : 0x3D)
      }
    }
    // Always so for what `bytes` gave; the length on the wire must not change in any case.
    while output.count < count { output.append(0x3D) }
    return Array(output.prefix(count))
  }
}
