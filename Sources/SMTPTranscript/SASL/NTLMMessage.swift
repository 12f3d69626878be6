internal import ByteParsing

/// One message of NTLM, as [MS-NLMP] section 2.2.1 lays it out; names and versions only.
struct NTLMMessage: Sendable {
  enum Kind: UInt32, Sendable {
    case negotiate = 1
    case challenge = 2
    case authenticate = 3
  }

  /// How the answer was made.
  enum Answer: String, Sendable {
    case lm = "LM only"
    case ntlm = "NTLM version 1"
    case ntlmWithSessionSecurity = "NTLM version 1 with session security"
    case ntlmv2 = "NTLM version 2"
    case none = "anonymous"
  }

  static let signature: [UInt8] = [0x4E, 0x54, 0x4C, 0x4D, 0x53, 0x53, 0x50, 0]
  /// Pairs that are read of one list of target information.
  static let maximumPairs = 32

  let kind: Kind
  private(set) var domain: String?
  private(set) var workstation: String?
  private(set) var user: String?
  /// The name of the server's domain or of the server itself.
  private(set) var target: String?
  /// What the server tells about itself, and the service that the client means.
  private(set) var targetInfo: [(label: String, value: String)] = []
  /// Version and build of Windows, or of what imitates it; `nil` where the message does not hold it.
  private(set) var version: String?
  /// Only in an authenticate message.
  private(set) var answer: Answer?
  /// Whether a field lies outside the message, or a name where no name may lie.
  private(set) var isMalformed = false

  private static let unicode: UInt32 = 0x0000_0001
  private static let hasDomain: UInt32 = 0x0000_1000
  private static let hasWorkstation: UInt32 = 0x0000_2000
  private static let sessionSecurity: UInt32 = 0x0008_0000
  private static let hasVersion: UInt32 = 0x0200_0000

  /// `nil` for what is no message of NTLM.
  init?(_ bytes: [UInt8]) {
    let span = bytes.span
    guard bytes.count >= 12, bytes.starts(with: Self.signature),
      let kind = Kind(rawValue: span.littleEndianUInt32(at: 8))
    else { return nil }
    self.kind = kind
    switch kind {
    case .negotiate: readNegotiate(span)
    case .challenge: readChallenge(span)
    case .authenticate: readAuthenticate(span)
    }
  }

  private mutating func readNegotiate(_ bytes: Span<UInt8>) {
    guard bytes.count >= 16 else {
      isMalformed = true
      return
    }
    let flags = bytes.littleEndianUInt32(at: 12)
    if flags & Self.hasDomain != 0 { domain = text(bytes, at: 16, isUnicode: false) }
    if flags & Self.hasWorkstation != 0 { workstation = text(bytes, at: 24, isUnicode: false) }
    if flags & Self.hasVersion != 0 { version = Self.version(bytes, at: 32) }
  }

  private mutating func readChallenge(_ bytes: Span<UInt8>) {
    guard bytes.count >= 32 else {
      isMalformed = true
      return
    }
    let flags = bytes.littleEndianUInt32(at: 20)
    target = text(bytes, at: 12, isUnicode: flags & Self.unicode != 0)
    if bytes.count >= 48, let list = field(bytes, at: 40) { readPairs(bytes, list) }
    if flags & Self.hasVersion != 0 { version = Self.version(bytes, at: 48) }
  }

  private mutating func readAuthenticate(_ bytes: Span<UInt8>) {
    guard bytes.count >= 52, let lm = field(bytes, at: 12), let nt = field(bytes, at: 20) else {
      isMalformed = true
      return
    }
    let flags = bytes.count >= 64 ? bytes.littleEndianUInt32(at: 60) : Self.unicode
    let isUnicode = flags & Self.unicode != 0
    // A name that lies in an answer or in the key would show it.
    var secrets = [lm, nt]
    if bytes.count >= 60, let key = field(bytes, at: 52) { secrets.append(key) }
    domain = text(bytes, at: 28, isUnicode: isUnicode, outside: secrets)
    user = text(bytes, at: 36, isUnicode: isUnicode, outside: secrets)
    workstation = text(bytes, at: 44, isUnicode: isUnicode, outside: secrets)
    if bytes.count >= 72, flags & Self.hasVersion != 0 { version = Self.version(bytes, at: 64) }
    if nt.isEmpty {
      answer = lm.count > 1 ? .lm : Answer.none
    } else if nt.count > 24 {
      answer = .ntlmv2
      // 16 bytes of proof, then 28 of fixed fields, then the pairs.
      if nt.count > 44 { readPairs(bytes, (nt.lowerBound + 44)..<nt.upperBound, isAnswer: true) }
    } else {
      answer = flags & Self.sessionSecurity != 0 ? .ntlmWithSessionSecurity : .ntlm
    }
  }

