import Foundation
import SMTPTranscript
import Testing

/// Builds exchanges from plain text: what each side means, before base64.
enum SASL {
  static func encoded(_ bytes: [UInt8]) -> [UInt8] { Array(Data(bytes).base64EncodedString().utf8) }

  static func client(_ text: String) -> SASLExchange.Message { client(Array(text.utf8)) }
  static func client(_ bytes: [UInt8]) -> SASLExchange.Message { .init(from: .client, text: encoded(bytes)) }
  static func server(_ text: String) -> SASLExchange.Message { server(Array(text.utf8)) }
  static func server(_ bytes: [UInt8]) -> SASLExchange.Message { .init(from: .server, text: encoded(bytes)) }
  static func raw(_ side: Side, _ text: String) -> SASLExchange.Message { .init(from: side, text: Array(text.utf8)) }

  static func exchange(
    _ mechanism: String, initial: SASLExchange.Message? = nil, _ messages: [SASLExchange.Message] = []
  ) -> SASLExchange {
    SASLExchange(mechanism: mechanism, initialResponse: initial, messages: messages)
  }
}

extension SASLExchange {
  /// Everything that may be shown of it.
  var shownText: String {
    let notes = ([initialNote] + self.notes).compactMap { $0?.text }
    return ([user ?? ""] + details.map { "\($0.label) \($0.value)" } + problems.map(\.description) + notes)
      .joined(separator: "\n")
  }

  func value(_ label: String) -> String? { details.first { $0.label == label }?.value }

  /// Holds when none of the secrets got into anything that may be shown.
  func hides(_ secrets: String...) -> Bool {
    secrets.allSatisfy { secret in
      let encoded = String(decoding: SASL.encoded(Array(secret.utf8)), as: UTF8.self)
      return !shownText.contains(secret) && !shownText.contains(encoded)
    }
  }
}

/// Lays out messages of NTLM.
enum NTLM {
  static func word(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }
  static func long(_ value: Int) -> [UInt8] { word(value & 0xFFFF) + word(value >> 16 & 0xFFFF) }
  static func utf16(_ text: String) -> [UInt8] { text.utf16.flatMap { word(Int($0)) } }
  static func pair(_ id: Int, _ value: [UInt8]) -> [UInt8] { word(id) + word(value.count) + value }
  private static let signature: [UInt8] = Array("NTLMSSP\0".utf8)

  static func negotiate() -> [UInt8] {
    signature + long(1) + long(0x0200_3001) + field(4, 48) + field(3, 45) + [10, 0] + word(19041) + [0, 0, 0, 15]
      + [0, 0, 0, 0, 0] + Array("WS1".utf8) + Array("CORP".utf8)
  }

  static func challenge() -> [UInt8] {
    let target = utf16("CORP")
    let info =
      pair(2, utf16("CORP")) + pair(1, utf16("MAIL1")) + pair(4, utf16("corp.example"))
      + pair(3, utf16("mail1.corp.example"))
      + pair(7, [0x00, 0x80, 0x3E, 0xD5, 0xDE, 0xB1, 0x9D, 0x01]) + pair(0, [])
    return signature + long(2) + field(target.count, 56) + long(0x0208_0001) + [1, 2, 3, 4, 5, 6, 7, 8]
      + [UInt8](repeating: 0, count: 8) + field(info.count, 56 + target.count) + [10, 0] + word(17763) + [0, 0, 0, 15]
      + target + info
  }

  static func authenticate(user: String = "alice", nt: [UInt8] = answer(), flags: Int = 0x0208_0001) -> [UInt8] {
    let parts = [
      utf16("CORP"), utf16(user), utf16("WS1"), [UInt8](repeating: 0x4C, count: 24), nt,
      [UInt8](repeating: 0x4B, count: 16),
    ]
    var offsets: [Int] = []
    var offset = 72
    for part in parts {
      offsets.append(offset)
      offset += part.count
    }
    func place(_ index: Int) -> [UInt8] { field(parts[index].count, offsets[index]) }
    return signature + long(3) + place(3) + place(4) + place(0) + place(1) + place(2) + place(5) + long(flags) + [
      10, 0,
    ]
      + word(19041) + [0, 0, 0, 15] + parts.flatMap { $0 }
  }

  /// An answer of version 2, with the service's name in its pairs.
  static func answer() -> [UInt8] {
    [UInt8](repeating: 0x4E, count: 16) + [1, 1] + [UInt8](repeating: 0, count: 6) + [UInt8](repeating: 0x43, count: 20)
      + pair(9, utf16("SMTPSVC/mail1.corp.example")) + pair(0, []) + [0, 0, 0, 0]
  }

  static func field(_ length: Int, _ offset: Int) -> [UInt8] { word(length) + word(length) + long(offset) }
}

/// Lays out tokens of GSS-API.
enum GSS {
  static let kerberos: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02]
  static let ntlm: [UInt8] = [0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0A]
  static let spnego: [UInt8] = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x02]

  static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
    return [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
  }

  static func text(_ text: String) -> [UInt8] { element(0x1B, Array(text.utf8)) }

  static func service(_ tag: UInt8) -> [UInt8] {
    let names = element(0x30, text("smtp") + text("mail1.corp.example"))
    return element(tag, element(0x30, element(0xA0, element(0x02, [3])) + element(0xA1, names)))
  }

  static func request() -> [UInt8] {
    let secret = element(0xA3, element(0x30, [UInt8](repeating: 0x53, count: 200)))
    let ticket = element(
      0x61,
      element(0x30, element(0xA0, element(2, [5])) + element(0xA1, text("CORP.EXAMPLE")) + service(0xA2) + secret))
    let body = element(
      0x6E, element(0x30, element(0xA0, element(2, [5])) + element(0xA1, element(2, [14])) + element(0xA3, ticket)))
    return element(0x60, element(0x06, kerberos) + [1, 0] + body)
  }

  static func error(_ code: UInt8) -> [UInt8] {
    let fields =
      element(0xA6, element(2, [code])) + element(0xA9, text("CORP.EXAMPLE")) + service(0xAA)
      + element(0xAB, text("clock is off"))
    return element(0x60, element(0x06, kerberos) + [3, 0] + element(0x7E, element(0x30, fields)))
  }

  static func negotiation(_ token: [UInt8]) -> [UInt8] {
    let list = element(0xA0, element(0x30, element(6, kerberos) + element(6, ntlm)))
    let body = element(0xA0, element(0x30, list + element(0xA2, element(4, token))))
    return element(0x60, element(0x06, spnego) + body)
  }

  static func answer(state: UInt8, _ token: [UInt8]) -> [UInt8] {
    element(
      0xA1,
      element(
        0x30, element(0xA0, element(0x0A, [state])) + element(0xA1, element(6, ntlm)) + element(0xA2, element(4, token))
      ))
  }
}
