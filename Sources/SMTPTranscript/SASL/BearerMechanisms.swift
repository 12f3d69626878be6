/// OAUTHBEARER (RFC 7628) and its forerunner XOAUTH2.
extension SASLExchange {
  /// `user=` name, 0x01, `auth=Bearer ` token, 0x01 0x01.
  mutating func readXOAUTH2(_ content: [UInt8], isWhole: Bool) -> Note? {
    if Self.isDummy(content) { return Note(text: "nothing, as the mechanism asks for after an error report") }
    let fields = content.split(separator: 1, omittingEmptySubsequences: false)
    let name = fields[0].dropping("user=")
    if isWhole {
      if name == nil { add(.malformed("the answer does not begin with user=")) }
      if name != nil, fields.count < 3 { add(.malformed("the byte 0x01 is missing between the fields")) }
      noteBearerEnd(content)
    }
    // Without 0x01 the token is part of what follows `user=`.
    if let name, fields.count > 1 { readBearerUser(name) }
    return readBearerFields(fields.dropFirst(), isWhole: isWhole)
  }

  /// GS2 header (`n,a=name,`), 0x01, then fields that each end with 0x01, and a last 0x01.
  mutating func readOAuthBearer(_ content: [UInt8], isWhole: Bool) -> Note? {
    if Self.isDummy(content) { return Note(text: "nothing, as the mechanism asks for after an error report") }
    let fields = content.split(separator: 1, omittingEmptySubsequences: false)
    let header = fields[0].split(separator: 0x2C, omittingEmptySubsequences: false)
    if fields.count > 1, header.count == 3, header[2].isEmpty {
      if let name = header[1].dropping("a=") { readBearerUser(name) }
    } else if isWhole {
      add(.malformed("the answer does not begin with a GS2 header"))
    }
    if isWhole { noteBearerEnd(content) }
    return readBearerFields(fields.dropFirst(), isWhole: isWhole)
  }

  private static func isDummy(_ content: [UInt8]) -> Bool { content.isEmpty || content == [1] }

  private mutating func noteBearerEnd(_ content: [UInt8]) {
    if !content.suffix(2).elementsEqual([1, 1]) { add(.malformed("the two bytes 0x01 at the end are missing")) }
  }

  private mutating func readBearerUser(_ bytes: ArraySlice<UInt8>) {
    guard !bytes.isEmpty else {
      add(.empty("user name"))
      return
    }
    guard !bytes.mentions("auth="), !bytes.mentions("bearer") else {
      add(.malformed("the byte 0x01 is missing between the fields"))
      return
    }
    user = name(bytes, field: "user name")
  }

  private mutating func readBearerFields(_ fields: ArraySlice<ArraySlice<UInt8>>, isWhole: Bool) -> Note? {
    var hasToken = false
    for (place, field) in fields.enumerated().prefix(32) {
      // The last field of a message that is cut may go on.
      let isCut = !isWhole && place == fields.count - 1
      if let value = field.dropping("auth=") {
        guard let token = value.dropping("bearer ") else {
          if isWhole { add(.malformed("auth= does not hold a Bearer token")) }
          continue
        }
        hasToken = true
        if token.isEmpty {
          if !isCut { add(.empty("token")) }
        } else {
          exposesSecret = true
          if !isCut { readToken(token) }
        }
      } else if !isCut, !field.mentions("bearer") {
        if let host = field.dropping("host=") { add("host", name(host, field: "host")) }
        if let port = field.dropping("port="), port.count <= 5 { add("port", name(port, field: "port")) }
      }
    }
    if isWhole, !hasToken { add(.malformed("the answer holds no Bearer token")) }
    let who = user.map { "user \($0)" } ?? "user not shown"
    return Note(text: hasToken ? "\(who), token withheld" : "\(who), the rest withheld")
  }

  /// Of a token that is a JWT (RFC 7519) only when it ends and for whom it is made.
  private mutating func readToken(_ token: ArraySlice<UInt8>) {
    add("token", "\(token.count) characters")
    let parts = token.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return }
    let claims = Base64.decode(Array(parts[1]), forURLs: true)
    guard claims.problem == nil, let members = FlatJSON.members(claims.bytes) else { return }
    for (key, value) in members {
      if key == "exp", let seconds = Int64(value) { add("token expires", UTCText.string(seconds: seconds)) }
      if key == "aud" { add("token audience", name(Array(value.utf8)[...], field: "audience")) }
    }
  }

  /// The error report that comes in the place of a challenge (RFC 7628 section 3.2.2).
  mutating func readBearerReport(_ content: [UInt8]) -> Note? {
    if let members = FlatJSON.members(content) {
      for (key, value) in members
      where ["status", "schemes", "scope", "error", "error_description", "openid-configuration"].contains(key) {
        add(key, Self.shown(Array(value.utf8)[...]))
      }
    }
    return Self.readable(content).map { Note(text: $0) }
  }
}
