/// CRAM-MD5 (RFC 2195), DIGEST-MD5 (RFC 2831) and SCRAM (RFC 5802, RFC 7677).
extension SASLExchange {
  /// The name, a space, and 32 hexadecimal digits.
  mutating func readCRAM(_ content: [UInt8]) -> Note? {
    guard let space = content.lastIndex(of: 0x20), content.count - space == 33,
      content[(space + 1)...].allSatisfy(Self.isHexDigit)
    else {
      add(.malformed("the answer is not a name, a space and 32 hexadecimal digits"))
      return nil
    }
    exposesChallengeResponse = progress.sawChallenge
    guard let name = name(content[..<space], field: "user name") else {
      if space == 0 { add(.empty("user name")) }
      return Note(text: "user not shown, digest withheld")
    }
    user = name
    return Note(text: "user \(name), digest withheld")
  }

  // MARK: DIGEST-MD5

  mutating func readDigestChallenge(_ content: [UInt8]) -> Note? {
    guard let directives = Self.directives(content) else { return nil }
    if directives["rspauth"] != nil {
      return Note(text: "proof of the server, withheld", isSecret: true)
    }
    var words: [String] = []
    for key in ["realm", "qop", "charset", "cipher"] {
      guard let value = directives[key] else { continue }
      add(key == "realm" ? "realm" : "\(key) offered", Self.shown(value[...]))
      words.append("\(key) \(Self.shown(value[...]))")
    }
    return words.isEmpty ? nil : Note(text: words.joined(separator: ", "))
  }

  mutating func readDigestResponse(_ content: [UInt8]) -> Note? {
    if content.isEmpty { return Note(text: "empty") }
    guard let directives = Self.directives(content) else {
      add(.malformed("the answer is no list of directives"))
      return nil
    }
    if let response = directives["response"], response.count == 32, response.allSatisfy(Self.isHexDigit) {
      exposesChallengeResponse = progress.sawChallenge
    } else {
      add(.malformed("the answer lacks a response of 32 hexadecimal digits"))
    }
    if let bytes = directives["username"], let name = name(bytes[...], field: "user name") { user = name }
    for (key, label) in [
      ("realm", "realm"), ("digest-uri", "service"), ("qop", "qop"), ("authzid", "authorization identity"),
    ] {
      if let value = directives[key] { add(label, name(value[...], field: label)) }
    }
    return Note(text: "\(user.map { "user \($0)" } ?? "user not shown"), response withheld")
  }

  /// A list of `name=value` and `name="value"`; `nil` where it is none: what cannot be cut for certain is not shown.
  static func directives(_ content: [UInt8]) -> [String: [UInt8]]? {
    var result: [String: [UInt8]] = [:]
    var position = 0
    while position < content.count {
      while position < content.count, [0x20, 0x09, 0x0A, 0x0D, 0x2C].contains(content[position]) { position += 1 }
      guard position < content.count else { break }
      guard result.count < 64, let equals = content[position...].firstIndex(of: 0x3D) else { return nil }
      let key = content[position..<equals]
      guard !key.isEmpty, key.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x2C }) else { return nil }
      position = equals + 1
      var value: [UInt8] = []
      if position < content.count, content[position] == 0x22 {
        position += 1
        while position < content.count, content[position] != 0x22 {
          if content[position] == 0x5C { position += 1 }
          guard position < content.count else { return nil }
          value.append(content[position])
          position += 1
        }
        guard position < content.count else { return nil }
        position += 1
        guard position == content.count || [0x20, 0x09, 0x0A, 0x0D, 0x2C].contains(content[position]) else {
          return nil
        }
      } else {
        while position < content.count, content[position] != 0x2C {
          if content[position] == 0x22 || content[position] == 0x3D { return nil }
          value.append(content[position])
          position += 1
        }
      }
      let name = String(decoding: key, as: UTF8.self).lowercased()
      if result[name] == nil { result[name] = value }
    }
    return result.isEmpty ? nil : result
  }

  // MARK: SCRAM

  /// `r=,s=,i=` of the server's first message, `v=` or `e=` of its last.
  mutating func readSCRAMChallenge(_ content: [UInt8]) -> Note? {
    let attributes = Self.attributes(content[...])
    if attributes["v"] != nil { return Note(text: "proof of the server, withheld", isSecret: true) }
    if let error = attributes["e"] {
      add("server error", Self.shown(error))
      return Note(text: "error \(Self.shown(error))")
    }
    guard attributes["r"] != nil, let iterations = attributes["i"], iterations.count <= 10,
      iterations.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    else { return nil }
    add("iterations", Self.shown(iterations))
    return Note(text: "\(Self.shown(iterations)) iterations")
  }

  mutating func readSCRAMResponse(_ content: [UInt8]) -> Note? {
    if content.isEmpty { return Note(text: "empty") }
    if content.starts(with: [0x63, 0x3D]) {
      guard Self.attributes(content[...])["p"] != nil else {
        add(.malformed("the last answer lacks its proof"))
        return nil
      }
      exposesChallengeResponse = progress.sawChallenge
      return Note(text: "proof withheld")
    }
    // gs2-cbind-flag "," [authzid] "," then the message proper.
    let parts = content.split(separator: 0x2C, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let flag = Self.channelBinding(parts[0]), let bytes = Self.attributes(parts[2])["n"],
      Self.attributes(parts[2])["r"] != nil
    else {
      add(.malformed("the first answer is no first message of SCRAM"))
      return nil
    }
    add("channel binding", flag)
    if let authorization = parts[1].dropping("a=") {
      add("authorization identity", name(Self.unescaped(authorization)[...], field: "authorization identity"))
    }
    user = name(Self.unescaped(bytes)[...], field: "user name")
    if bytes.isEmpty { add(.empty("user name")) }
    return Note(text: user.map { "user \($0)" } ?? "user not shown")
  }

  private static func channelBinding(_ flag: ArraySlice<UInt8>) -> String? {
    if flag.elementsEqual([0x6E]) { return "not used" }
    if flag.elementsEqual([0x79]) { return "not used, as the server seems to offer none" }
    return flag.dropping("p=").map(shown)
  }

  private static func attributes(_ content: ArraySlice<UInt8>) -> [String: ArraySlice<UInt8>] {
    var result: [String: ArraySlice<UInt8>] = [:]
    for part in content.split(separator: 0x2C, maxSplits: 32) where part.count >= 2 && part[part.startIndex + 1] == 0x3D
    {
      let key = String(decoding: part.prefix(1), as: UTF8.self)
      if result[key] == nil { result[key] = part.dropFirst(2) }
    }
    return result
  }

  /// `=2C` and `=3D` stand for a comma and an equals sign (RFC 5802 section 5.1).
  private static func unescaped(_ name: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var index = name.startIndex
    while index < name.endIndex {
      if name[index...].starts(with: [0x3D, 0x32, 0x43]) {
        result.append(0x2C)
        index += 3
      } else if name[index...].starts(with: [0x3D, 0x33, 0x44]) {
        result.append(0x3D)
        index += 3
      } else {
        result.append(name[index])
        index += 1
      }
    }
    return result
  }

  static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
  }
}
