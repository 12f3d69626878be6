import Crypto
package import PacketLayers

/// Stands for what must not be shown, with the same stand-in for the same thing wherever it comes up. Without the key nobody
/// can tell what a stand-in stands for, nor whether a guess is right.
public struct Pseudonyms: Sendable {
  /// Bytes of a key that are needed at least.
  public static let minimumKeyLength = 16

  private let key: SymmetricKey

  /// A key for this run alone.
  public init() {
    key = SymmetricKey(size: .bits256)
  }

  /// The same key in several runs gives the same stand-ins; `nil` where it is too short.
  public init?(key bytes: [UInt8]) {
    guard bytes.count >= Self.minimumKeyLength else { return nil }
    key = SymmetricKey(data: SHA256.hash(data: bytes))
  }

  package func localPart(_ text: String) -> String { "user-\(letters("address", text, count: 8))" }

  package func host(_ name: String) -> String { "host-\(letters("host", name.lowercased(), count: 8)).invalid" }

  /// An address that nobody has: of 240.0.0.0/4, which is reserved, or of 2001:db8::/32, which is for documents.
  package func address(_ address: IPAddress) -> IPAddress {
    let code = code("ip", address.description)
    var low: UInt64 = 0
    for byte in code.prefix(8) { low = low << 8 | UInt64(byte) }
    if address.isIPv6 { return IPAddress(ipv6High: 0x2001_0DB8 << 32 | low >> 40, low: low &* 0x9E37_79B9_7F4A_7C15) }
    return IPAddress(ipv4: 0xF000_0000 | UInt32(truncatingIfNeeded: low) & 0x0FFF_FFFF)
  }

  /// Letters and digits in the place of as many bytes of a local part: those that stand behind `user-` in a report, as many
  /// as there is room for, so that a capture and a report can be read side by side.
  package func bytes(_ text: [UInt8]) -> [UInt8] {
    let name = String(decoding: text, as: UTF8.self).lowercased().filter { $0 != "\"" }
    var output = Array(letters("address", name, count: 8).utf8)
    var round = 0
    while output.count < text.count {
      output += letters("bytes\(round)", name, count: 24).utf8
      round += 1
    }
    return Array(output.prefix(text.count))
  }

  private func letters(_ kind: String, _ text: String, count: Int) -> String {
    // No vowels and no digits that look like letters: no words, no misreading.
    let alphabet = Array("bcdfghjkmnpqrstvwxz23456789".utf8)
    return String(decoding: code(kind, text).prefix(count).map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
  }

  private func code(_ kind: String, _ text: String) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array("\(kind)\u{0}\(text)".utf8), using: key))
  }
}
