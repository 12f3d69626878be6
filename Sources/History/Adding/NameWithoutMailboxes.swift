/// A distinguished name (RFC 4514) without the mail addresses that stand in it: certificates of people and of their mail have these in a subject.
///
/// The whole value that holds one is replaced, because it may hold the person's name as well.
enum NameWithoutMailboxes {
  static let standIn = "(a mail address)"

  static func text(_ name: String) -> String {
    guard mayHoldMailbox(name) else { return name }
    return values(Array(name.utf8)).map { value in
      let text = String(decoding: value.bytes, as: UTF8.self)
      guard holdsMailbox(value) else { return text }
      let separator = value.bytes.first.map { $0 == 0x2C || $0 == 0x2B } ?? false ? 1 : 0
      return String(decoding: value.bytes.prefix(max(separator, value.start)), as: UTF8.self) + standIn
    }.joined()
  }

  /// One attribute with its value, and with the comma or plus sign before it.
  private struct Value {
    var bytes: ArraySlice<UInt8>
    /// Bytes before the value itself; 0 where there is no equals sign.
    var start: Int
  }

  /// Each ends where a separator that is not escaped stands before another attribute's type; a name that is none is one value.
  private static func values(_ bytes: [UInt8]) -> [Value] {
    var values: [Value] = []
    var (begin, value) = (0, startOfValue(bytes, 0) ?? 0)
    var place = 0
    while place < bytes.count {
      if bytes[place] == 0x5C {
        place += 2
        continue
      }
      if bytes[place] == 0x2C || bytes[place] == 0x2B, place > begin, let next = startOfValue(bytes, place + 1) {
        values.append(Value(bytes: bytes[begin..<place], start: value - begin))
        (begin, value) = (place, next)
      }
      place += 1
    }
    values.append(Value(bytes: bytes[begin...], start: max(0, value - begin)))
    return values
  }

  /// Where the value begins of an attribute whose type stands at a place: a name or an OID, and an equals sign.
  private static func startOfValue(_ bytes: [UInt8], _ place: Int) -> Int? {
    var place = place
    while place < bytes.count, bytes[place] == 0x20 { place += 1 }
    let start = place
    while place < bytes.count, place - start < 64,
      (0x30...0x39).contains(bytes[place]) || (0x41...0x5A).contains(bytes[place] & 0xDF) || bytes[place] == 0x2D
        || bytes[place] == 0x2E
    {
      place += 1
    }
    return place > start && place < bytes.count && bytes[place] == 0x3D ? place + 1 : nil
  }

  private static func mayHoldMailbox(_ name: String) -> Bool {
    let lower = name.lowercased()
    return ["@", "40", "\u{FF20}", "mail", "=#", "1.2.840.113549.1.9.1", "e="].contains { lower.contains($0) }
  }

  private static func holdsMailbox(_ value: Value) -> Bool {
    let text = String(decoding: value.bytes.dropFirst(value.start), as: UTF8.self)
    let type = String(decoding: value.bytes.prefix(value.start), as: UTF8.self).lowercased().filter {
      $0 != "," && $0 != "+" && $0 != " "
    }
    if types.contains(type) { return true }
    // As itself, as escapes write it (RFC 4514 section 2.4, and URLs), and in what is written as bytes.
    if ["@", "\u{FF20}", "\\40", "%40", "\\x40", "\\u{40}"].contains(where: text.contains) { return true }
    return text.hasPrefix("#") && holdsSign(text.dropFirst())
  }

  private static let types: Set<String> = [
    "e=", "email=", "emailaddress=", "mail=", "rfc822mailbox=", "1.2.840.113549.1.9.1=",
    "0.9.2342.19200300.100.1.3=",
  ]

  /// Whether hexadecimal digits hold the byte of the sign `@`.
  private static func holdsSign(_ digits: Substring) -> Bool {
    let digits = Array(digits.utf8)
    return stride(from: 0, to: digits.count - digits.count % 2, by: 2).contains {
      digits[$0] == 0x34 && digits[$0 + 1] == 0x30
    }
  }
}
