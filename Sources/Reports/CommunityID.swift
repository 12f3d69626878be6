import Crypto
package import PacketLayers

/// The Community ID of a connection, version 1, seed 0: the same value that other network tools compute for it, so that their
/// records can be joined with these.
package enum CommunityID {
  package static func of(_ left: Endpoint, _ right: Endpoint) -> String {
    let (first, second) = left < right ? (left, right) : (right, left)
    var input: [UInt8] = []
    input.append(addingCapacity: 40) { input in
      append(0, 2, to: &input)
      append(first.address, to: &input)
      append(second.address, to: &input)
      // The protocol, TCP, and a byte that fills up.
      append(6 << 8, 2, to: &input)
      append(UInt64(first.port), 2, to: &input)
      append(UInt64(second.port), 2, to: &input)
    }
    let digest = Array(Insecure.SHA1.hash(data: input))
    var text: [UInt8] = []
    text.append(addingCapacity: 30) { text in
      text.append(0x31)
      text.append(0x3A)
      append(base64: digest, to: &text)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func append(_ address: IPAddress, to bytes: inout OutputSpan<UInt8>) {
    if address.isIPv6 { append(address.high, 8, to: &bytes) }
    append(address.low, address.isIPv6 ? 8 : 4, to: &bytes)
  }

  /// The last `count` bytes of a number, the highest first.
  private static func append(_ value: UInt64, _ count: Int, to bytes: inout OutputSpan<UInt8>) {
    for place in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place))) }
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let text = [UInt8](capacity: (bytes.count + 2) / 3 * 4) { append(base64: bytes, to: &$0) }
    return String(decoding: text, as: UTF8.self)
  }

  private static func append(base64 bytes: [UInt8], to text: inout OutputSpan<UInt8>) {
    var index = 0
    while index < bytes.count {
      let second = index + 1 < bytes.count ? bytes[index + 1] : 0
      let third = index + 2 < bytes.count ? bytes[index + 2] : 0
      text.append(letter(bytes[index] >> 2))
      text.append(letter((bytes[index] & 3) << 4 | second >> 4))
      text.append(index + 1 < bytes.count ? letter((second & 15) << 2 | third >> 6) : 0x3D)
      text.append(index + 2 < bytes.count ? letter(third & 63) : 0x3D)
      index += 3
    }
  }

  /// What stands for six bits in base64 (RFC 4648 section 4).
  private static func letter(_ bits: UInt8) -> UInt8 {
    switch bits {
    case 0..<26: 0x41 + bits
    case 26..<52: 0x61 + (bits - 26)
    case 52..<62: 0x30 + (bits - 52)
    case 62: 0x2B
    default: 0x2F
    }
  }
}