  /// Where a field lies: 16 bits of length, 16 of room, 32 of offset. `nil`, and malformed, where that is outside.
  private mutating func field(_ bytes: Span<UInt8>, at offset: Int) -> Range<Int>? {
    guard offset + 8 <= bytes.count else { return nil }
    let length = Int(bytes.littleEndianUInt16(at: offset))
    guard length > 0 else { return 0..<0 }
    let start = Int(bytes.littleEndianUInt32(at: offset + 4))
    guard start >= 12, start <= bytes.count, length <= bytes.count - start else {
      isMalformed = true
      return nil
    }
    return start..<(start + length)
  }

  private mutating func text(
    _ bytes: Span<UInt8>, at offset: Int, isUnicode: Bool, outside: [Range<Int>] = []
  ) -> String? {
    guard let place = field(bytes, at: offset), !place.isEmpty else { return nil }
    guard !outside.contains(where: { $0.overlaps(place) }),
      let text = Self.text(bytes.extracting(place), isUnicode: isUnicode)
    else {
      isMalformed = true
      return nil
    }
    return text
  }

  private static func text(_ bytes: Span<UInt8>, isUnicode: Bool) -> String? {
    guard isUnicode else { return PrintableText.string(bytes, limit: SASLExchange.maximumNameBytes) }
    guard bytes.count % 2 == 0 else { return nil }
    var units: [UInt16] = []
    for offset in stride(from: 0, to: min(bytes.count, 2 * SASLExchange.maximumNameBytes), by: 2) {
      units.append(bytes.littleEndianUInt16(at: offset))
    }
    return String(validating: units, as: UTF16.self).map { PrintableText.string($0) }
  }

  /// AV pairs ([MS-NLMP] section 2.2.2.1).
  private mutating func readPairs(_ bytes: Span<UInt8>, _ list: Range<Int>, isAnswer: Bool = false) {
    var position = list.lowerBound
    for _ in 0..<Self.maximumPairs {
      guard position + 4 <= list.upperBound else { return }
      let id = bytes.littleEndianUInt16(at: position)
      let length = Int(bytes.littleEndianUInt16(at: position + 2))
      let start = position + 4
      guard id != 0 else { return }
      guard length <= list.upperBound - start else {
        isMalformed = true
        return
      }
      let value = bytes.extracting(start..<(start + length))
      position = start + length
      // The answer repeats what the server said, and adds the service that it is meant for.
      if isAnswer && id != 9 { continue }
      switch id {
      case 7:
        guard length == 8, let time = UTCText.string(fileTime: value.littleEndianUInt64(at: 0)) else { continue }
        targetInfo.append(("server time", time))
      case 1, 2, 3, 4, 5, 9:
        guard length > 0, let text = Self.text(value, isUnicode: true) else { continue }
        targetInfo.append((Self.labels[Int(id)], text))
      default: break
      }
    }
  }

  private static let labels = [
    "", "server NetBIOS name", "server NetBIOS domain", "server DNS name", "server DNS domain", "server DNS forest", "",
    "", "", "target service",
  ]

  private static func version(_ bytes: Span<UInt8>, at offset: Int) -> String? {
    guard offset + 4 <= bytes.count else { return nil }
    let text = "\(bytes[offset]).\(bytes[offset + 1]).\(bytes.littleEndianUInt16(at: offset + 2))"
    return text == "0.0.0" ? nil : text
  }
}

extension SASLExchange {
  /// NTLM, alone or within SPNEGO.
  mutating func note(_ message: NTLMMessage, isWhole: Bool = true) -> Note {
    if message.isMalformed, isWhole, message.kind != .challenge {
      add(.malformed("a field of the NTLM message lies outside its place"))
    }
    switch message.kind {
    case .negotiate:
      add("domain", message.domain)
      add("workstation", message.workstation)
      add("client version", message.version)
      let from = message.workstation.map { " from \($0)" } ?? ""
      return Note(text: "NTLM negotiate\(from)")
    case .challenge:
      progress.sawChallenge = true
      add("target", message.target)
      for (label, value) in message.targetInfo { add(label, value) }
      add("server version", message.version)
      let target = message.target.map { ": target \($0)" } ?? ""
      let host = message.targetInfo.first { $0.label == "server DNS name" }.map { ", host \($0.value)" } ?? ""
      return Note(text: "NTLM challenge\(target)\(host)")
    case .authenticate:
      add("domain", message.domain)
      add("workstation", message.workstation)
      add("answer", message.answer?.rawValue)
      for (label, value) in message.targetInfo { add(label, value) }
      add("client version", message.version)
      if let name = message.user {
        user = message.domain.map { name.contains("@") ? name : "\($0)\\\(name)" } ?? name
      }
      if let answer = message.answer, answer != .none, progress.sawChallenge { exposesChallengeResponse = true }
      let who = user.map { ": user \($0)" } ?? ""
      let from = message.workstation.map { " from \($0)" } ?? ""
      return Note(text: "NTLM authenticate\(who)\(from), response withheld")
    }
  }
}
