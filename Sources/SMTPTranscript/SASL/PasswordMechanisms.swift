/// PLAIN (RFC 4616), LOGIN, EXTERNAL (RFC 4422 appendix A) and ANONYMOUS (RFC 4505).
extension SASLExchange {
  /// `[authzid] NUL authcid NUL passwd`.
  mutating func readPlain(_ content: [UInt8], isWhole: Bool) -> Note? {
    if content.isEmpty { return isWhole ? Note(text: "empty") : nil }
    let fields = content.split(separator: 0, omittingEmptySubsequences: false)
    if fields.count >= 2, let last = fields.last, !last.isEmpty { exposesSecret = true }
    guard fields.count == 3 || (!isWhole && fields.count > 3) else {
      if isWhole { add(.wrongNumberOfNULs(fields.count - 1)) }
      return Note(text: "\(content.count) bytes that are no PLAIN login, withheld")
    }
    if isWhole, fields[2].isEmpty {
      // As when the first NUL was forgotten and one stands at the end: the password may be where the name belongs.
      add(.empty("password"))
      return Note(text: "no password in its place; the rest withheld")
    }
    let authorization = name(fields[0], field: "authorization identity")
    let authentication = name(fields[1], field: "user name")
    user = authentication
    if fields[1].isEmpty { add(.empty("user name")) }
    if authorization != authentication { add("authorization identity", authorization) }
    notePassword(fields[2], isWhole: isWhole)
    let who = authentication.map { "user \($0)" } ?? "user not shown"
    return Note(text: "\(who), password withheld")
  }

  /// The user name and the password, each in answer to a prompt.
  mutating func readLogin(_ content: [UInt8], isWhole: Bool) -> Note? {
    let asked = loginPrompt()
    noteLoginLine(isEmpty: content.isEmpty)
    switch asked {
    case .user:
      guard isWhole else { return nil }
      if content.isEmpty { add(.empty("user name")) }
      // A PLAIN login in the wrong place holds the password too; its NUL bytes keep it from being shown.
      guard let name = name(content[...], field: "user name") else { return nil }
      user = name
      return Note(text: "user \(name)")
    case .password:
      notePassword(content[...], isWhole: isWhole)
      return Note(text: "password withheld")
    case nil: return nil
    }
  }

  private enum LoginPrompt { case user, password }

  /// What the next response is, as far as that is certain.
  private func loginPrompt() -> LoginPrompt? {
    if let prompt = progress.challenge?[...] {
      if prompt.mentions("pass") { return .password }
      if prompt.mentions("user") || prompt.mentions("login") { return .user }
    }
    guard progress.isInOrder else { return nil }
    return progress.gaveUser ? .password : .user
  }

  /// Notes what crossed the network with a response of LOGIN, whether or not it can be decoded.
  mutating func noteLoginLine(isEmpty: Bool) {
    switch loginPrompt() {
    case .user: progress.gaveUser = true
    case .password: if !isEmpty { exposesSecret = true }
    case nil: break
    }
  }

  private mutating func notePassword(_ password: ArraySlice<UInt8>, isWhole: Bool) {
    guard isWhole else { return }
    guard let last = password.last else {
      add(.empty("password"))
      return
    }
    if last == 0x0A || last == 0x0D {
      add(.lineEnd("password"))
    } else if String(validating: password, as: UTF8.self) == nil {
      add(.notUTF8("password"))
    }
  }

  mutating func readExternal(_ content: [UInt8]) -> Note? {
    if content.isEmpty { return Note(text: "empty: the identity of the certificate") }
    guard let name = name(content[...], field: "authorization identity") else { return nil }
    user = name
    return Note(text: "user \(name)")
  }

  /// An address or another word left by choice.
  mutating func readAnonymous(_ content: [UInt8]) -> Note? {
    if content.isEmpty { return Note(text: "empty") }
    guard let trace = name(content[...], field: "trace") else { return nil }
    add("trace", trace)
    return Note(text: "trace \(trace)")
  }
}
